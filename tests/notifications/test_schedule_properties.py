"""What holds of every morning, whatever the zone, the quiet hours and the day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.schedule import (
    Clock,
    QuietHours,
    Slot,
    morning,
    next_daily,
    not_in_quiet_hours,
    reminder_due,
)

from .minutes import ZONES

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EVERYWHERE = (*ZONES, "America/St_Johns", "Africa/Casablanca")

minutes_of_day = st.integers(0, 24 * 60 - 1).map(lambda each: time(each // 60, each % 60))


@st.composite
def quiet_hours(draw) -> QuietHours | None:
    """Any that `check_quiet_hours` takes."""
    start, length = draw(minutes_of_day), draw(st.integers(0, 21 * 60))
    if length == 0:
        return None
    end = datetime.combine(date(2000, 1, 1), start, UTC) + timedelta(minutes=length)
    return QuietHours(start, end.time())


clocks = st.builds(
    Clock,
    zone=st.sampled_from(EVERYWHERE),
    quiet=quiet_hours(),
    spread=st.integers(0, 29).map(lambda each: timedelta(minutes=each)),
)
days = st.dates(date(2008, 1, 1), date(2037, 12, 31))
seconds = st.integers(0, 29 * 365 * 24 * 3600)
instants = seconds.map(lambda each: datetime(2008, 1, 1, tzinfo=UTC) + timedelta(seconds=each))


def assert_free_and_on_its_day(slot: Slot, reader: Clock) -> None:
    """Every minute of the slot, asked of `zoneinfo` alone."""
    here, minute = ZoneInfo(reader.zone), timedelta(minutes=1)
    length = (slot.expires_at - slot.due_at) // minute
    for number in range(length):
        shown = (slot.due_at + number * minute).astimezone(here)
        assert shown.date() == slot.day
        assert reader.quiet is None or not reader.quiet.contains(shown.time())


@settings(deadline=None)  # a busy machine is no finding
@given(clocks, days)
def test_a_morning_is_on_its_day_never_quiet_and_lasts_an_hour(reader, day):
    slot = morning(reader, day)
    if (reader.zone, day) == ("Pacific/Apia", date(2011, 12, 30)):
        assert slot is None
        return
    assert slot is not None
    assert slot.expires_at - slot.due_at >= HOUR
    assert_free_and_on_its_day(slot, reader)


@settings(deadline=None)  # a busy machine is no finding
@given(clocks, days)
def test_mornings_follow_one_another_a_day_at_a_time(reader, day):
    slots = [morning(reader, day + number * DAY) for number in range(4)]
    there = [slot for slot in slots if slot is not None]
    assert len(there) >= 3
    for before, after in zip(there, there[1:], strict=False):
        assert before.expires_at <= after.due_at
        assert next_daily(reader, before.due_at) == after
        assert next_daily(reader, after.due_at - timedelta(microseconds=1)) == after


@settings(deadline=None)  # a busy machine is no finding
@given(clocks, instants)
def test_the_end_of_quiet_hours_is_the_first_free_instant(reader, at):
    moved = not_in_quiet_hours(reader, at)
    here, quiet = ZoneInfo(reader.zone), reader.quiet
    if quiet is None or not quiet.contains(at.astimezone(here).time()):
        assert moved == at
        return
    assert not quiet.contains(moved.astimezone(here).time())
    before = moved - timedelta(microseconds=1)
    assert at <= before
    assert quiet.contains(before.astimezone(here).time())


@settings(deadline=None)  # a busy machine is no finding
@given(clocks, instants)
@example(
    Clock("UTC", QuietHours(time(0), time(20, 32)), timedelta(minutes=29)),
    datetime(2026, 1, 1, tzinfo=UTC),
)
@example(Clock("Pacific/Apia", None, timedelta()), datetime(2011, 12, 30, 12, tzinfo=UTC))
def test_reminders_follow_one_another_and_come_before_the_deadline(reader, closes_at):
    dues = [reminder_due(reader, closes_at, days) for days in (14, 7, 2, 0)]
    assert dues == sorted(set(dues))
    assert dues[-1] <= closes_at - HOUR
    own = morning(reader, closes_at.astimezone(ZoneInfo(reader.zone)).date())
    if own is not None and own.due_at <= closes_at - 3 * HOUR:
        assert dues[-1] == own.due_at
