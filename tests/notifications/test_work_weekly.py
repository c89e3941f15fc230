"""Reminders of answers to reply to and of positions to confirm again: weekly, four at most."""

import pytest

from notifications.enums import DeliveryState, Kind
from notifications.services.recipients import save_settings
from tests.factories.dispositions import RELEASED, make_released, reply
from tests.factories.notifications import reader_of
from tests.factories.positions import OPENS_AGAIN, new_version, next_round, take_for_state
from tests.factories.reviews import (
    DURING,
    Review,
    closed,
)
from tests.stakeholders.cast import START, House

from .work_scenes import (
    DAY,
    days,
    left_by_its_speaker,
    local_day,
    planned_for,
    swept,
    told,
)

pytestmark = pytest.mark.django_db


# Answers to reply to


def test_an_answer_is_told_on_the_morning_after_and_three_times_more(house: House) -> None:
    make_released(house)  # on Saturday 17 October, at 19:00
    assert swept(RELEASED, RELEASED + 60 * DAY) > 0
    rows = planned_for(house["AAA"], Kind.TO_REPLY)
    assert [each.window for each in rows] == [
        "first:2026-10-17T17:00:00Z",
        "2026-W43",
        "2026-W44",
        "2026-W45",
    ]
    assert [local_day(each) for each in rows][:2] == days(18, 25)
    assert {each.state for each in rows} == {DeliveryState.SENT}
    assert told(house, Kind.TO_REPLY) == {
        "AAA",
        "AAA-focal",
        "north-group",
        "workers-spokesperson",
    }


def test_no_further_one_comes_once_somebody_replied(house: House) -> None:
    answering = make_released(house)
    swept(RELEASED, RELEASED + DAY)
    reply(answering.delegation, house["AAA-focal"])
    swept(RELEASED + DAY, RELEASED + 20 * DAY)
    for name in ("AAA", "AAA-focal"):
        assert len(planned_for(house[name], Kind.TO_REPLY)) == 1
    assert len(planned_for(house["workers-spokesperson"], Kind.TO_REPLY)) == 3


def test_another_time_zone_brings_no_further_one(house: House) -> None:
    make_released(house)
    swept(RELEASED, RELEASED + 9 * DAY)
    reader = reader_of(house["AAA"], at=START)
    for zone in ("Pacific/Apia", "America/New_York"):
        save_settings(
            recipient_id=reader.pk,
            language="en",
            time_zone=zone,
            quiet_from=None,
            quiet_until=None,
            at=RELEASED + 9 * DAY,
        )
        swept(RELEASED + 9 * DAY, RELEASED + 30 * DAY)
    assert len(planned_for(house["AAA"], Kind.TO_REPLY)) == 4


# Positions to confirm again


def test_new_words_ask_for_positions_weekly_and_four_times_at_most(review: Review) -> None:
    house = review.house
    take_for_state(review, "AAA", "reservation")
    closed(review.round)
    new_version(review)
    next_round(review, closes_at=OPENS_AGAIN + 60 * DAY)  # opens on Saturday, 31 October
    swept(OPENS_AGAIN, OPENS_AGAIN + 50 * DAY)
    rows = planned_for(house["AAA"], Kind.TO_RECONFIRM)
    assert [(each.subject, each.window) for each in rows] == [
        ("trial", f"2026-W{week}") for week in (44, 45, 46, 47)
    ]
    assert {each.state for each in rows} == {DeliveryState.SENT}
    assert told(house, Kind.TO_RECONFIRM) == {"AAA", "AAA-focal"}


def test_they_end_with_the_position_and_begin_again_with_another_reason(review: Review) -> None:
    house = review.house
    at = DURING + DAY
    left_by_its_speaker(review, at=at)
    assert swept(at, at + 8 * DAY) > 0
    before = len(planned_for(house["AAA"], Kind.TO_RECONFIRM))
    assert before == 2
    take_for_state(review, "AAA", at=at + 8 * DAY)
    swept(at + 8 * DAY, at + 9 * DAY)
    assert len(planned_for(house["AAA"], Kind.TO_RECONFIRM)) == before
    assert told(house, Kind.TO_RECONFIRM) == {"AAA", "AAA-focal"}
