"""The review secretariat's word on comments that were offered after the close."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict
from provisions.services.locks import lock_provision
from record.acts import together
from reviews.border import crossings_of, outer_edition
from reviews.content import MAX_REASON, checked_prose
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment, Round
from reviews.permissions import Speaking
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

from .locks import lock_round
from .moves import RELATED, Step, move_comments, speaking_on, unknown_comment
from .placements import place_late
from .publication import publish_comments, publishes_on_acceptance


@together()
def accept_late(
    *, comment_id: UUID, expected_edition: int, reason: str, actor: Actor, at: datetime
) -> Comment:
    """Accept a comment that was offered late; everybody reads “received late” beside it.

    Where the others of its round are published already, it is published at once; where a later
    version was published meanwhile, it is placed in it. The edition is
    the one that the review secretariat reads (`reviews.border`). Again by the same person returns
    it. Raises Missing, NotAllowed, Invalid without a reason, Conflict.
    """
    return _decide(
        CommentMove.ACCEPT_LATE,
        comment_id,
        expected_edition,
        checked_prose(reason, "reason", MAX_REASON, needed=_("Say why you accept it.")),
        actor=actor,
        at=at,
    )


@together()
def decline_late(
    *, comment_id: UUID, expected_edition: int, reason: str, actor: Actor, at: datetime
) -> Comment:
    """Decline a comment that was offered late: it goes back to its room, endorsed as it was.

    Everything else as `accept_late`.
    """
    return _decide(
        CommentMove.DECLINE_LATE,
        comment_id,
        expected_edition,
        checked_prose(reason, "reason", MAX_REASON, needed=_("Say why you decline it.")),
        actor=actor,
        at=at,
    )


def _decide(
    move: CommentMove, comment_id: UUID, expected: int, reason: str, *, actor: Actor, at: datetime
) -> Comment:
    comment, round_, who = _locked_offer(comment_id, actor=actor, at=at)
    if not _is_due(comment, move, expected, actor):
        return comment
    if move == CommentMove.ACCEPT_LATE:
        comment.is_late = True
        # When it reached the review secretariat, not when that had read it.
        offer = comment.submissions.select_related("submission").latest("submission__at")
        comment.submitted_at = offer.submission.at
    step = Step(move, who, reason, reaches_secretariat=True)
    move_comments([comment], step, actor=actor, at=at)
    if comment.stage == CommentStage.SUBMITTED and publishes_on_acceptance(round_):
        publish_comments(round_=round_, comments=[comment], actor=actor, at=at)
    if move == CommentMove.ACCEPT_LATE:
        place_late(comment, actor=actor, at=at)
    return comment


def _locked_offer(
    comment_id: UUID, *, actor: Actor, at: datetime
) -> tuple[Comment, Round, Speaking]:
    """Lock a comment that the actor may know of, behind its round and its provision, of which no
    later version is published meanwhile.
    """
    mandate = acting_mandate(actor, at=at)
    seen = Comment.objects.visible_to(mandate, at).filter(pk=comment_id)
    above = seen.values_list("round_id", "item__provision_id").first()
    if above is None:
        raise unknown_comment()
    check_is_review_secretariat(mandate=mandate)
    round_ = lock_round(above[0])
    lock_provision(above[1])
    comment = seen.in_locking_order().select_related(*RELATED).first()
    if comment is None:
        raise unknown_comment()
    return comment, round_, speaking_on(comment, actor=actor, at=at)


def _is_due(comment: Comment, move: CommentMove, expected: int, actor: Actor) -> bool:
    """Return False where the same person said this already. Raises Conflict, in words that tell
    nothing of what the room did since.
    """
    crossings = crossings_of([comment])[comment.pk]
    if comment.stage in MOVES[move].sources:
        if outer_edition(comment, crossings) != expected:
            raise Conflict(
                _("This comment was changed meanwhile. Look at it again before you go on."),
                code="edited_elsewhere",
            )
        return True
    said = [each for each in crossings if each.move in (move, _OTHER[move])]
    last = said[-1] if said else None
    if last is not None and last.move == move and last.mandate is not None:
        if last.mandate.user_id == actor.user_id:
            return False
        raise Conflict(_("A colleague decided this already."), code="decided_already")
    raise Conflict(_("This comment does not wait for a decision."), code="not_offered")


_OTHER = {
    CommentMove.ACCEPT_LATE: CommentMove.DECLINE_LATE,
    CommentMove.DECLINE_LATE: CommentMove.ACCEPT_LATE,
}
