"""The API's schema as its documentation page shows it: one entry for each address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Document = Mapping[str, Any]


class Run(NamedTuple):
    """A stretch of a description: plain words, or a name that programs use."""

    text: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """A parameter: `values` are its closed list or its bounds, `default` what holds without it."""

    name: str
    about: tuple[Run, ...]
    values: str
    default: str
    is_repeatable: bool


@dataclass(frozen=True, slots=True)
class AddressEntry:
    """An address with a name that can be linked to, and the schema of its answer."""

    anchor: str
    path: str
    about: tuple[Run, ...]
    shape: str
    forms: tuple[str, ...]
    parameters: tuple[ParameterEntry, ...]


def address_entries(document: Document) -> Iterator[AddressEntry]:
    """Return the addresses in the order of the document."""
    for path, methods in document["paths"].items():
        operation = methods["get"]
        answer = operation["responses"]["200"]["content"]
        yield AddressEntry(
            anchor=operation["operationId"],
            path=path,
            about=_runs(operation["description"]),
            shape=answer["application/json"]["schema"]["$ref"].rpartition("/")[2],
            forms=tuple(answer),
            parameters=tuple(
                _parameter(one) for one in operation["parameters"] if one["in"] != "header"
            ),
        )


def _parameter(parameter: Mapping[str, Any]) -> ParameterEntry:
    schema = parameter["schema"]
    items = schema.get("items", schema)
    values = ", ".join(items.get("enum", ()))
    if "maximum" in items:
        values = f"{items['minimum']}–{items['maximum']}"
    return ParameterEntry(
        name=parameter["name"],
        about=_runs(parameter["description"]),
        values=values,
        default=str(schema.get("default") or ""),
        is_repeatable=schema.get("type") == "array",
    )


def _runs(text: str) -> tuple[Run, ...]:
    """Return the stretches of a description whose names stand between backticks."""
    return tuple(
        Run(stretch, place % 2 == 1) for place, stretch in enumerate(text.split("`")) if stretch
    )
