"""What somebody writes in a comment, and its check: every error is named before any is raised."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import DomainError, FieldError, Invalid
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.textform import normalize_text
from provisions.enums import TextStatus

from .anchors import Anchor, as_selectors, from_selectors, read_anchor
from .enums import (
    PURPOSES_WITH_REASON,
    TYPES_ON_A_SUMMARY,
    TYPES_ON_A_TEXT,
    CommentType,
    Purpose,
)
from .models import Draft, FrozenText, Question

FoundT = TypeVar("FoundT")

# Code points in normal form.
LIMITS = {"body": 5_000, "reason": 5_000, "proposed": 10_000}
MAX_MESSAGE = 5_000
MAX_REASON = LIMITS["reason"]
# A draft may be too long for a while, as when somebody pastes a page to cut it down.
MAX_IN_DRAFT = 50_000


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a form holds. `text_id` is the frozen text that the anchor stands in, `circle_id` the
    room, `speaks_for_id` in whose name it is: None for the room itself. The anchor is None for
    the whole provision; `language` is the one that the comment is written in.
    """

    text_id: UUID
    circle_id: UUID
    speaks_for_id: UUID | None = None
    type: str = ""
    purpose: str = ""
    body: str = ""
    reason: str = ""
    proposed: str = ""
    language: str = DEFAULT_LANGUAGE
    question_id: UUID | None = None
    anchor: Anchor | None = None

    def columns(self) -> dict[str, Any]:
        """Return what drafts and wordings store alike."""
        return {
            "text_id": self.text_id,
            "question_id": self.question_id,
            "type": self.type,
            "purpose": self.purpose,
            "body": self.body,
            "reason": self.reason,
            "proposed": self.proposed,
            "language": self.language,
            "selectors": as_selectors(self.anchor),
        }


def check_storable(content: DraftContent) -> None:
    """Raise Invalid for what not even a draft can hold: unknown codes, forbidden characters,
    more than 50,000 code points in a field.
    """
    errors: list[FieldError] = []
    anchor = content.anchor
    quoted = anchor.exact + anchor.prefix + anchor.suffix if anchor else ""
    for name, raw in [*_prose(content), ("anchor", quoted)]:
        _formed(raw, name, MAX_IN_DRAFT, errors)
    _check_code(content.type, CommentType.values, "type", errors)
    _check_code(content.purpose, Purpose.values, "purpose", errors)
    _check_language(content.language, errors)
    raise_invalid(_("The draft can’t be kept as it is."), errors)


def checked_content(
    content: DraftContent, text: FrozenText, question: Question | None
) -> tuple[DraftContent, list[FieldError]]:
    """Return `content` in normal form, its anchor found in `text`, with everything that keeps it
    from being shared. `text` comes with its version; `question` is the one that is named, if it
    exists. Pointers are the names of the fields of `DraftContent` without `_id`.
    """
    errors: list[FieldError] = []
    prose = {name: _formed(raw, name, LIMITS[name], errors) for name, raw in _prose(content)}
    if not prose["body"] and not _has(errors, "body"):
        errors.append(FieldError("body", _("Write your comment here."), "empty"))
    _check_type(content.type, text, errors)
    _check_purpose(content.purpose, prose["reason"], errors)
    _check_language(content.language, errors)
    if content.question_id is not None and (question is None or question.item_id != text.item_id):
        errors.append(
            FieldError("question", _("Choose a question about this provision."), "foreign")
        )
    anchor = _found(content.anchor, text.text.body, errors)
    formed = replace(
        content,
        anchor=anchor,
        body=prose["body"],
        reason=prose["reason"],
        proposed=prose["proposed"],
    )
    return formed, errors


def checked_prose(raw: str, pointer: str, limit: int, *, needed: str) -> str:
    """Return a reason or a message in normal form. Raises Invalid where it is malformed, too
    long, or empty: then with `needed`, which says what to write; "" allows none.
    """
    errors: list[FieldError] = []
    text = _formed(raw, pointer, limit, errors)
    if needed and not text and not errors:
        errors.append(FieldError(pointer, needed, "empty"))
    if errors:
        raise Invalid(errors[0].detail, code=f"{pointer}_{errors[0].code}", errors=errors)
    return text


def raise_invalid(detail: str, errors: list[FieldError]) -> None:
    """Raise Invalid if there are errors."""
    if errors:
        raise Invalid(detail, errors=errors)


