"""What passes between a room and the review secretariat. Neither the number of a comment's moves
nor that of its wordings may be seen from outside its room: they would tell how it came about.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from .lifecycle import HANDED_OVER, CommentMove, CommentStage
from .models import Comment, MadeMove

CROSSINGS = (
    CommentMove.SUBMIT,
    CommentMove.OFFER_LATE,
    CommentMove.ACCEPT_LATE,
    CommentMove.DECLINE_LATE,
    CommentMove.PUBLISH,
)
# The stages that are the same seen from inside a room and from outside.
KNOWN_OUTSIDE = (*HANDED_OVER, CommentStage.WITHDRAWN)


def crossings_of(comments: Collection[Comment]) -> dict[UUID, list[MadeMove]]:
    """Return the moves by which each comment crossed the border, in order. One query.

    Whoever made them in the room is not for the review secretariat to know.
    """
    found: dict[UUID, list[MadeMove]] = {each.pk: [] for each in comments}
    rows = MadeMove.objects.filter(comment__in=list(found), move__in=CROSSINGS)
    for row in rows.order_by("comment_id", "number").select_related("mandate"):
        found[row.comment_id].append(row)
    return found


def outer_edition(comment: Comment, crossings: Collection[MadeMove]) -> int:
    """Return the edition that the review secretariat knows: how often the comment crossed the
    border, its withdrawal included.
    """
    return len(crossings) + (comment.stage == CommentStage.WITHDRAWN)


def outer_stage(comment: Comment) -> str:
    """Return where a comment that was once handed over stands, seen from outside its room:
    `endorsed` for all that its room does with it after it was declined.
    """
    return comment.stage if comment.stage in KNOWN_OUTSIDE else CommentStage.ENDORSED


def stands_outside(stages: Collection[str]) -> Q:
    """Return the condition for comments whose `outer_stage` is one of `stages`."""
    known = Q(stage__in=[stage for stage in stages if stage in KNOWN_OUTSIDE])
    return known | ~Q(stage__in=KNOWN_OUTSIDE) if CommentStage.ENDORSED in stages else known
