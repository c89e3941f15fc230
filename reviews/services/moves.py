"""How comments move: locked in one order, checked against the table, appended and recorded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Missing
from frameworks.keys import disposition_key
from provisions.services.payloads import salted_digest
from record.acts import Act, act
from record.models import PUBLIC
from reviews.act_codes import ACT_OF_MOVE
from reviews.actors import actor_code
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment, Disposition, MadeMove
from reviews.permissions import Speaking, speaking
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import acting_mandate

_STAMPED = [
    "stage",
    "edition",
    "latest_wording",
    "is_late",
    "submitted_at",
    "merged_into",
    "content_changed_at",
]
# What a comment is locked with: whatever a move tells the record of.
RELATED = (
    "round__framework",
    "item__provision",
    "circle__organization",
    "speaks_for__organization",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A move that is made of several comments at once, and how the record is told.

    `facts` are added to a comment's line in its room's chain. `reaches_secretariat`: the act is
    entered in the review secretariat's chain too, with `handed` for each comment.
    """

    move: CommentMove
    who: Speaking
    reason: str = ""
    subject: str = ""  # empty: the one comment
    facts: Mapping[UUID, Mapping[str, object]] = field(default_factory=dict)
    reaches_secretariat: bool = False
    handed: Mapping[UUID, Mapping[str, object]] = field(default_factory=dict)


def locked_in_rooms(
    comment_ids: Collection[UUID], *, mandate: Mandate, at: datetime
) -> dict[UUID, Comment]:
    """Return those of the comments that are in the rooms of `mandate`, locked in id order."""
    rows = (
        Comment.objects.in_rooms_of(mandate, at)
        .filter(pk__in=comment_ids)
        .in_locking_order()
        .select_related(*RELATED)
    )
    return {row.pk: row for row in rows}


def locked_comment(comment_id: UUID, *, actor: Actor, at: datetime) -> tuple[Comment, Speaking]:
    """Return a comment in a room of the actor's, locked, and who acts on it for whom.

    Raises NotAllowed without an active mandate, and Missing outside its room, exactly as if there
    were no such comment.
    """
    mandate = acting_mandate(actor, at=at)
    comment = locked_in_rooms([comment_id], mandate=mandate, at=at).get(comment_id)
    if comment is None:
        raise unknown_comment()
    return comment, speaking_on(comment, actor=actor, at=at)


def speaking_on(comment: Comment, *, actor: Actor, at: datetime) -> Speaking:
    """Return who acts on a comment, and for whom. Raises NotAllowed."""
    return speaking(actor, at=at, framework_key=comment.round.framework.slug)


def unknown_comment() -> Missing:
    """Return what everybody hears of a comment that is not there for them."""
    return Missing(_("There is no such comment."))


def last_moves(comments: Collection[Comment]) -> dict[UUID, MadeMove]:
    """Return the latest move of each, with its mandate. One query."""
    rows = MadeMove.objects.filter(
        comment__in=[each.pk for each in comments], number=F("comment__edition")
    )
    return {row.comment_id: row for row in rows.select_related("mandate")}


def is_repeated(comment: Comment, move: CommentMove, last: MadeMove, actor: Actor) -> bool:
    """Return whether this very move brought the comment where it is, by the same person's hand.

    Raises Conflict where somebody else made it.
    """
    if last.move != move or comment.stage != MOVES[move].target:
        return False
    if last.mandate is not None and last.mandate.user_id == actor.user_id:
        return True
    raise Conflict(_DONE_ALREADY[move](), code=_CODE_DONE[move])


def check_leads_from(comment: Comment, move: CommentMove) -> None:
    """Raise Conflict unless the table has `move` from where the comment stands."""
    sources = MOVES[move].sources
    if comment.stage not in sources:
        raise Conflict(
            _("“%(move)s” does not lead from “%(stage)s”; it leads from: %(sources)s.")
            % {
                "move": move.label,
                "stage": CommentStage(comment.stage).label,
                "sources": ", ".join(sorted(str(each.label) for each in sources)),
            },
            code="move_not_in_table",
        )


def check_edition(comment: Comment, expected: int) -> None:
    """Raise Conflict where the comment moved since the caller read it."""
    if comment.edition != expected:
        raise Conflict(
            _("This comment was changed meanwhile. Look at it again before you go on."),
            code="edited_elsewhere",
        )


def is_due(comment: Comment, move: CommentMove, *, actor: Actor, expected_edition: int) -> bool:
    """Return whether the move is still to be made: False where the same person made it already.

    Raises Conflict where somebody else did, where the table has no such move, and where the
    comment changed since it was read.
    """
    if is_repeated(comment, move, last_moves([comment])[comment.pk], actor):
        return False
    check_leads_from(comment, move)
    check_edition(comment, expected_edition)
    return True


