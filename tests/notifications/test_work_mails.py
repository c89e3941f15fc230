"""Reminders of comments to endorse or submit: when they come, and when they stop."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Delivery
from notifications.planning.work import plan_work_mails
from notifications.services.recipients import ensure_recipients, save_settings
from reviews.services.comments import withdraw_comment
from stakeholders.enums import Capacity
from tests.factories.frameworks import make_framework
from tests.factories.notifications import reader_of
from tests.factories.positions import take_for_state
from tests.factories.reviews import (
    CLOSES,
    DURING,
    Review,
    make_review,
    submit,
)
from tests.provisions.queries import count_queries
from tests.reviews.cast import in_delegation
from tests.reviews.windows import extend
from tests.stakeholders.cast import START, House, actor

from .work_scenes import (
    BEFORE,
    DAY,
    FIRST,
    MINUTE,
    cut,
    days,
    local_day,
    planned_for,
    shared,
    swept,
    windows,
)

pytestmark = pytest.mark.django_db


def test_what_waits_is_told_on_the_first_morning_and_before_the_close(review: Review) -> None:
    shared(review)
    focal_point = review.house["AAA-focal"]
    assert plan_work_mails(DURING + MINUTE) == 0, "its morning has not come"
    plan_work_mails(FIRST)
    assert windows(focal_point) == BEFORE[:1]
    assert plan_work_mails(FIRST + MINUTE) == 0
    assert swept(FIRST, CLOSES - MINUTE) == 4
    rows = planned_for(focal_point, Kind.TO_CLEAR)
    assert [each.window for each in rows] == BEFORE
    assert [local_day(each) for each in rows] == days(4, 8, 13, 15)
    assert {each.state for each in rows} == {DeliveryState.SENT}
    assert all(each.due_at < each.expires_at <= CLOSES for each in rows)
    assert [each.expires_at for each in rows[:3]] == [each.due_at for each in rows[1:]]


def test_they_stop_the_moment_it_is_done(review: Review) -> None:
    comment = shared(review)
    swept(DURING, DURING + DAY)
    assert windows(review.house["AAA-focal"]) == BEFORE[:1]
    submit([comment], review.house["AAA-focal"], at=DURING + DAY)
    assert swept(DURING + DAY, CLOSES - DAY) == 0
    assert windows(review.house["AAA-focal"]) == BEFORE[:1]


def test_what_is_done_before_the_first_morning_needs_no_mail_and_uses_none_up(
    review: Review,
) -> None:
    comment = shared(review)
    by = actor(review.house["AAA"])
    withdraw_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=DURING + MINUTE)
    assert swept(DURING, DURING + DAY) == 0
    shared(review, at=DURING + DAY)
    assert swept(DURING + DAY, DURING + 2 * DAY) == 1
    assert windows(review.house["AAA-focal"]) == BEFORE[:1]


def test_one_that_is_planned_is_dropped_when_it_is_done_before_it_leaves(review: Review) -> None:
    comment = shared(review)
    two_days_before = CLOSES - 4 * DAY
    plan_work_mails(two_days_before)
    [row] = [each for each in planned_for(review.house["AAA-focal"]) if each.window[0] == "2"]
    assert row.due_at > two_days_before
    submit([comment], review.house["AAA-focal"], at=two_days_before)
    assert swept(row.due_at, row.due_at) == 0
    row.refresh_from_db()
    assert (row.state, row.reason) == (DeliveryState.DROPPED, DropReason.DONE)


def test_what_begins_late_has_only_the_mornings_that_are_left(review: Review) -> None:
    shared(review, at=CLOSES - 2 * DAY)  # the 13th, 18:00
    assert swept(CLOSES - 2 * DAY, CLOSES - MINUTE) == 2
    rows = planned_for(review.house["AAA-focal"])
    assert [local_day(each) for each in rows] == days(14, 15)
    assert [each.window for each in rows] == [BEFORE[0], BEFORE[3]]


def test_two_that_fall_on_one_morning_are_one_mail(review: Review) -> None:
    shared(review, at=CLOSES - 8 * DAY)  # the 7th, 18:00: its first morning is seven days before
    assert swept(CLOSES - 8 * DAY, CLOSES - 6 * DAY) == 1
    assert windows(review.house["AAA-focal"]) == BEFORE[1:2]


def test_nothing_comes_after_the_close(review: Review) -> None:
    shared(review, at=CLOSES - 2 * timedelta(hours=1))
    swept(CLOSES - DAY, CLOSES + 3 * DAY)
    assert planned_for(review.house["AAA-focal"], Kind.TO_CLEAR) == []


def test_a_moved_deadline_moves_them_and_tells_once_more_of_what_waits(review: Review) -> None:
    shared(review)
    swept(DURING, CLOSES - 3 * DAY)
    extend(review.round, actor(review.house["secretariat"]), at=CLOSES - 3 * DAY)
    later = "2026-10-16T16:00:00Z"
    swept(CLOSES - 3 * DAY, CLOSES + DAY - MINUTE)
    rows = planned_for(review.house["AAA-focal"], Kind.TO_CLEAR)
    sent = [each.window for each in rows if each.state == DeliveryState.SENT]
    assert sent == [*BEFORE[:2], f"first:{later}", f"2:{later}", f"0:{later}"]
    superseded = [each for each in rows if each.state == DeliveryState.DROPPED]
    assert {each.reason for each in superseded} <= {DropReason.SUPERSEDED}


def test_a_morning_that_was_missed_is_caught_up_on_the_next_one(review: Review) -> None:
    shared(review)
    night = datetime(2026, 10, 5, 2, tzinfo=UTC)
    plan_work_mails(night)  # nothing had run since the comment was shared
    [row] = planned_for(review.house["AAA-focal"])
    assert (local_day(row), row.window) == (date(2026, 10, 5), BEFORE[0])
    assert row.due_at > night


def test_a_window_that_passed_is_put_down_as_missed_and_no_mail_is_sent(review: Review) -> None:
    shared(review)
    assert swept(CLOSES - DAY, CLOSES - DAY) == 1  # the reminder two days before, late
    rows = {each.window: each.state for each in planned_for(review.house["AAA-focal"])}
    assert rows == {
        BEFORE[0]: DeliveryState.MISSED,
        BEFORE[1]: DeliveryState.MISSED,
        BEFORE[2]: DeliveryState.SENT,
        BEFORE[3]: DeliveryState.DUE,
    }


def test_who_came_later_missed_nothing_of_what_was_before(review: Review) -> None:
    house = review.house
    shared(review)
    house.mandates["new"] = in_delegation(house, Capacity.SPOKESPERSON, name="new")
    ensure_recipients(CLOSES - 5 * DAY)
    swept(CLOSES - DAY, CLOSES - DAY)
    rows = planned_for(house["new"])
    assert [each.window for each in rows] == [BEFORE[0], BEFORE[2], BEFORE[3]]
    assert local_day(rows[0]) == date(2026, 10, 11)


def test_mornings_go_by_the_readers_own_clock_and_quiet_hours(review: Review) -> None:
    reader = reader_of(review.house["AAA-focal"], at=START)
    save_settings(
        recipient_id=reader.pk,
        language="en",
        time_zone="Asia/Kathmandu",
        quiet_from=time(20),
        quiet_until=time(11),
        at=DURING,
    )
    shared(review)
    swept(DURING, DURING + DAY, every=timedelta(minutes=30))
    [row] = planned_for(review.house["AAA-focal"])
    local = row.due_at.astimezone(ZoneInfo("Asia/Kathmandu"))
    assert time(11) <= local.time() < time(11, 30)


def test_nothing_to_do_is_one_look_and_no_row(house: House) -> None:
    make_review(house)
    assert plan_work_mails(FIRST) == 0
    assert not Delivery.objects.exists()


def test_any_number_of_circles_and_rounds_takes_the_same_queries(house: House) -> None:
    def filled(name: str) -> None:
        review = make_review(house, framework=make_framework(name))
        for code in ("AAA", "BBB", "CCC"):
            shared(review, code)
            take_for_state(review, code)
            cut(review, DURING + 3 * DAY, code=code)

    def asked() -> tuple[int, int]:
        with count_queries() as queries:
            found = plan_work_mails(FIRST)
        return len(queries), found

    filled("one")
    before = asked()
    for name in ("two", "three"):
        filled(name)
    queries, found = asked()
    assert (found, before[1]) == (6, 3)
    assert queries == before[0]
    assert queries <= 16
