"""What a row says, as the content of a private draft; or everything that is wrong with it."""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.labels import labels
from core.languages import DEFAULT_LANGUAGE
from provisions.enums import TextStatus
from reviews.anchors import Anchor
from reviews.compilation.columns import Column, Mark, by_name, plain, said_alike
from reviews.content import MAX_IN_DRAFT, DraftContent, checked_content
from reviews.enums import TYPES_ON_A_SUMMARY, TYPES_ON_A_TEXT, CommentType, Purpose
from reviews.models import FrozenText

from .frozen import Provision, RoundTexts
from .headers import heading_names
from .rows import SheetRow

# What the author still chooses or says in the draft; a table may leave it open.
_LEFT_OPEN = {("purpose", "empty"), ("reason", "empty")}
# The column in which the field of a refusal stands.
_COLUMNS = {
    "body": Column.COMMENT,
    "reason": Column.COMMENT,
    "proposed": Column.PROPOSED,
    "anchor": Column.PARAGRAPH,
    "type": Column.TYPE,
    "purpose": Column.TYPE,
    "place": Column.PLACE,
}


@dataclass(frozen=True, slots=True)
class Audience:
    """For whom the rows of a table are, in whose name, and the language they are written in."""

    circle_id: UUID
    speaks_for_id: UUID
    language: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A good row: what it says, of which provision."""

    row: int
    provision: Provision
    content: DraftContent

    @property
    def fingerprint(self) -> str:
        """Return SHA-256 (hex) over all that it says, the room and the name it is meant for."""
        content = self.content
        whom = [content.circle_id, content.speaks_for_id]
        said = json.dumps([whom, content.columns()], sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


def meant(row: SheetRow, texts: RoundTexts, audience: Audience) -> Meant:
    """Return what a row says. Raises Invalid with every error, each naming its column."""
    errors: list[FieldError] = [FieldError("cell", fault, "no_text") for fault in row.faults]
    try:
        provision = texts.at(row[Column.PLACE])
    except Invalid as refusal:
        errors.append(FieldError("place", refusal.detail, refusal.code))
        provision = None
    if provision is None:
        _check_without_text(row, errors)
    else:
        text, anchor = _anchored(row[Column.PARAGRAPH], provision, audience, errors)
        content, more = checked_content(_content(row, text, anchor, audience, errors), text, None)
        errors += [each for each in more if _counts(each, errors)]
    if errors or provision is None:
        raise Invalid(_("This row was left out."), code="bad_row", errors=_in_columns(errors))
    return Meant(row.number, provision, content)


def _check_without_text(row: SheetRow, errors: list[FieldError]) -> None:
    """Name what is wrong whatever the provision is, so that all is corrected at once."""
    _type_and_purpose(row[Column.TYPE], None, errors)
    if not _with_reason(row[Column.COMMENT])[0].strip():
        errors.append(FieldError("body", _("Write your comment here."), "empty"))


def _anchored(
    quote: str, provision: Provision, audience: Audience, errors: list[FieldError]
) -> tuple[FrozenText, Anchor | None]:
    """Return the text that a row speaks of, and its words; None for the whole provision."""
    if quote.strip() and plain(quote) not in _whole():
        try:
            return provision.find(quote[:MAX_IN_DRAFT], audience.language)
        except Invalid as refusal:
            errors.append(FieldError("anchor", refusal.detail, refusal.code))
    return provision.text_for(audience.language), None


def _content(
    row: SheetRow,
    text: FrozenText,
    anchor: Anchor | None,
    audience: Audience,
    errors: list[FieldError],
) -> DraftContent:
    body, reason = _with_reason(row[Column.COMMENT])
    proposed = row[Column.PROPOSED].strip()
    kind, purpose = _type_and_purpose(row[Column.TYPE], text, errors)
    return DraftContent(
        text_id=text.pk,
        circle_id=audience.circle_id,
        speaks_for_id=audience.speaks_for_id,
        type=kind,
        purpose=purpose or (Purpose.CHANGE.value if proposed else ""),
        body=body,
        reason=reason,
        proposed=proposed,
        language=audience.language,
        anchor=anchor,
    )


def _type_and_purpose(
    cell: str, text: FrozenText | None, errors: list[FieldError]
) -> tuple[str, str]:
    """Return the codes of a cell: the type stands in its first line, a purpose in the next."""
    first, _break, second = cell.strip().partition("\n")
    kind = by_label(CommentType).get(plain(first), "")
    purpose = by_label(Purpose).get(plain(second), "")
    if not kind:
        fitting = TYPES_ON_A_SUMMARY if text and _is_summary(text) else TYPES_ON_A_TEXT
        errors.append(_unknown("type", first, CommentType, [each.value for each in fitting]))
    if second.strip() and not purpose:
        errors.append(_unknown("purpose", second, Purpose, Purpose.values))
    return kind, purpose


def _unknown(
    pointer: str, sent: str, choices: type[CommentType] | type[Purpose], codes: list[str]
) -> FieldError:
    names = labels(choices, get_language() or DEFAULT_LANGUAGE)
    known = {"known": ", ".join(names[code] for code in codes)}
    if not sent.strip():
        return FieldError(pointer, _("Write one of: %(known)s.") % known, "empty")
    detail = _("“%(sent)s” is not known. Write one of: %(known)s.") % {
        "sent": sent.strip()[:40],
        **known,
    }
    return FieldError(pointer, detail, "unknown")


def _with_reason(cell: str) -> tuple[str, str]:
    """Return comment and reason: the reason begins in a line of its own, after its mark."""
    marks = list(_reason_mark().finditer(cell))
    if not marks:
        return cell, ""
    return cell[: marks[-1].start()], cell[marks[-1].end() :]


@cache
def _reason_mark() -> re.Pattern[str]:
    names = "|".join(re.escape(each) for each in sorted(said_alike(Mark.REASON, Mark)))
    return re.compile(rf"^[^\S\n]*(?:{names})[^\S\n]*:", re.IGNORECASE | re.MULTILINE)


@cache
def _whole() -> set[str]:
    return said_alike(Mark.WHOLE, Mark)


@cache
def by_label(choices: type[CommentType] | type[Purpose]) -> dict[str, str]:
    """Return the codes by all their names."""
    return by_name(choices)


def _is_summary(text: FrozenText) -> bool:
    return text.text.version.text_status == TextStatus.EDITORIAL_SUMMARY


def _counts(error: FieldError, known: list[FieldError]) -> bool:
    """Tell whether an error keeps the row out and is not said yet."""
    if (error.pointer, error.code) in _LEFT_OPEN:
        return False
    return error.pointer not in {each.pointer for each in known}


def _in_columns(errors: list[FieldError]) -> list[FieldError]:
    """Return the errors, each beginning with the heading of its column."""
    names = heading_names()
    return [
        replace(each, detail=f"{names[_COLUMNS[each.pointer]]}: {each.detail}")
        if each.pointer in _COLUMNS
        else each
        for each in errors
    ]
