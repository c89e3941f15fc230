"""What waits for somebody at the desk: rounds that run, and what their circle has still to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from core.languages import Texts
from reviews.entitlement import ROOMS
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Cutoff, Draft, FrozenText, Round, RoundItem
from reviews.querysets import CommentQuerySet, RoundQuerySet
from stakeholders.models import Circle, Mandate

from .cards import CommentCard, cards_of
from .comments import rows_in_rooms
from .handed import HandedOver, handed_over_comments
from .room_answers import RoomAnswer, answers_to_reply
from .rooms import Rights, rights_of
from .sections import MOST, Section, section_of
from .waiting_positions import WaitingPositions, waiting_positions

# What was withdrawn or merged into another says nothing any more.
_GONE = (CommentStage.WITHDRAWN, CommentStage.MERGED)


@dataclass(frozen=True, slots=True)
class RunningRound:
    """A round in which something may be submitted now; `cutoff_at` is the home circle's own."""

    id: UUID
    key: str
    framework: str
    framework_title: Texts
    number: int
    purpose: Texts
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    cutoff_at: datetime | None


@dataclass(frozen=True, slots=True)
class UncommentedItem:
    """A provision of a running round on which the home circle has no comment that stands; its
    `title` is that of the frozen texts.
    """

    item_id: UUID
    round_id: UUID
    round: str
    provision: str
    number: str
    title: Texts
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A private draft of one's own; `beginning` are its first words."""

    id: UUID
    edition: int
    round_id: UUID
    round: str
    item_id: UUID
    provision: str
    provision_number: str
    circle: Circle
    speaks_for: Circle
    type: str
    purpose: str
    beginning: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits under one mandate. `to_endorse` and `to_submit` hold only what its holder, or
    somebody it is a substitute for, may endorse or submit, `to_reply` the answers to what they
    submitted; `to_decide` is the review secretariat's.
    """

    rounds: tuple[RunningRound, ...] = ()
    uncommented: Section[UncommentedItem] = Section()
    drafts: Section[DraftCard] = Section()
    to_endorse: Section[CommentCard] = Section()
    to_submit: Section[CommentCard] = Section()
    to_reply: Section[RoomAnswer] = Section()
    to_decide: Section[HandedOver] = Section()
    positions: WaitingPositions = WaitingPositions()


def waiting_for(mandate: Mandate | None, at: datetime) -> Waiting:
    """Return what waits for the holder of `mandate` at `at`; nothing without an active one. A
    constant number of queries.
    """
    if mandate is None or not mandate.is_active_at(at):
        return Waiting()
    home = Circle.objects.home_of(mandate).select_related("organization").first()
    if home is None or home.kind not in ROOMS:
        late = handed_over_comments(mandate, at, stages=[CommentStage.OFFERED_LATE]).rows
        return Waiting(rounds=_rounds(mandate, None, at), to_decide=section_of(late))
    rights = rights_of(mandate, home, at=at)
    return Waiting(
        rounds=_rounds(mandate, home, at),
        uncommented=_uncommented(mandate, home, at),
        drafts=_section_of_drafts(mandate, at),
        to_endorse=_to_endorse(mandate, home, rights, at),
        to_submit=_to_submit(mandate, home, rights, at),
        to_reply=section_of(answers_to_reply(mandate, at, home) if rights.submits else ()),
        positions=waiting_positions(mandate, home, at),
    )


def my_drafts(mandate: Mandate | None, at: datetime) -> list[DraftCard]:
    """Return one's own private drafts, the latest first. One query."""
    rows = Draft.objects.visible_to(mandate, at).select_related(
        "item__round",
        "item__provision",
        "circle__organization",
        "speaks_for__organization",
    )
    return [_draft(row) for row in rows.order_by("-updated_at", "id")]


def to_endorse(mandate: Mandate, home: Circle, at: datetime) -> CommentQuerySet:
    """Return what is still to be endorsed in the name of `home`, by whoever may."""
    rows = _ours(mandate, home, at).filter(stage=CommentStage.SHARED)
    return rows.filter(round__closes_at__gt=at)