def move_comments(
    comments: Sequence[Comment], step: Step, *, actor: Actor, at: datetime
) -> list[MadeMove]:
    """Lead locked comments to where the move leads, in one act, and write what was stamped on
    them. A constant number of queries.
    """
    subject = step.subject or comments[0].key or str(comments[0].pk)
    with act(ACT_OF_MOVE[step.move], subject=subject, actor=actor, at=at) as made:
        moves = [_appended(comment, step, at) for comment in comments]
        MadeMove.objects.bulk_create(moves)
        Comment.objects.bulk_update(comments, _STAMPED)
        _enter_rooms(made, moves, step)
        if step.reaches_secretariat:
            made.enter(secretariat_chain(), _handed(comments, step))
        _enter_public(made, comments, step)
    return moves


def secretariat_chain() -> str:
    """Return the name of the review secretariat's chain."""
    return Circle.objects.get(kind=CircleKind.SECRETARIAT).chain


def move_payload(move: MadeMove, facts: Mapping[str, object]) -> dict[str, object]:
    """Return a move in ids, codes and salted digests, for the chain of its room."""
    return {
        "comment": str(move.comment_id),
        "number": move.number,
        "move": move.move,
        "from": move.from_stage,
        "to": move.to_stage,
        "wording": move.wording,
        "for_mandate": str(move.for_mandate_id) if move.for_mandate_id else None,
        "reason": salted_digest(str(move.id), move.reason),
        **facts,
    }


def _appended(comment: Comment, step: Step, at: datetime) -> MadeMove:
    source, comment.stage = comment.stage, MOVES[step.move].target
    comment.edition += 1
    comment.content_changed_at = at
    return MadeMove(
        comment=comment,
        number=comment.edition,
        move=step.move,
        from_stage=source,
        to_stage=comment.stage,
        wording=comment.latest_wording,
        mandate=step.who.mandate,
        for_mandate=step.who.for_mandate,
        reason=step.reason,
        at=at,
    )


def _enter_rooms(made: Act, moves: Sequence[MadeMove], step: Step) -> None:
    by_room: dict[str, list[dict[str, object]]] = {}
    for move in moves:
        line = move_payload(move, step.facts.get(move.comment_id, {}))
        by_room.setdefault(move.comment.circle.chain, []).append(line)
    for chain, lines in by_room.items():
        made.enter(chain, {"moves": lines})


def _handed(comments: Sequence[Comment], step: Step) -> dict[str, object]:
    """What the review secretariat's chain holds: nothing that happened before the handing over."""
    return {
        "round": comments[0].round.key,
        "actor": actor_code(comments[0].speaks_for),
        "comments": [
            {"comment": str(each.pk), **step.handed.get(each.pk, {})} for each in comments
        ],
    }


def _enter_public(made: Act, comments: Sequence[Comment], step: Step) -> None:
    """Tell the public of a move of what it can read already: a withdrawal leaves a tombstone."""
    published = [each for each in comments if each.key is not None]
    if published:
        keys: list[Any] = sorted(str(each.key) for each in published)
        made.touch(*keys, *(each.item.provision.key for each in published))
        made.touch(*_answers_to(published))
        made.enter(PUBLIC, {"move": step.move.value, "comments": keys})


def _answers_to(published: Sequence[Comment]) -> list[str]:
    """Return the keys of the released answers: what was replied to them goes with a comment."""
    rows = Disposition.objects.filter(comment__in=published, released_at__isnull=False)
    return [disposition_key(key) for key in rows.values_list("comment__key", flat=True) if key]


_DONE_ALREADY = {
    CommentMove.ENDORSE: lambda: _("Somebody else endorsed this comment already."),
    CommentMove.RETURN: lambda: _("Somebody else took the endorsement back already."),
    CommentMove.SUBMIT: lambda: _("Somebody else submitted this comment already."),
    CommentMove.OFFER_LATE: lambda: _("Somebody else offered this comment already."),
    CommentMove.ACCEPT_LATE: lambda: _("Somebody else accepted this comment already."),
    CommentMove.DECLINE_LATE: lambda: _("Somebody else declined this comment already."),
    CommentMove.WITHDRAW: lambda: _("Somebody else withdrew this comment already."),
    CommentMove.MERGE: lambda: _("Somebody else merged this comment already."),
}
_CODE_DONE = {
    CommentMove.ENDORSE: "endorsed_already",
    CommentMove.RETURN: "returned_already",
    CommentMove.SUBMIT: "submitted_already",
    CommentMove.OFFER_LATE: "offered_already",
    CommentMove.ACCEPT_LATE: "accepted_already",
    CommentMove.DECLINE_LATE: "declined_already",
    CommentMove.WITHDRAW: "withdrawn_already",
    CommentMove.MERGE: "merged_already",
}
