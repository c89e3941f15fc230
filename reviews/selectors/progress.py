"""How far a round has come, for who may know: each room its own, the review secretariat what was
handed to it. Nobody else learns that there is anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from core.languages import Texts
from reviews.actors import actor_code
from reviews.entitlement import ROOMS
from reviews.lifecycle import HANDED_OVER
from reviews.models import Comment, Cutoff, Round
from reviews.querysets import reads_submissions, rooms_of
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import covers_framework

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """A circle as it is named in lists: `code` is its organization's, or else its group."""

    id: UUID
    kind: str
    group: str
    code: str
    name: Texts


@dataclass(frozen=True, slots=True)
class ActorProgress:
    """How many comments an actor has handed over, by the stage they are in."""

    actor: CircleFacts
    stages: Counts


@dataclass(frozen=True, slots=True)
class RoomProgress:
    """How many comments a room has, by stage, and its own cut-off if it set one."""

    room: CircleFacts
    stages: Counts
    cutoff_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """`handed_over` is the review secretariat's and empty for others; `rooms` are one's own, from
    the narrowest to the widest.
    """

    handed_over: tuple[ActorProgress, ...]
    rooms: tuple[RoomProgress, ...]


def round_progress(round_: Round, mandate: Mandate | None, at: datetime) -> RoundProgress | None:
    """Return what `mandate` may know of how far a round has come at `at`; None where that is
    nothing at all. At most five queries. `round_` comes with its framework.
    """
    if mandate is None or not covers_framework(mandate, round_.framework.slug):
        return None
    if reads_submissions(mandate, at):
        return RoundProgress(_handed_over(round_, mandate, at), ())
    rooms = _rooms(round_, mandate, at)
    return RoundProgress((), rooms) if rooms else None


def own_cutoffs(
    round_: Round, mandate: Mandate | None, at: datetime
) -> dict[UUID, datetime | None]:
    """Return the cut-off in force of each room of `mandate` that has set one, by circle; None
    where it was lifted again. One query.
    """
    rows = (
        Cutoff.objects.visible_to(mandate, at)
        .filter(round=round_)
        .order_by("circle_id", "-number")
        .distinct("circle_id")
    )
    return dict(rows.values_list("circle_id", "cutoff_at"))


def _handed_over(round_: Round, mandate: Mandate, at: datetime) -> tuple[ActorProgress, ...]:
    counts = (
        Comment.objects.visible_to(mandate, at)
        .filter(round=round_, stage__in=HANDED_OVER)
        .order_by()
        .values_list("speaks_for", "stage")
        .annotate(count=Count("pk"))
    )
    stages: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for circle_id, stage, count in counts:
        stages[circle_id][stage] = count
    circles = Circle.objects.filter(pk__in=stages).select_related("organization")
    return tuple(ActorProgress(circle_facts(each), stages[each.pk]) for each in _in_order(circles))


def _rooms(round_: Round, mandate: Mandate, at: datetime) -> tuple[RoomProgress, ...]:
    rooms = _in_order(rooms_of(mandate, at).select_related("organization"))
    if not rooms:
        return ()
    counts = (
        Comment.objects.in_rooms_of(mandate, at)
        .filter(round=round_)
        .order_by()
        .values_list("circle", "stage")
        .annotate(count=Count("pk"))
    )
    stages: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for circle_id, stage, count in counts:
        stages[circle_id][stage] = count
    cutoffs = own_cutoffs(round_, mandate, at)
    return tuple(
        RoomProgress(circle_facts(each), stages[each.pk], cutoffs.get(each.pk)) for each in rooms
    )


def _in_order(circles: Iterable[Circle]) -> list[Circle]:
    return sorted(
        circles, key=lambda each: (ROOMS.index(CircleKind(each.kind)), each.group, actor_code(each))
    )


def circle_facts(circle: Circle) -> CircleFacts:
    """Return a circle, loaded with its organization, as lists name it."""
    organization = circle.organization
    return CircleFacts(
        id=circle.pk,
        kind=circle.kind,
        group=circle.group,
        code=actor_code(circle),
        name=organization.name if organization else {},
    )
