"""When mails may come: gaps and overlaps of local time, skipped days, quiet hours, reminders."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from core.errors import Invalid
from notifications.schedule import (
    Clock,
    QuietHours,
    Slot,
    check_quiet_hours,
    morning,
    next_daily,
    next_weekly,
    not_in_quiet_hours,
    reminder_due,
    slots_from,
    spread_of,
    week_of,
)

NONE = timedelta()
NIGHT = QuietHours(time(22), time(7))


def clock(zone: str = "Europe/Zurich", quiet: QuietHours | None = None, minutes: int = 0) -> Clock:
    return Clock(zone, quiet, timedelta(minutes=minutes))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(slot: Slot | None, zone: str) -> str:
    assert slot is not None
    here = ZoneInfo(zone)
    due, end = slot.due_at.astimezone(here), slot.expires_at.astimezone(here)
    return f"{due:%d %H:%M}–{end:%d %H:%M}"


# --- Mornings


def test_a_morning_is_nine_by_the_readers_clock_and_lasts_until_midnight():
    slot = morning(clock(minutes=12), date(2026, 11, 22))
    assert slot == Slot(date(2026, 11, 22), utc("2026-11-22 08:12"), utc("2026-11-22 23:00"))


def test_a_morning_ends_when_quiet_hours_begin():
    assert local(morning(clock(quiet=NIGHT), date(2026, 11, 22)), "Europe/Zurich") == (
        "22 09:00–22 22:00"
    )


@pytest.mark.parametrize(
    ("quiet", "expected"),
    [
        ((time(7), time(13)), "22 13:10–23 00:00"),
        ((time(22), time(9, 5)), "22 09:10–22 22:00"),
        # It would begin in the free quarter of an hour before them, but not have its hour.
        ((time(9, 25), time(14)), "22 14:10–23 00:00"),
        # They end before nine and begin before the morning has had its hour.
        ((time(10), time(7)), "22 07:10–22 10:00"),
        ((time(8, 30), time(5)), "22 05:10–22 08:30"),
        # They end so late that no hour of the day is left: the early hours serve.
        ((time(8), time(23, 30)), "22 00:10–22 08:00"),
        # The least that is allowed, half of it on each side of midnight.
        ((time(1, 30), time(22, 30)), "22 22:40–23 00:00"),
    ],
)
def test_a_morning_inside_quiet_hours_moves_to_their_end_on_the_same_day(quiet, expected):
    slot = morning(clock(quiet=QuietHours(*quiet), minutes=10), date(2026, 11, 22))
    assert local(slot, "Europe/Zurich") == expected


def test_a_day_that_a_zone_skipped_has_no_morning():
    apia = clock("Pacific/Apia")
    assert morning(apia, date(2011, 12, 30)) is None
    days = [slot.day for slot in islice(slots_from(apia, utc("2011-12-28 12:00")), 4)]
    assert days == [date(2011, 12, 28), date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]
    assert next_daily(apia, utc("2011-12-29 20:00")).day == date(2011, 12, 31)


def test_a_time_that_does_not_exist_becomes_the_first_instant_after_the_gap():
    # Clocks went from 02:00 to 03:00, so quiet hours until 02:30 ended at 03:00.
    early = QuietHours(time(6), time(2, 30))
    slot = morning(clock(quiet=early), date(2026, 3, 29))
    assert slot == Slot(date(2026, 3, 29), utc("2026-03-29 01:00"), utc("2026-03-29 04:00"))


def test_a_day_that_begins_at_one_o_clock_has_its_morning():
    # In São Paulo there was no midnight on 4 November 2018: the day began at 01:00.
    until_half_past = QuietHours(time(5), time(0, 30))
    slot = morning(clock("America/Sao_Paulo", until_half_past), date(2018, 11, 4))
    assert local(slot, "America/Sao_Paulo") == "04 01:00–04 05:00"


def test_a_time_that_comes_twice_is_the_first_of_both():
    until_half_past_two = QuietHours(time(8), time(2, 30))
    slot = morning(clock(quiet=until_half_past_two), date(2026, 10, 25))
    # The first half past two is in summer time; but at two in winter time it is quiet again, so
    # the morning has its hour only after the second.
    assert slot is not None
    assert slot.due_at == utc("2026-10-25 01:30")
    assert next_daily(clock(), utc("2026-10-24 12:00")).due_at == utc("2026-10-25 08:00")


def test_a_night_of_half_an_hour_more_is_kept_to_the_minute():
    # Lord Howe sets its clocks back by thirty minutes, at 02:00 on 5 April 2026.
    slot = morning(clock("Australia/Lord_Howe", NIGHT), date(2026, 4, 5))
    assert slot is not None
    assert slot.due_at == utc("2026-04-04 22:30")


# --- The next ones


def test_the_next_daily_is_later_than_the_instant_itself():
    first = next_daily(clock(), utc("2026-11-22 07:59"))
    assert first.day == date(2026, 11, 22)
    assert next_daily(clock(), first.due_at).day == date(2026, 11, 23)


def test_the_next_weekly_is_a_monday():
    slot = next_weekly(clock(minutes=5), utc("2026-11-22 12:00"))
    assert (slot.day, slot.due_at) == (date(2026, 11, 23), utc("2026-11-23 08:05"))
    assert next_weekly(clock(), slot.due_at).day == date(2026, 11, 30)


def test_weeks_are_named_as_iso_names_them():
    assert week_of(date(2026, 11, 22)) == "2026-W47"
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2027, 1, 4)) == "2027-W01"


# --- Quiet hours


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [
        (time(22), time(7), ["22:00", "23:59", "00:00", "06:59"], ["07:00", "12:00", "21:59"]),
        (time(12), time(14), ["12:00", "13:59"], ["11:59", "14:00", "00:00"]),
    ],
)
def test_quiet_hours_run_over_midnight_and_leave_out_their_end(start, end, inside, outside):
    quiet = QuietHours(start, end)
    assert all(quiet.contains(time.fromisoformat(each)) for each in inside)
    assert not any(quiet.contains(time.fromisoformat(each)) for each in outside)


@pytest.mark.parametrize(
    ("start", "end"), [("22:00", "07:00"), ("01:00", "22:00"), ("00:00", "21:00")]
)
def test_quiet_hours_that_leave_three_hours_are_taken(start, end):
    check_quiet_hours(time.fromisoformat(start), time.fromisoformat(end))


@pytest.mark.parametrize(
    ("start", "end"), [("08:00", "08:00"), ("01:00", "22:01"), ("22:00", "19:30")]
)
def test_quiet_hours_that_leave_less_are_refused(start, end):
    with pytest.raises(Invalid) as refused:
        check_quiet_hours(time.fromisoformat(start), time.fromisoformat(end))
    assert refused.value.code == "quiet_hours_too_long"
    assert refused.value.errors[0].pointer == "quiet_until"


def test_quiet_hours_without_end_cannot_be_made():
    with pytest.raises(ValueError, match="never end"):
        QuietHours(time(8), time(8))


def test_what_falls_into_quiet_hours_waits_for_their_end():
    reader = clock(quiet=NIGHT)
    noon, late = utc("2026-11-22 11:00"), utc("2026-11-22 21:00")
    assert not_in_quiet_hours(reader, noon) == noon
    assert not_in_quiet_hours(reader, late) == utc("2026-11-23 06:00")
    assert not_in_quiet_hours(reader, utc("2026-11-23 05:59")) == utc("2026-11-23 06:00")
    assert not_in_quiet_hours(clock(), late) == late


def test_the_night_of_the_change_is_as_quiet_as_the_clock_says():
    spring, autumn = utc("2026-03-28 23:30"), utc("2026-10-24 23:30")
    assert not_in_quiet_hours(clock(quiet=NIGHT), spring) == utc("2026-03-29 05:00")
    assert not_in_quiet_hours(clock(quiet=NIGHT), autumn) == utc("2026-10-25 06:00")


# --- Reminders


def test_a_reminder_comes_in_the_morning_so_many_local_days_before():
    # 23:30 in Geneva on the 30th is the morning of 1 December in Tokyo.
    closes_at = utc("2026-11-30 22:30")
    assert reminder_due(clock(), closes_at, 7) == utc("2026-11-23 08:00")
    assert reminder_due(clock("Asia/Tokyo"), closes_at, 7) == utc("2026-11-24 00:00")
    assert reminder_due(clock(), closes_at, 0) == utc("2026-11-30 08:00")


@pytest.mark.parametrize(
    ("closes_at", "due_at"),
    [
        ("2026-11-30 11:00", "2026-11-30 08:00"),
        ("2026-11-30 10:59", "2026-11-29 08:00"),
        ("2026-11-30 00:30", "2026-11-29 08:00"),
    ],
)
def test_the_last_reminder_leaves_three_hours_or_comes_the_day_before(closes_at, due_at):
    assert reminder_due(clock(), utc(closes_at), 0) == utc(due_at)


def test_a_reminder_of_a_skipped_day_comes_the_day_before():
    # The deadline is on 1 January in Apia; 29 December, nine o’clock, at ten hours behind UTC.
    due = reminder_due(clock("Pacific/Apia"), utc("2012-01-01 05:00"), 2)
    assert due == utc("2011-12-29 19:00")


def test_the_spread_is_less_than_half_an_hour_and_always_the_same():
    ids = [UUID(int=number * 7919) for number in range(200)]
    spreads = {spread_of(each) for each in ids}
    assert len(spreads) == 30
    assert min(spreads) == NONE
    assert max(spreads) == timedelta(minutes=29)
    assert spread_of(ids[3]) == spread_of(UUID(str(ids[3])))