def to_submit(mandate: Mandate, home: Circle, at: datetime) -> CommentQuerySet:
    """Return what may now be submitted in the name of `home`, by whoever may."""
    rows = _ours(mandate, home, at).filter(stage=CommentStage.ENDORSED)
    return rows.filter(round__opens_at__lte=at, round__closes_at__gt=at)


def _running(mandate: Mandate, at: datetime) -> RoundQuerySet:
    rounds = Round.objects.visible_to(mandate, at).open_at(at).exclude(state="closed")
    if mandate.framework_key:
        rounds = rounds.filter(framework__slug=mandate.framework_key)
    return rounds


def _rounds(mandate: Mandate, home: Circle | None, at: datetime) -> tuple[RunningRound, ...]:
    rows = _running(mandate, at).select_related("framework").order_by("closes_at", "key")
    cutoffs = _cutoffs(home, mandate, at) if home else {}
    return tuple(
        RunningRound(
            id=row.pk,
            key=row.key,
            framework=row.framework.slug,
            framework_title=row.framework.title,
            number=row.number,
            purpose=row.purpose,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            time_zone=row.framework.time_zone,
            cutoff_at=cutoffs.get(row.pk),
        )
        for row in rows
    )


def _cutoffs(home: Circle, mandate: Mandate, at: datetime) -> dict[UUID, datetime | None]:
    rows = Cutoff.objects.visible_to(mandate, at).filter(circle=home)
    latest = rows.order_by("round_id", "-number").distinct("round_id")
    return dict(latest.values_list("round_id", "cutoff_at"))


def _uncommented(mandate: Mandate, home: Circle, at: datetime) -> Section[UncommentedItem]:
    ours = (
        Comment.objects.in_rooms_of(mandate, at)
        .filter(item=OuterRef("pk"), speaks_for=home)
        .exclude(stage__in=_GONE)
    )
    rows = RoundItem.objects.filter(
        ~Exists(ours), round__in=_running(mandate, at).values("pk")
    ).select_related("round", "provision")
    texts = FrozenText.objects.select_related("text").defer("text__body")
    ordered = rows.prefetch_related(Prefetch("texts", texts)).order_by(
        "round__closes_at", "provision__document_order"
    )
    found = tuple(
        UncommentedItem(
            item_id=row.pk,
            round_id=row.round_id,
            round=row.round.key,
            provision=row.provision.key,
            number=row.provision.number,
            title={each.language: each.text.title for each in row.texts.all()},
            closes_at=row.round.closes_at,
        )
        for row in ordered[:MOST]
    )
    return Section(found, rows.count())


def _section_of_drafts(mandate: Mandate, at: datetime) -> Section[DraftCard]:
    return section_of(my_drafts(mandate, at))


def _to_endorse(
    mandate: Mandate, home: Circle, rights: Rights, at: datetime
) -> Section[CommentCard]:
    return _section(to_endorse(mandate, home, at), mandate, at) if rights.endorses else Section()


def _to_submit(
    mandate: Mandate, home: Circle, rights: Rights, at: datetime
) -> Section[CommentCard]:
    return _section(to_submit(mandate, home, at), mandate, at) if rights.submits else Section()


def _ours(mandate: Mandate, home: Circle, at: datetime) -> CommentQuerySet:
    return rows_in_rooms(mandate, at).filter(speaks_for=home).exclude(round__state="closed")


def _section(rows: CommentQuerySet, mandate: Mandate, at: datetime) -> Section[CommentCard]:
    ordered = rows.order_by("round__closes_at", "item__provision__document_order", "id")
    first: Sequence[Comment] = list(ordered[:MOST])
    return Section(cards_of(first, mandate, at), rows.count())


def _draft(row: Draft) -> DraftCard:
    return DraftCard(
        id=row.pk,
        edition=row.edition,
        round_id=row.item.round_id,
        round=row.item.round.key,
        item_id=row.item_id,
        provision=row.item.provision.key,
        provision_number=row.item.provision.number,
        circle=row.circle,
        speaks_for=row.speaks_for,
        type=row.type,
        purpose=row.purpose,
        beginning=row.body[:200],
        updated_at=row.updated_at,
    )
