"""Letting what a story tells of answers happen, by the services that people use."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.errors import Missing
from reviews.models import Disposition
from reviews.services.answering import latest_dispositions
from reviews.services.assignments import assign_comments
from reviews.services.clusters import make_cluster
from reviews.services.disposition_release import release_dispositions
from reviews.services.dispositions import prepare_dispositions
from reviews.services.replies import reply_to_disposition

from .answer_deeds import (
    AnswerDeed,
    AnswerSpec,
    AnswersReleaseSpec,
    AssignmentSpec,
    ClusterSpec,
    ReplySpec,
)
from .told import Told


def tell_of_answer(told: Told, deed: AnswerDeed, at: datetime) -> None:
    """Do what the story says."""
    match deed:
        case AssignmentSpec():
            assign_comments(
                comment_ids=_ids(told, deed.comments),
                assignee_id=told.actor(deed.assignee).mandate_id,
                actor=told.actor(deed.by),
                at=at,
            )
        case ClusterSpec():
            make_cluster(
                item_id=told.comments[deed.comments[0]].item_id,
                name=deed.name,
                comment_ids=_ids(told, deed.comments),
                actor=told.actor(deed.by),
                at=at,
            )
        case AnswerSpec():
            _prepare(told, deed, at)
        case AnswersReleaseSpec():
            release_dispositions(
                round_id=told.rounds[deed.round].pk, actor=told.actor(deed.by), at=at
            )
        case ReplySpec():
            _reply(told, deed, at)


def _prepare(told: Told, deed: AnswerSpec, at: datetime) -> None:
    ids = _ids(told, deed.comments)
    latest = latest_dispositions(ids)
    prepare_dispositions(
        comment_ids=ids,
        kind=deed.decision,
        reasons=deed.reasons,
        duplicate_of=told.comments[deed.duplicate_of].pk if deed.duplicate_of else None,
        expected={each: row.number for each, row in latest.items()},
        actor=told.actor(deed.by),
        at=at,
    )


def _reply(told: Told, deed: ReplySpec, at: datetime) -> None:
    released = Disposition.objects.filter(
        comment=told.comments[deed.comment].pk, released_at__isnull=False
    )
    answer = released.order_by("-number").first()
    if answer is None:
        raise Missing("This comment has no answer yet to which anybody could reply.")
    reply_to_disposition(
        disposition_id=answer.pk,
        kind=deed.reply,
        text=deed.text,
        language=deed.language,
        expected_number=answer.replies.count(),
        actor=told.actor(deed.by, deed.acts_for),
        at=at,
    )


def _ids(told: Told, comments: Sequence[str]) -> list[UUID]:
    return [told.comments[each].pk for each in comments]