def same_content(content: DraftContent, stored: Any) -> bool:
    """Return whether a stored draft or wording says exactly what `content` says."""
    return all(getattr(stored, name) == value for name, value in content.columns().items())


def content_of(draft: Draft) -> DraftContent:
    """Return what a stored draft holds."""
    return DraftContent(
        text_id=draft.text_id,
        circle_id=draft.circle_id,
        speaks_for_id=draft.speaks_for_id,
        type=draft.type,
        purpose=draft.purpose,
        body=draft.body,
        reason=draft.reason,
        proposed=draft.proposed,
        language=draft.language,
        question_id=draft.question_id,
        anchor=from_selectors(draft.selectors),
    )


def _prose(content: DraftContent) -> list[tuple[str, str]]:
    return [("body", content.body), ("reason", content.reason), ("proposed", content.proposed)]


def _formed(raw: str, pointer: str, limit: int, errors: list[FieldError]) -> str:
    # Putting a megabyte into normal form, only to refuse it, would be work for nothing.
    if len(raw) > MAX_IN_DRAFT:
        errors.append(_too_long(pointer, limit, len(raw)))
        return ""
    try:
        text = normalize_text(raw)
    except ValueError as refusal:
        errors.append(FieldError(pointer, str(refusal), "malformed"))
        return ""
    if len(text) > limit:
        errors.append(_too_long(pointer, limit, len(text)))
    return text


def _too_long(pointer: str, limit: int, length: int) -> FieldError:
    detail = _("Shorten it to %(limit)d characters; it has %(length)d.") % {
        "limit": limit,
        "length": length,
    }
    return FieldError(pointer, detail, "long")


def _check_code(code: str, known: list[str], pointer: str, errors: list[FieldError]) -> None:
    if code and code not in known:
        errors.append(FieldError(pointer, _use_one_of(known), "unknown"))


def _check_type(kind: str, text: FrozenText, errors: list[FieldError]) -> None:
    is_summary = text.text.version.text_status == TextStatus.EDITORIAL_SUMMARY
    fitting = TYPES_ON_A_SUMMARY if is_summary else TYPES_ON_A_TEXT
    if kind in fitting:
        return
    if not kind or kind not in CommentType.values:
        code = "unknown" if kind else "empty"
        errors.append(FieldError("type", _use_one_of([each.value for each in fitting]), code))
    elif is_summary:
        detail = _(
            "This is a summary in this portal’s own words: report an error in it as a correction,"
            " or make a remark."
        )
        errors.append(FieldError("type", detail, "not_on_a_summary"))
    else:
        detail = _("Corrections and remarks are for summaries by this portal; this is a text.")
        errors.append(FieldError("type", detail, "not_on_a_text"))


def _check_purpose(purpose: str, reason: str, errors: list[FieldError]) -> None:
    if purpose not in Purpose.values:
        code = "unknown" if purpose else "empty"
        errors.append(FieldError("purpose", _use_one_of(Purpose.values), code))
    elif purpose in PURPOSES_WITH_REASON and not reason and not _has(errors, "reason"):
        detail = _("Say why: a wish to change, add or delete something gives its reason.")
        errors.append(FieldError("reason", detail, "empty"))


def _check_language(language: str, errors: list[FieldError]) -> None:
    if language not in LANGUAGES:
        errors.append(FieldError("language", _use_one_of(list(LANGUAGES)), "unknown"))


def _found(anchor: Anchor | None, body: str, errors: list[FieldError]) -> Anchor | None:
    if anchor is None:
        return None
    return reported(
        lambda: read_anchor(
            body,
            exact=anchor.exact,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            start=anchor.start,
            end=anchor.end,
        ),
        "anchor",
        errors,
    )


def reported(call: Callable[[], FoundT], pointer: str, errors: list[FieldError]) -> FoundT | None:
    """Return what `call` returns; where it refuses, add that to `errors` and return None."""
    try:
        return call()
    except DomainError as refusal:
        errors.append(FieldError(pointer, refusal.detail, refusal.code))
        return None


def _use_one_of(codes: list[str]) -> str:
    return _("Use one of: %(codes)s.") % {"codes": ", ".join(codes)}


def _has(errors: list[FieldError], pointer: str) -> bool:
    return any(error.pointer == pointer for error in errors)
