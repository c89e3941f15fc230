"""Kinds of values in a JSON body: how each is read, and how the schema describes it.

A reader takes the value and its JSON pointer, appends what is wrong to a list and returns the
value as services take it. How long a text may be, and which codes go together, the services say.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import FieldError
from core.languages import LANGUAGES

Errors = list[FieldError]
Read = Callable[[Any, str, Errors], Any]
Schema = dict[str, Any]

MOST_LISTED = 500
# RFC 3339: with seconds and a zone. Python's own reader takes far more forms.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
    r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its reader, and its JSON Schema."""

    read: Read
    schema: Schema


def refuse(errors: Errors, pointer: str, detail: str, code: str = "bad_type") -> None:
    errors.append(FieldError(pointer, detail, code))


def identified(text: str) -> UUID | None:
    """Return the id that `text` is, None where it is none."""
    return UUID(text) if _UUID.fullmatch(text) else None


def text() -> Kind:
    """Return plain text. Whether it is too long or holds what no text may is for the services."""

    def read(value: Any, pointer: str, errors: Errors) -> str:
        if isinstance(value, str):
            return value
        refuse(errors, pointer, _("Send a text."))
        return ""

    return Kind(read, {"type": "string"})


def choice(known: Iterable[str]) -> Kind:
    """Return a code of a closed list."""
    codes = tuple(known)

    def read(value: Any, pointer: str, errors: Errors) -> str:
        if isinstance(value, str) and value in codes:
            return value
        detail = _("Choose from: %(known)s.") % {"known": ", ".join(codes)}
        refuse(errors, pointer, detail, "bad_value")
        return ""

    return Kind(read, {"type": "string", "enum": list(codes)})


def identifier() -> Kind:
    """Return an id as this API gives them out."""

    def read(value: Any, pointer: str, errors: Errors) -> UUID | None:
        found = identified(value) if isinstance(value, str) else None
        if found is None:
            refuse(errors, pointer, _("Send an id as this API gives them out."))
        return found

    return Kind(read, {"type": "string", "format": "uuid"})


def whole_number(*, least: int = 1, most: int = 2**31 - 1) -> Kind:
    """Return a whole number within bounds."""

    def read(value: Any, pointer: str, errors: Errors) -> int:
        if type(value) is int and least <= value <= most:
            return value
        bounds = {"least": least, "most": most}
        refuse(errors, pointer, _("Send a whole number from %(least)d to %(most)d.") % bounds)
        return least

    return Kind(read, {"type": "integer", "minimum": least, "maximum": most})


def truth() -> Kind:
    """Return true or false."""

    def read(value: Any, pointer: str, errors: Errors) -> bool:
        if isinstance(value, bool):
            return value
        refuse(errors, pointer, _("Send true or false."))
        return False

    return Kind(read, {"type": "boolean"})


def instant() -> Kind:
    """Return an instant with its zone, in UTC."""

    def read(value: Any, pointer: str, errors: Errors) -> datetime | None:
        try:
            if isinstance(value, str) and _INSTANT.fullmatch(value):
                return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            pass  # the 30th of February, or a second before the first year
        example = "2026-12-04T17:00:00Z"
        detail = _("Send an instant with its zone, such as %(example)s.") % {"example": example}
        refuse(errors, pointer, detail, "bad_value")
        return None

    return Kind(read, {"type": "string", "format": "date-time"})


def nullable(kind: Kind) -> Kind:
    """Return `kind`, or null, which is read as None."""

    def read(value: Any, pointer: str, errors: Errors) -> Any:
        return None if value is None else kind.read(value, pointer, errors)

    return Kind(read, {"anyOf": [kind.schema, {"type": "null"}]})


def listed(kind: Kind, *, most: int = MOST_LISTED, least: int = 1) -> Kind:
    """Return a list of `least` to `most` values of one kind."""

    def read(value: Any, pointer: str, errors: Errors) -> list[Any]:
        if not isinstance(value, list):
            refuse(errors, pointer, _("Send a list."))
            return []
        if not least <= len(value) <= most:
            bounds = {"least": least, "most": most}
            detail = _("Send a list of %(least)d to %(most)d.") % bounds
            refuse(errors, pointer, detail, "bad_length")
            return []
        return [kind.read(each, f"{pointer}/{place}", errors) for place, each in enumerate(value)]

    return Kind(read, {"type": "array", "items": kind.schema, "minItems": least, "maxItems": most})


def texts() -> Kind:
    """Return a text in some of the portal's languages, as `{"en": "…", "fr": "…"}`."""

    def read(value: Any, pointer: str, errors: Errors) -> dict[str, str]:
        known = isinstance(value, dict) and value and set(value) <= set(LANGUAGES)
        if known and all(isinstance(each, str) for each in value.values()):
            return dict(value)
        languages = {"known": ", ".join(LANGUAGES)}
        refuse(errors, pointer, _("Send an object of texts by language: %(known)s.") % languages)
        return {}

    of_language = {language: {"type": "string"} for language in LANGUAGES}
    return Kind(
        read,
        {
            "type": "object",
            "properties": of_language,
            "additionalProperties": False,
            "minProperties": 1,
        },
    )


def numbers() -> Kind:
    """Return whole numbers from 0 by id, as `{"<id>": 1}`."""
    number = whole_number(least=0)

    def read(value: Any, pointer: str, errors: Errors) -> dict[UUID, int]:
        if not isinstance(value, dict) or not all(identified(name) for name in value):
            refuse(errors, pointer, _("Send an object of numbers by id."))
            return {}
        return {
            UUID(name): number.read(each, f"{pointer}/{name}", errors)
            for name, each in value.items()
        }

    return Kind(read, {"type": "object", "additionalProperties": number.schema})


def anything(schema: Schema) -> Kind:
    """Return a value that something else reads, described by `schema`."""
    return Kind(lambda value, pointer, errors: value, schema)
