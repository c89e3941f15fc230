"""What an answer says and what a reply says, and their checks: every error is named at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.languages import LANGUAGES, Texts

from .content import MAX_REASON, checked_prose, raise_invalid
from .enums import DispositionKind, ReplyKind
from .models import Disposition, Reply


@dataclass(frozen=True, slots=True)
class DispositionDraft:
    """A checked answer: `reasons` by language in normal form, without empty ones; `duplicate_of`
    is the comment that is repeated, None for every other kind.
    """

    kind: str
    reasons: Texts
    duplicate_of: UUID | None = None

    def is_said_by(self, row: Disposition) -> bool:
        """Return whether a stored answer says exactly this."""
        said = (row.kind, row.reasons, row.duplicate_of_id)
        return said == (self.kind, self.reasons, self.duplicate_of)


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """A checked reply; `text` is in normal form, and empty only for `satisfied`."""

    kind: str
    text: str
    language: str

    def is_said_by(self, row: Reply) -> bool:
        """Return whether a stored reply says exactly this."""
        return (row.kind, row.text, row.language) == (self.kind, self.text, self.language)


def checked_disposition(
    kind: str, reasons: Mapping[str, str], duplicate_of: UUID | None
) -> DispositionDraft:
    """Return an answer as it may be prepared. Reasons stand in at least one language: all three
    are only needed for the release. Raises Invalid with every error; pointers are `kind`,
    `reasons`, `reasons/<language>` and `duplicate_of`.
    """
    errors: list[FieldError] = []
    _check_kind(kind, duplicate_of, errors)
    formed = {
        language: text
        for language in LANGUAGES
        if (text := _formed(reasons.get(language, ""), f"reasons/{language}", errors))
    }
    if set(reasons) - set(LANGUAGES):
        detail = _("Use one of: %(codes)s.") % {"codes": ", ".join(LANGUAGES)}
        errors.append(FieldError("reasons", detail, "unknown"))
    if not formed and not errors_at("reasons", errors):
        detail = _("Say why, in one language for now; the release needs all three.")
        errors.append(FieldError("reasons", detail, "empty"))
    raise_invalid(_("The answer can’t be prepared as it is."), errors)
    return DispositionDraft(kind, formed, duplicate_of)


def checked_reply(kind: str, text: str, language: str) -> ReplyDraft:
    """Return a reply as it may be given. Raises Invalid with every error; pointers are `kind`,
    `text` and `language`.
    """
    errors: list[FieldError] = []
    if kind not in ReplyKind.values:
        detail = _("Say whether you are satisfied or maintain the comment.")
        errors.append(FieldError("kind", detail, "unknown" if kind else "empty"))
    if language not in LANGUAGES:
        detail = _("Use one of: %(codes)s.") % {"codes": ", ".join(LANGUAGES)}
        errors.append(FieldError("language", detail, "unknown"))
    formed = _formed(text, "text", errors)
    if kind == ReplyKind.MAINTAINS and not formed and not errors_at("text", errors):
        errors.append(FieldError("text", _("Say why you maintain the comment."), "empty"))
    raise_invalid(_("The reply can’t be sent as it is."), errors)
    return ReplyDraft(kind, formed, language)


def missing_languages(reasons: Mapping[str, str]) -> tuple[str, ...]:
    """Return the languages in which an answer still has to give its reasons."""
    return tuple(language for language in LANGUAGES if not reasons.get(language))


def errors_at(pointer: str, errors: Iterable[FieldError]) -> list[FieldError]:
    """Return the errors in a field or in a part of it."""
    return [
        each for each in errors if each.pointer == pointer or each.pointer.startswith(f"{pointer}/")
    ]


def _check_kind(kind: str, duplicate_of: UUID | None, errors: list[FieldError]) -> None:
    if kind not in DispositionKind.values:
        detail = _("Choose a decision: %(codes)s.") % {"codes": ", ".join(DispositionKind.values)}
        errors.append(FieldError("kind", detail, "unknown" if kind else "empty"))
    elif kind == DispositionKind.DUPLICATE and duplicate_of is None:
        detail = _("Choose the comment that this one repeats.")
        errors.append(FieldError("duplicate_of", detail, "empty"))
    elif kind != DispositionKind.DUPLICATE and duplicate_of is not None:
        detail = _("Only a duplicate names another comment; leave this empty.")
        errors.append(FieldError("duplicate_of", detail, "not_a_duplicate"))


def _formed(raw: str, pointer: str, errors: list[FieldError]) -> str:
    try:
        return checked_prose(raw, pointer, MAX_REASON, needed="")
    except Invalid as refusal:
        errors.extend(refusal.errors)
        return ""
