"""What keeps the answers of a round from being released: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import DEFAULT_LANGUAGE, Texts
from core.words import language_names

from .disposition_drafts import missing_languages

NO_ANSWER = "no_answer"
NO_REASONS = "reasons_missing"
REPEATED_GONE = "duplicate_withdrawn"


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest answer to a comment, as far as its release is concerned."""

    reasons: Texts
    duplicate_of: UUID | None
    is_released: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What one comment's answer lacks; `languages` are those without reasons."""

    comment_id: UUID
    code: str
    languages: tuple[str, ...] = ()


def gaps_of(answers: Mapping[UUID, Latest | None]) -> list[Gap]:
    """Return what is missing before a round's answers are released, in the order of `answers`:
    all its comments that stand, each with its latest answer.
    """
    found = (_gap(comment_id, answer, answers) for comment_id, answer in answers.items())
    return [gap for gap in found if gap is not None]


def gap_sentence(gap: Gap) -> str:
    """Say what one comment's answer lacks."""
    if gap.code == NO_REASONS:
        names = language_names(gap.languages, get_language() or DEFAULT_LANGUAGE)
        return _("no reasons in %(languages)s.") % {"languages": names}
    if gap.code == REPEATED_GONE:
        return _("the comment that it repeats was withdrawn.")
    return _("no answer.")


def _gap(
    comment_id: UUID, answer: Latest | None, standing: Mapping[UUID, Latest | None]
) -> Gap | None:
    if answer is None:
        return Gap(comment_id, NO_ANSWER)
    if answer.is_released:  # it was complete then, and stands
        return None
    languages = missing_languages(answer.reasons)
    if languages:
        return Gap(comment_id, NO_REASONS, languages)
    if answer.duplicate_of is not None and answer.duplicate_of not in standing:
        return Gap(comment_id, REPEATED_GONE)
    return None
