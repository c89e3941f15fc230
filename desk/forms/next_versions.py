"""What the page of a working draft sends: texts by language, and what a button asks beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import DomainError, Invalid
from core.languages import LANGUAGES

from .reading import Shown, id_of

Texts = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A comment and a stretch of the base version, as buttons name it: `<comment>:en:0:12`."""

    comment_id: UUID
    language: str
    start: int
    end: int


def read_texts(data: Mapping[str, str]) -> Texts:
    """Return the texts that were sent, by language: those whose fields were there."""
    return {
        code: {"title": data.get(f"title_{code}", ""), "body": data.get(f"body_{code}", "")}
        for code in LANGUAGES
        if f"body_{code}" in data
    }


def read_comment(sent: str) -> UUID:
    """Return the comment that a button names. Raises Invalid."""
    found = id_of(sent)
    if found is None:
        raise _unreadable()
    return found


def read_stretch(sent: str) -> Stretch:
    """Return what a button to credit a comment names. Raises Invalid."""
    match sent.split(":"):
        case [comment, language, start, end] if language in LANGUAGES:
            if _is_offset(start) and _is_offset(end):
                return Stretch(read_comment(comment), language, int(start), int(end))
    raise _unreadable()


def read_behind(data: Mapping[str, str]) -> Stretch:
    """Return the comment that was chosen for a change: the button `behind` names the stretch, the
    list beside it, `comment:<stretch>`, the comment. Raises Invalid.
    """
    place = data.get("behind", "")
    chosen = data.get(f"comment:{place}", "")
    if not chosen:
        raise Invalid(_("Choose the comment that stands behind this change."), code="empty")
    return read_stretch(f"{chosen}:{place}")


def errors_on(refusal: DomainError) -> list[Shown]:
    """Return a refusal for the summary of the page, each mistake with the field it is about."""
    if not refusal.errors:
        return [Shown(message=refusal.detail, target="")]
    return [Shown(message=each.detail, target=_field(each.pointer)) for each in refusal.errors]


def _field(pointer: str) -> str:
    match pointer.strip("/").split("/"):
        case ["texts", code, part] if code in LANGUAGES:
            return f"{part}_{code}"
        case ["reason"]:
            return "id_reason"
    return ""


def _is_offset(sent: str) -> bool:
    return sent.isascii() and sent.isdigit() and len(sent) < 8


def _unreadable() -> Invalid:
    return Invalid(
        _("This button says nothing that is known here. Load the page again."), code="malformed"
    )
