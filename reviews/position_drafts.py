"""What somebody says in an actor's name of one version, and its check."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from provisions.enums import Stance

from .content import LIMITS, MAX_REASON, checked_prose, reported
from .enums import STANCES_WITH_REASONS
from .models import Position


@dataclass(frozen=True, slots=True)
class PositionDraft:
    """A position that does not exist yet; `language` is the one of `reasons` and `wording`."""

    stance: Stance | str
    ad_referendum: bool = False
    reasons: str = ""
    wording: str = ""
    language: str = DEFAULT_LANGUAGE

    def is_said_by(self, position: Position) -> bool:
        """Return whether a stored position says exactly this."""
        return (
            position.stance,
            position.ad_referendum,
            position.reasons,
            position.wording,
            position.language,
        ) == (self.stance, self.ad_referendum, self.reasons, self.wording, self.language)


def checked_position(draft: PositionDraft) -> PositionDraft:
    """Return `draft` in normal form. Raises Invalid with everything that is wrong: an unknown
    stance or language, a reservation or an objection without reasons, an amendment without its
    wording, a wording with any other stance, prose that is malformed or too long.
    """
    errors: list[FieldError] = []
    _check_code(draft.stance, Stance.values, "stance", errors)
    _check_code(draft.language, LANGUAGES, "language", errors)
    reasons = _prose("reasons", draft.reasons, MAX_REASON, _reasons_needed(draft.stance), errors)
    wording = _prose(
        "wording", draft.wording, LIMITS["proposed"], _wording_needed(draft.stance), errors
    )
    if wording and draft.stance in Stance.values and not _wording_needed(draft.stance):
        detail = _(
            "Only a support subject to amendment carries a wording. Choose that stance, or say it"
            " in the reasons."
        )
        errors.append(FieldError("wording", detail, "wording_not_taken"))
    _raise(_("The position can’t be taken like this."), errors)
    return replace(draft, reasons=reasons, wording=wording)


def checked_correction(reason: str) -> str:
    """Return in normal form why a position is corrected. Raises Invalid."""
    return checked_prose(
        reason, "correction_reason", MAX_REASON, needed=_("Say what had been recorded in error.")
    )


def _reasons_needed(stance: str) -> str:
    if stance not in STANCES_WITH_REASONS:
        return ""
    return _("Say why: a reservation or an objection gives its reasons.")


def _wording_needed(stance: str) -> str:
    if stance != Stance.SUPPORT_SUBJECT_TO_AMENDMENT:
        return ""
    return _("Write the words that the support depends on.")


def _check_code(
    code: str, known: list[str] | tuple[str, ...], pointer: str, errors: list[FieldError]
) -> None:
    if code not in known:
        detail = _("Use one of: %(codes)s.") % {"codes": ", ".join(known)}
        errors.append(FieldError(pointer, detail, f"unknown_{pointer}"))


def _prose(pointer: str, raw: str, limit: int, needed: str, errors: list[FieldError]) -> str:
    text = reported(lambda: checked_prose(raw, pointer, limit, needed=needed), pointer, errors)
    return text or ""


def _raise(detail: str, errors: list[FieldError]) -> None:
    """Raise Invalid if there are errors; the only one of its kind gives it its code."""
    if len(errors) == 1:
        raise Invalid(errors[0].detail, code=errors[0].code, errors=errors)
    if errors:
        raise Invalid(detail, errors=errors)
