"""One comment with its inner life, for those in its room: words, moves, thread, voices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from reviews.entitlement import ENTITLEMENTS
from reviews.lifecycle import MOVES, CommentMove, CommentStage, Who
from reviews.models import Comment, MadeMove, Message, Wording
from reviews.permissions import may_endorse, may_submit, substitutable
from reviews.windows import is_closed
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate

from .cards import (
    CommentCard,
    Person,
    WordingFacts,
    cards_of,
    person_facts,
    with_text,
    wording_facts,
)
from .comments import rows_in_rooms


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """A move as the room sees it; `person` is None for the portal's own."""

    number: int
    move: str
    from_stage: str
    to_stage: str
    wording: int
    person: Person | None
    for_person: Person | None
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message of the thread; `reply_to` is the id of another one."""

    id: UUID
    number: int
    reply_to: UUID | None
    person: Person
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rights:
    """What a mandate does in the name of a circle; `through` are those it may act for as a
    substitute, who do it.
    """

    endorses: bool
    submits: bool
    through: tuple[Mandate, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentDetail:
    """A comment in its room. `merged` are the cards of those that were merged into it, whose
    threads stay readable; `open_moves` are those that the reader may make now, by itself or as
    a substitute for one of `rights.through`.
    """

    card: CommentCard
    wordings: tuple[WordingFacts, ...]
    moves: tuple[MoveFacts, ...]
    thread: tuple[MessageFacts, ...]
    merged: tuple[CommentCard, ...]
    rights: Rights
    open_moves: frozenset[CommentMove]


def comment_detail(comment_id: UUID, mandate: Mandate | None, at: datetime) -> CommentDetail:
    """Return a comment with its inner life, in a constant number of queries. Raises Missing
    outside its room, for the review secretariat too.
    """
    rows = rows_in_rooms(mandate, at)
    row = rows.filter(pk=comment_id).first()
    if row is None or mandate is None:
        raise Missing(_("There is no such comment."))
    merged = list(rows.filter(merged_into=row).order_by("id"))
    [card, *others] = cards_of([row, *merged], mandate, at)
    rights = rights_of(mandate, row.speaks_for, at=at)
    return CommentDetail(
        card=card,
        wordings=_wordings(row, mandate, at),
        moves=_moves(row, mandate, at),
        thread=_thread(row, mandate, at),
        merged=tuple(others),
        rights=rights,
        open_moves=_open_moves(row, card, mandate, rights, at),
    )


def rights_of(mandate: Mandate, circle: Circle, *, at: datetime) -> Rights:
    """Return what `mandate` does in the name of `circle`. At most five queries."""
    endorses, submits = may_endorse(mandate, circle), may_submit(mandate, circle)
    row = ENTITLEMENTS.get(CircleKind(circle.kind))
    if row is None or not Circle.objects.home_of(mandate).filter(pk=circle.pk).exists():
        return Rights(False, False)
    through = tuple(substitutable(mandate, at=at))
    capacities = {each.capacity for each in through}
    return Rights(
        endorses or bool(capacities & row.endorse),
        submits or bool(capacities & row.submit),
        through,
    )


def _wordings(row: Comment, mandate: Mandate, at: datetime) -> tuple[WordingFacts, ...]:
    rows = Wording.objects.visible_to(mandate, at).filter(comment=row).order_by("number")
    return tuple(wording_facts(each) for each in with_text(rows))


def _moves(row: Comment, mandate: Mandate, at: datetime) -> tuple[MoveFacts, ...]:
    rows = (
        MadeMove.objects.visible_to(mandate, at)
        .filter(comment=row)
        .select_related(
            "mandate__user",
            "mandate__organization",
            "for_mandate__user",
            "for_mandate__organization",
        )
        .order_by("number")
    )
    return tuple(
        MoveFacts(
            number=each.number,
            move=each.move,
            from_stage=each.from_stage,
            to_stage=each.to_stage,
            wording=each.wording,
            person=person_facts(each.mandate) if each.mandate else None,
            for_person=person_facts(each.for_mandate) if each.for_mandate else None,
            reason=each.reason,
            at=each.at,
        )
        for each in rows
    )


def _thread(row: Comment, mandate: Mandate, at: datetime) -> tuple[MessageFacts, ...]:
    rows = (
        Message.objects.visible_to(mandate, at)
        .filter(comment=row)
        .select_related("mandate__user", "mandate__organization")
        .order_by("number")
    )
    return tuple(
        MessageFacts(
            id=each.pk,
            number=each.number,
            reply_to=each.reply_to_id,
            person=person_facts(each.mandate),
            text=each.text,
            at=each.at,
        )
        for each in rows
    )


def _open_moves(
    row: Comment, card: CommentCard, mandate: Mandate, rights: Rights, at: datetime
) -> frozenset[CommentMove]:
    """What may be done now, by the same rules as the services ask; they ask again."""
    possible = {move for move, each in MOVES.items() if row.stage in each.sources}
    may = {
        Who.MEMBER: True,
        Who.ENDORSER: rights.endorses,
        Who.SUBMITTER: rights.submits,
        Who.AUTHOR: _may_withdraw(row, card, mandate, rights),
        Who.SECRETARIAT: False,
        Who.PORTAL: False,
    }
    closed = is_closed(row.round, at)
    if row.stage == CommentStage.SHARED and rights.endorses:
        # Handing over what is only shared endorses it on the way.
        possible |= {CommentMove.SUBMIT, CommentMove.OFFER_LATE}
    if closed or not row.round.is_open_at(at):
        possible.discard(CommentMove.SUBMIT)
    if not closed:
        possible.discard(CommentMove.OFFER_LATE)
    return frozenset(move for move in possible if may[MOVES[move].who])


def _may_withdraw(row: Comment, card: CommentCard, mandate: Mandate, rights: Rights) -> bool:
    if rights.submits:
        return True
    is_author = mandate.pk in {person.mandate_id for person in card.authors}
    return (rights.endorses or is_author) and not row.submissions.exists()
