"""Query strings: what an address understands, read once and brought into one canonical form.

A public answer is cached by its canonical query: known parameters in order, values of a
repeated one sorted and without doubles, defaults left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from .errors import FieldError, Invalid

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,11}")
MAX_VALUES = 50  # of one repeated parameter


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `read` turns its text into a value or raises ValueError with a sentence."""

    name: str
    read: Callable[[str], Any]
    description: str
    many: bool = False
    default: Any = None
    # For the API's schema: empty where the list is open, or the value is no number.
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A query string that was understood: values by name, and its canonical form."""

    values: Mapping[str, Any]
    canonical: str

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Query:
    """The parameters of an address, in canonical order."""

    parameters: tuple[Parameter, ...] = ()
    _by_name: dict[str, Parameter] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({parameter.name: parameter for parameter in self.parameters})

    def read(self, sent: QueryDict, *, refuse_unknown: bool) -> Asked:
        """Return what was asked. Raises Invalid, naming every parameter that is wrong.

        Pages ignore unknown parameters (`utm_source`), the API refuses them.
        """
        errors: list[FieldError] = []
        if refuse_unknown:
            errors.extend(self._unknown(sent))
        values: dict[str, Any] = {}
        pairs: list[tuple[str, str]] = []
        for parameter in self.parameters:
            texts = _texts(parameter, sent, errors)
            value = values[parameter.name] = _values(parameter, texts, errors)
            if value != parameter.default:
                pairs.extend((parameter.name, text) for text in texts)
        if errors:
            raise Invalid(_("The query can't be understood."), code="bad_query", errors=errors)
        return Asked(values, urlencode(pairs))

    def _unknown(self, sent: QueryDict) -> Iterable[FieldError]:
        known = ", ".join(self._by_name) or _("none")
        for name in sorted(sent.keys() - self._by_name.keys()):
            detail = _("There is no such parameter. Known ones: %(known)s.") % {"known": known}
            yield FieldError(name[:100], detail, "unknown_parameter")


def _texts(parameter: Parameter, sent: QueryDict, errors: list[FieldError]) -> list[str]:
    """Return the texts sent for a parameter, in canonical form; empty ones count as absent."""
    texts = [text for text in sent.getlist(parameter.name) if text.strip()]
    if parameter.many:
        texts = sorted(set(texts))
        if len(texts) > MAX_VALUES:
            detail = _("At most %(most)d values are possible.") % {"most": MAX_VALUES}
            errors.append(FieldError(parameter.name, detail, "too_many"))
        return texts[:MAX_VALUES]
    if len(set(texts)) > 1:
        errors.append(FieldError(parameter.name, _("Give this once."), "repeated"))
    return texts[:1]


def _values(parameter: Parameter, texts: list[str], errors: list[FieldError]) -> Any:
    values = []
    for text in texts:
        try:
            values.append(parameter.read(text))
        except ValueError as refusal:
            errors.append(FieldError(parameter.name, str(refusal), "bad_value"))
    if parameter.many:
        return tuple(values)
    return values[0] if values else parameter.default


def choice(name: str, known: Iterable[str], description: str, **more: Any) -> Parameter:
    """Return a parameter whose values come from a closed list; the refusal names the list."""
    choices = tuple(known)

    def read(text: str) -> str:
        if text in choices:
            return text
        raise ValueError(
            _("“%(value)s” is not known here. Choose from: %(known)s.")
            % {"value": text[:100], "known": ", ".join(choices)}
        )

    return Parameter(name, read, description, choices=choices, **more)


def whole_number(
    name: str, description: str, *, least: int, most: int, default: int | None = None
) -> Parameter:
    """Return a parameter that is a whole number within bounds."""

    def read(text: str) -> int:
        if _WHOLE_NUMBER.fullmatch(text) and least <= int(text) <= most:
            return int(text)
        raise ValueError(
            _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
        )

    return Parameter(name, read, description, default=default, bounds=(least, most))


def words(name: str, description: str, *, longest: int = 200, **more: Any) -> Parameter:
    """Return a parameter that is free text of at most `longest` characters on one line."""

    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(_("Give at most %(most)d characters.") % {"most": longest})
        if any(ord(character) < 32 for character in text):
            raise ValueError(_("Control characters are not possible here."))
        return " ".join(text.split())

    return Parameter(name, read, description, **more)
