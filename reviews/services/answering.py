"""The comments that the review secretariat works on together: locked, of one round, and its own
to answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from reviews.enums import RoundState
from reviews.lifecycle import CommentStage
from reviews.models import Assignment, Clustering, Comment, Disposition, Round
from stakeholders.models import Mandate
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

from .moves import RELATED, unknown_comment

# What is appended about a comment, numbered within it.
RowT = TypeVar("RowT", Assignment, Clustering, Disposition)
MAX_AT_ONCE = 500
# What is answered: handed over in time or accepted late, and not withdrawn since.
ANSWERED_STAGES = (CommentStage.SUBMITTED, CommentStage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Taken:
    """Locked comments of one round by id, in the order in which they were named, and who of the
    review secretariat works on them.
    """

    mandate: Mandate
    round: Round
    comments: Mapping[UUID, Comment]


def take_to_answer(
    comment_ids: Sequence[UUID], *, actor: Actor, at: datetime, beside: Collection[UUID] = ()
) -> tuple[Taken, dict[UUID, Comment]]:
    """Lock up to 500 comments of one round in the order of their ids, and with them those that
    stand `beside`, which are returned apart where they may be known.

    Raises Missing for a comment that is not there for the actor, NotAllowed for everybody but the
    review secretariat, Invalid for none, too many or several rounds, and Conflict
    `not_answerable` for those that are not, or no longer, handed over, each with its reason at
    `comment_ids/<index>`.
    """
    wanted = list(dict.fromkeys(comment_ids))
    _check_count(wanted)
    mandate = acting_mandate(actor, at=at)
    rows = (
        Comment.objects.visible_to(mandate, at)
        .filter(pk__in={*wanted, *beside})
        .in_locking_order()
        .select_related(*RELATED)
    )
    found = {row.pk: row for row in rows}
    comments = {each: found[each] for each in wanted if each in found}
    if len(comments) < len(wanted):
        raise unknown_comment()
    check_is_review_secretariat(mandate=mandate)
    first = comments[wanted[0]]
    _check_together(comments.values(), first.round)
    taken = Taken(mandate, first.round, comments)
    return taken, {each: found[each] for each in beside if each in found}


def check_round_closed(round_: Round) -> None:
    """Raise Conflict while comments may still be submitted, or have not been taken down yet."""
    if round_.state != RoundState.CLOSED:
        raise Conflict(
            _("This round has not closed: its comments are answered when all of them are there."),
            code="round_not_closed",
        )


def latest_dispositions(comment_ids: Collection[UUID]) -> dict[UUID, Disposition]:
    """Return the latest answer to each comment, prepared or released. One query."""
    return latest_of(Disposition.objects.select_related("mandate"), comment_ids)


def latest_of(rows: "QuerySet[RowT]", comment_ids: Collection[UUID]) -> dict[UUID, RowT]:
    """Return the latest row of each comment in an appended table that numbers them by comment;
    those without one are left out. One query.
    """
    found = rows.filter(comment__in=comment_ids).order_by("comment_id", "-number")
    return {row.comment_id: row for row in found.distinct("comment_id")}


def next_number(latest: Assignment | Clustering | Disposition | None) -> int:
    """Return the number of the row that follows a comment's latest one."""
    return latest.number + 1 if latest else 1


def _check_count(wanted: Sequence[UUID]) -> None:
    if not wanted:
        raise Invalid(_("Choose at least one comment."), code="nothing_chosen")
    if len(wanted) > MAX_AT_ONCE:
        raise Invalid(
            _("Choose at most %(limit)d comments at once; these are %(count)d.")
            % {"limit": MAX_AT_ONCE, "count": len(wanted)},
            code="too_many",
        )


def _check_together(comments: Iterable[Comment], round_: Round) -> None:
    foreign: list[FieldError] = []
    gone: list[FieldError] = []
    for index, comment in enumerate(comments):
        pointer = f"comment_ids/{index}"
        if comment.round_id != round_.pk:
            detail = _("It is of another round; answer it by itself.")
            foreign.append(FieldError(pointer, detail, "another_round"))
        elif comment.stage not in ANSWERED_STAGES:
            # The same words whatever its room does with it since.
            detail = _("It is not handed over, or no longer.")
            gone.append(FieldError(pointer, detail, "not_answerable"))
    if foreign:
        raise Invalid(_("Choose comments of one round."), code="several_rounds", errors=foreign)
    if gone:
        raise Conflict(
            _("Nothing was changed: %(count)d of these comments can’t be answered.")
            % {"count": len(gone)},
            code="not_answerable",
            errors=gone,
        )
