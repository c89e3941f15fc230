"""Where circles have still to say where they stand, asked for all of them at once; see
`unfinished`, which hands it on.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce

from provisions.enums import TextStatus
from provisions.lifecycle import Stage
from reviews.entitlement import ENTITLEMENTS
from reviews.enums import AlignmentKind
from reviews.models import Alignment, Position, RoundItem
from stakeholders.enums import CircleKind
from stakeholders.models import Mandate

from .homes import home_circle


@dataclass(frozen=True, slots=True)
class _Said:
    """The latest position of a circle on a provision: on an earlier version, or taken for a
    `speaker` (their mandate).
    """

    circle: UUID
    provision: UUID
    at: datetime
    speaker: UUID
    is_earlier: bool


def open_items(at: datetime) -> "QuerySet[RoundItem]":
    """Return the items on which a position may be taken at `at`: the rule of
    `position_items.refusal_of`, for all of them at once.
    """
    latest = (
        RoundItem.objects.filter(round__opens_at__lte=at)
        .order_by("provision_id", "-round__number")
        .distinct("provision_id")
    )
    return RoundItem.objects.filter(
        pk__in=latest.values("pk"),
        provision__stage=Stage.IN_REVIEW,
        provision__latest_version=F("version__number"),
    ).exclude(version__text_status=TextStatus.EDITORIAL_SUMMARY)


def to_confirm_again(at: datetime) -> list[tuple[UUID, str, datetime]]:
    """Return which circles (their ids) are to say again where they stand, in which framework (its
    slug), and since when: a round on new words opened, or the mandate of who said it ended.

    A holder who may not sign in any more leaves no instant; only the desk tells of that. Three
    queries.
    """
    rows = open_items(at).values_list("provision", "round__framework__slug", "round__opens_at")
    items = {provision: (framework, opens_at) for provision, framework, opens_at in rows}
    said = _said_otherwise(items, at)
    ended = _ended({each.speaker for each in said}, at)
    found = []
    for each in said:
        framework, opens_at = items[each.provision]
        if each.is_earlier:
            found.append((each.circle, framework, opens_at))
        elif each.speaker in ended:
            found.append((each.circle, framework, max(ended[each.speaker], each.at, opens_at)))
    return found


def silent_circles(round_ids: Collection[UUID], at: datetime) -> set[tuple[UUID, UUID]]:
    """Return (round, circle) for each circle that took no position at all on the versions of a
    round, nor joined one, while one may be taken and somebody there may take it. At most five
    queries.
    """
    rows = open_items(at).filter(round__in=round_ids)
    open_rounds = dict(rows.values_list("round", "round__framework__slug"))
    if not open_rounds:
        return set()
    could = {
        (round_id, circle)
        for circle, scope in _with_speaker(at)
        for round_id, framework in open_rounds.items()
        if scope in ("", framework)
    }
    return could - _spoken(open_rounds)


def _with_speaker(at: datetime) -> set[tuple[UUID, str]]:
    """Return (circle, slug of a framework or "") wherever a mandate takes positions now."""
    spoken_for = Q(
        organization__circle__isnull=True, capacity__in=ENTITLEMENTS[CircleKind.GROUP].submit
    )
    for kind in (CircleKind.DELEGATION, CircleKind.REGIONAL_GROUP):
        spoken_for |= Q(organization__circle__kind=kind, capacity__in=ENTITLEMENTS[kind].submit)
    rows = Mandate.objects.active_at(at).filter(spoken_for).annotate(home=home_circle())
    return set(rows.order_by().values_list("home", "framework_key").distinct())


def _spoken(round_ids: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """Return (round, circle) where a circle took a position, or joined one, on a version of it."""
    in_round, rounds = "item__version__round_items__round", list(round_ids)
    positions = Position.objects.filter(**{f"{in_round}__in": rounds}).order_by()
    joined = Alignment.objects.filter(
        kind=AlignmentKind.JOINS, **{f"position__{in_round}__in": rounds}
    ).order_by()
    return {
        *positions.values_list(in_round, "circle").distinct(),
        *joined.values_list(f"position__{in_round}", "circle").distinct(),
    }


def _said_otherwise(provisions: Iterable[UUID], at: datetime) -> list[_Said]:
    """Return the latest position of each circle on each of these provisions where it has to be
    said again: it is on an earlier version, or the mandate it was taken for is over.
    """
    latest = (
        Position.objects.filter(item__provision__in=list(provisions))
        .order_by(
            "circle_id",
            "item__provision_id",
            "-item__version__number",
            "-item__round__number",
            "-number",
        )
        .distinct("circle_id", "item__provision_id")
    )
    on_earlier = Q(item__version__number__lt=F("item__provision__latest_version"))
    rows = Position.objects.filter(pk__in=latest.values("pk")).annotate(
        speaker=Coalesce("for_mandate", "mandate"),
        is_earlier=ExpressionWrapper(on_earlier, BooleanField()),
    )
    active = Mandate.objects.active_at(at).values("pk")
    asked = rows.filter(Q(is_earlier=True) | ~Q(speaker__in=active))
    fields = ("circle", "item__provision", "at", "speaker", "is_earlier")
    return [_Said(*each) for each in asked.values_list(*fields)]


def _ended(mandates: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """Return when those of these mandates that are over ended."""
    rows = Mandate.objects.filter(pk__in=mandates).values_list("pk", "ended_at", "ends_at")
    ends = {pk: [each for each in both if each and each <= at] for pk, *both in rows}
    return {pk: min(passed) for pk, passed in ends.items() if passed}
