"""The words of comments as rows, and the digests that stand for them in the record."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.canonical import canonical_bytes
from core.ids import new_id
from provisions.models.acted import actor_columns
from reviews.actors import actor_code
from reviews.content import DraftContent
from reviews.models import Comment, Question, Wording


def wording_of(comment: Comment, content: DraftContent, *, actor: Actor, at: datetime) -> Wording:
    """Return checked content as the unsaved latest wording of `comment`."""
    return Wording(
        id=new_id(),
        comment=comment,
        number=comment.latest_wording,
        at=at,
        **content.columns(),
        **actor_columns(actor),
    )


def named_question(question_id: UUID | None) -> Question | None:
    """Return the question that a comment names, None for none and for one that is not there."""
    return Question.objects.filter(pk=question_id).first() if question_id else None


def wording_digest(wording: Wording) -> str:
    """Return SHA-256 (hex) over the words and the row's random id, which keeps it from being
    guessed.
    """
    return _digest({"wording": str(wording.pk), **_words(wording)})


def submitted_digest(
    wording: Wording, *, co_sponsors: Sequence[str], not_supporting: Sequence[str]
) -> str:
    """Return SHA-256 (hex) over canonical JSON of all that is handed over: the words, the text
    that they speak of, the actor's code, and who stands behind them. Its random id salts it.

    `wording` comes with its frozen text, version, provision, question, and its comment's actor.
    """
    text = wording.text.text
    return _digest(
        {
            "comment": str(wording.comment_id),
            "actor": actor_code(wording.comment.speaks_for),
            "provision": wording.comment.item.provision.key,
            "version": text.version.number,
            "version_language": text.language,
            "version_issue": text.issue,
            "question": wording.question.number if wording.question else None,
            "co_sponsors": sorted(co_sponsors),
            "not_supporting": sorted(not_supporting),
            **_words(wording),
        }
    )


def receipt_digest(digests: Sequence[str]) -> str:
    """Return SHA-256 (hex) over the digests of a receipt's comments, one a line, in the order of
    the comments' ids.
    """
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def _words(wording: Wording) -> dict[str, object]:
    return {
        "type": wording.type,
        "purpose": wording.purpose,
        "body": wording.body,
        "reason": wording.reason,
        "proposed": wording.proposed,
        "language": wording.language,
        "selectors": wording.selectors,
    }


def _digest(content: dict[str, object]) -> str:
    return hashlib.sha256(canonical_bytes(content)).hexdigest()
