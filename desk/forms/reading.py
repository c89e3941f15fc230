"""Reading single fields, and saying beside which field a refusal belongs."""

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Conflict, DomainError

# Pointers of the services that are another field, or a part of one, in a form.
_FIELDS = {
    "circle": "audience",
    "circle_id": "audience",
    "speaks_for": "audience",
    "speaks_for_id": "audience",
    "question_id": "question",
    "selectors": "anchor",
    "text_id": "anchor",
    "text": "message",
}


class Shown(TypedDict):
    """One line of `components/error_summary.html`."""

    message: str
    target: str


def id_of(sent: str | None) -> UUID | None:
    """Return the id that was sent; None for anything that is none."""
    try:
        return UUID((sent or "").strip())
    except ValueError:
        return None


def ids_of(sent: Sequence[str]) -> list[UUID]:
    """Return the ids among what was sent, each once, in their order."""
    return list(dict.fromkeys(found for each in sent if (found := id_of(each))))


def edition_of(data: Mapping[str, str]) -> int:
    """Return the edition that a page was made from.

    Raises Conflict where none was sent: what the person saw is then not known.
    """
    sent = data.get("edition", "").strip()
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise Conflict(
            _("This page does not say which edition it shows. Load it again and decide anew."),
            code="edition_missing",
        )
    return int(sent)


def field_of(pointer: str) -> str:
    """Return the field of a form that a pointer such as `/body` or `/selectors/0` is about."""
    name = pointer.strip("/").split("/")[0]
    return _FIELDS.get(name, name)


def errors_of(refusal: DomainError, fields: Sequence[str]) -> list[Shown]:
    """Return a refusal for the summary at the head of a form that has `fields`."""
    if not refusal.errors:
        return [Shown(message=refusal.detail, target="")]
    return [
        Shown(
            message=error.detail,
            target=field if (field := field_of(error.pointer)) in fields else "",
        )
        for error in refusal.errors
    ]


def by_field(errors: Sequence[Shown]) -> dict[str, str]:
    """Return the messages that stand beside their fields, the first of each."""
    found: dict[str, str] = {}
    for error in errors:
        if error["target"]:
            found.setdefault(error["target"], error["message"])
    return found
