"""What tests of round mails say again and again: sweeps, what they planned, moved deadlines."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery
from notifications.planning.rounds import plan_round_mails
from reviews.services.rounds import close_round_early, extend_round
from stakeholders.models import Mandate
from tests.factories.reviews import (
    CLOSES,
    Review,
)
from tests.stakeholders.cast import House, actor

REMINDERS = [Kind.DUE_IN_14_DAYS, Kind.DUE_IN_7_DAYS, Kind.DUE_IN_2_DAYS, Kind.DUE_TODAY]
LONG = CLOSES + timedelta(days=30)  # 14 November 2026, 17:00 in Geneva
CLOSES_TEXT = "2026-11-14T16:00:00Z"
WITHOUT_ROOM = {"secretariat", "chairperson", "observer"}


def rows(mandate: Mandate, *kinds: str, **terms: Any) -> list[Delivery]:
    found = Delivery.objects.filter(recipient__user=mandate.user_id, **terms).order_by("due_at")
    return list(found.filter(kind__in=kinds) if kinds else found)


def told(kind: str) -> set[Any]:
    return set(Delivery.objects.filter(kind=kind).values_list("recipient__user", flat=True))


def everybody(house: House, without: AbstractSet[str] = frozenset()) -> set[Any]:
    return {each.user_id for name, each in house.mandates.items() if name not in without}


def sweep(since: datetime, until: datetime, step: timedelta = timedelta(hours=3)) -> int:
    """Plan again and again, as the sweep does, and return how many rows that gave."""
    found, at = 0, since
    while at <= until:
        found += plan_round_mails(at)
        at += step
    return found


def nothing_is_left_to_send(at: datetime) -> None:
    Delivery.objects.filter(state=DeliveryState.DUE, due_at__lte=at).update(
        state=DeliveryState.SENT, ended_at=at, content_digest="0" * 64
    )


def extend(review: Review, until: datetime, at: datetime) -> None:
    review.round.refresh_from_db()
    review.round = extend_round(
        round_id=review.round.pk,
        closes_at=until,
        reason="Two delegations asked for more time.",
        expected_edition=review.round.edition,
        actor=actor(review.house["secretariat"]),
        at=at,
    )


def close_early(review: Review, at: datetime) -> None:
    review.round.refresh_from_db()
    review.round = close_round_early(
        round_id=review.round.pk,
        reason="Every group has spoken.",
        expected_edition=review.round.edition,
        actor=actor(review.house["secretariat"]),
        at=at,
    )
