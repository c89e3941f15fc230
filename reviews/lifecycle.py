"""The stages of a comment and the table of moves between them: pure data.

A private draft is no comment yet: it is its author's alone and can be deleted without a trace.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentStage(models.TextChoices):
    SHARED = "shared", _("Shared in its room")
    ENDORSED = "endorsed", _("Endorsed")
    OFFERED_LATE = "offered_late", _("Offered after the close")
    SUBMITTED = "submitted", _("Submitted")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MERGED = "merged", _("Merged into another")


# Before these, nobody outside its room learns that a comment exists.
HANDED_OVER = (CommentStage.OFFERED_LATE, CommentStage.SUBMITTED, CommentStage.PUBLISHED)
# While it is in these, its room may still change its words.
IN_ITS_ROOM = (CommentStage.SHARED, CommentStage.ENDORSED)


class CommentMove(models.TextChoices):
    SHARE = "share", _("Share")
    REVISE = "revise", _("Revise")
    ENDORSE = "endorse", _("Endorse")
    RETURN = "return", _("Take the endorsement back")
    SUBMIT = "submit", _("Submit")
    OFFER_LATE = "offer_late", _("Offer after the close")
    ACCEPT_LATE = "accept_late", _("Accept a late comment")
    DECLINE_LATE = "decline_late", _("Decline a late comment")
    PUBLISH = "publish", _("Publish")
    WITHDRAW = "withdraw", _("Withdraw")
    MERGE = "merge", _("Merge into another")


class Who(StrEnum):
    """Whose move it is."""

    AUTHOR = "author"  # an author of it, or whoever may endorse it
    ENDORSER = "endorser"  # entitled by capacity to clear it for its actor
    SUBMITTER = "submitter"  # entitled by capacity to submit for its actor
    MEMBER = "member"  # anybody who is in its room
    SECRETARIAT = "secretariat"
    PORTAL = "portal"  # follows from the round's setting


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. `needs_reason`: refused without one."""

    move: CommentMove
    sources: frozenset[CommentStage]
    target: CommentStage
    who: Who
    needs_reason: bool = False


def _row(
    move: CommentMove,
    sources: tuple[CommentStage, ...],
    target: CommentStage,
    who: Who,
    *,
    needs_reason: bool = False,
) -> Row:
    return Row(move, frozenset(sources), target, who, needs_reason)


MOVES: dict[CommentMove, Row] = {
    row.move: row
    for row in (
        _row(CommentMove.SHARE, (), CommentStage.SHARED, Who.AUTHOR),
        # What was endorsed are these words; other words need the endorsement anew.
        _row(CommentMove.REVISE, IN_ITS_ROOM, CommentStage.SHARED, Who.MEMBER),
        _row(CommentMove.ENDORSE, (CommentStage.SHARED,), CommentStage.ENDORSED, Who.ENDORSER),
        _row(
            CommentMove.RETURN,
            (CommentStage.ENDORSED,),
            CommentStage.SHARED,
            Who.ENDORSER,
            needs_reason=True,
        ),
        _row(CommentMove.SUBMIT, (CommentStage.ENDORSED,), CommentStage.SUBMITTED, Who.SUBMITTER),
        _row(
            CommentMove.OFFER_LATE,
            (CommentStage.ENDORSED,),
            CommentStage.OFFERED_LATE,
            Who.SUBMITTER,
            needs_reason=True,
        ),
        _row(
            CommentMove.ACCEPT_LATE,
            (CommentStage.OFFERED_LATE,),
            CommentStage.SUBMITTED,
            Who.SECRETARIAT,
            needs_reason=True,
        ),
        _row(
            CommentMove.DECLINE_LATE,
            (CommentStage.OFFERED_LATE,),
            CommentStage.ENDORSED,
            Who.SECRETARIAT,
            needs_reason=True,
        ),
        _row(CommentMove.PUBLISH, (CommentStage.SUBMITTED,), CommentStage.PUBLISHED, Who.PORTAL),
        _row(
            CommentMove.WITHDRAW,
            (*IN_ITS_ROOM, *HANDED_OVER),
            CommentStage.WITHDRAWN,
            Who.AUTHOR,  # before it was handed over; afterwards the submitter, see permissions
        ),
        _row(CommentMove.MERGE, IN_ITS_ROOM, CommentStage.MERGED, Who.ENDORSER),
    )
}
