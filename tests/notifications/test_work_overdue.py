"""What is overdue in a circle: told to its own coordinator, once, and to nobody else."""

import pytest

from notifications.enums import DeliveryState, Kind
from notifications.services.recipients import ensure_recipients
from stakeholders.enums import Capacity
from tests.factories.positions import take_for_state
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    submit,
)
from tests.reviews.cast import in_delegation

from .work_scenes import (
    DAY,
    MINUTE,
    cut,
    local_day,
    planned_for,
    shared,
    swept,
    told,
)

pytestmark = pytest.mark.django_db


def test_a_passed_cut_off_is_told_to_the_circles_own_coordinator_once(review: Review) -> None:
    house = review.house
    for capacity in (Capacity.SUBSTITUTE, Capacity.SPOKESPERSON):
        house.mandates[capacity] = in_delegation(house, capacity)
    ensure_recipients(DURING)
    shared(review)
    shared(review, "BBB")
    cutoff = DURING + 3 * DAY
    cut(review, cutoff)
    swept(DURING, CLOSES - DAY)
    assert told(house, Kind.OVERDUE) == {"AAA-focal"}
    [row] = planned_for(house["AAA-focal"], Kind.OVERDUE)
    assert (row.window, row.state) == ("cutoff:2026-10-07T06:00:00Z", DeliveryState.SENT)
    assert local_day(row) == cutoff.date()


def test_a_cut_off_that_was_kept_is_not_told(review: Review) -> None:
    comment = shared(review)
    cut(review, DURING + 3 * DAY)
    submit([comment], review.house["AAA-focal"], at=DURING + 2 * DAY)
    swept(DURING, CLOSES - MINUTE)
    assert told(review.house, Kind.OVERDUE) == set()


def test_a_close_with_comments_left_is_told_once(review: Review) -> None:
    house = review.house
    for code in ("AAA", "BBB"):
        take_for_state(review, code)
    shared(review)
    submit([shared(review, "BBB")], house["BBB-focal"])
    closed(review.round)
    swept(AFTER, AFTER + 12 * DAY)
    [row] = planned_for(house["AAA-focal"], Kind.OVERDUE)
    assert (row.window, row.state) == ("closed", DeliveryState.SENT)
    assert local_day(row) == CLOSES.date() + DAY
    assert planned_for(house["BBB-focal"], Kind.OVERDUE) == []


def test_a_close_without_any_position_is_told_to_whoever_coordinates(review: Review) -> None:
    house = review.house
    take_for_state(review, "AAA")
    closed(review.round)
    swept(AFTER, AFTER + 12 * DAY)
    assert told(house, Kind.OVERDUE) == {
        "BBB-focal",
        "CCC-focal",
        "north-group",
        "south-group",
        "employers",
        "workers",
    }


def test_what_is_done_by_the_morning_after_the_close_is_not_told(review: Review) -> None:
    closed(review.round)
    take_for_state(review, "AAA", at=AFTER)
    swept(AFTER, AFTER + 12 * DAY)
    assert planned_for(review.house["AAA-focal"], Kind.OVERDUE) == []
