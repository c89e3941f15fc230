"""Checked content on its way into a comment."""

from datetime import datetime
from uuid import UUID

from core.actor import Actor
from core.ids import new_id
from provisions.models.acted import actor_columns
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
