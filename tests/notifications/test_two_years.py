"""Two years, minute by minute: one digest for each local day, and none in quiet hours.

Time is passed in, so a year takes seconds. The machine's clock jumps by five minutes a few times
a day, and every zone has its own nights of an hour more or less.
"""

import random
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Min

from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.clocks import clock_of
from notifications.planning.digests import plan_digests
from notifications.planning.rhythm import DAILY, Reader, due_again, rows_until
from notifications.schedule import QuietHours
from tests.factories.readers import make_reader

from .minutes import MINUTE, QUIET, ZONES, local_days, ticks

HOUR = timedelta(hours=1)
NIGHT = (time(22), time(7))
SPANS = {
    "two years": ("2026-01-01", "2028-01-01"),
    "Apia skips a day": ("2011-12-01", "2012-02-01"),
    "São Paulo skips a midnight": ("2018-10-20", "2018-11-20"),
    "São Paulo has an hour before midnight twice": ("2019-02-05", "2019-03-01"),
    "Cairo returns to summer time": ("2023-04-01", "2023-11-15"),
}

pytestmark = pytest.mark.django_db


def instant(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def readers(start: datetime) -> list[Reader]:
    """One for every zone with every kind of quiet hours; none of them is saved."""
    made = []
    for zone in ZONES:
        for quiet in QUIET:
            begins, ends = quiet or (None, None)
            row = Recipient(
                pk=UUID(int=len(made) * 7),
                own_time_zone=zone,
                quiet_from=begins,
                quiet_until=ends,
                begun_at=start,
            )
            reader = Reader(row, clock_of(row), frozenset({Kind.DAILY_DIGEST}))
            row.daily_due_at = due_again(DAILY, reader, None, start)
            made.append(reader)
    return made


def due_of(reader: Reader) -> datetime:
    assert reader.row.daily_due_at is not None
    return reader.row.daily_due_at


@pytest.mark.parametrize("span", SPANS)
def test_every_reader_gets_one_digest_a_local_day_and_none_in_quiet_hours(span):
    start, end = (instant(day) for day in SPANS[span])
    everybody = readers(start)
    planned: dict[UUID, list[Delivery]] = {reader.row.pk: [] for reader in everybody}
    soonest = min(due_of(reader) for reader in everybody)
    for at in ticks(start, end, seed=5):
        if at < soonest:
            continue
        for reader in everybody:
            if due_of(reader) <= at:
                planned[reader.row.pk] += rows_until(reader, at)
        soonest = min(due_of(reader) for reader in everybody)
    for reader in everybody:
        rows = planned[reader.row.pk]
        assert_once_a_day(reader, rows, start, end)
        assert_in_its_hours(reader, rows)


def assert_once_a_day(reader: Reader, rows: list[Delivery], start: datetime, end: datetime) -> None:
    """The first and the last day may have lost their morning to the span's ends."""
    counts = Counter(row.window for row in rows)
    days = {day.isoformat() for day in local_days(reader.clock.zone, start, end)}
    assert days <= counts.keys()
    assert len(counts.keys() - days) <= 2
    assert set(counts.values()) == {1}
    assert {row.state for row in rows} == {DeliveryState.DUE}


def assert_in_its_hours(reader: Reader, rows: list[Delivery]) -> None:
    """By the clock that the machine showed: on the day, not quiet, and at most two jumps late."""
    here = ZoneInfo(reader.clock.zone)
    for row in rows:
        shown = row.planned_at.astimezone(here)
        assert shown.date().isoformat() == row.window
        assert reader.clock.quiet is None or not reader.clock.quiet.contains(shown.time())
        assert timedelta() <= row.planned_at - row.due_at <= 11 * MINUTE
        assert row.planned_at < row.expires_at


@pytest.mark.slow
def test_two_years_on_the_database_leave_one_row_a_local_day():
    start, end = (instant(day) for day in SPANS["two years"])
    made = {
        zone: make_reader(f"reader-{number}", at=start, zone=zone, quiet=NIGHT, spread=number)
        for number, zone in enumerate(ZONES)
    }
    source, at = random.Random(5), start
    while at < end:
        plan_digests(at)
        if source.random() < 0.1:
            assert plan_digests(at - 5 * MINUTE) == plan_digests(at) == 0
        at = soonest_due() + source.randrange(120) * MINUTE
    for zone, reader in made.items():
        assert_rows_once_a_day(reader, {day.isoformat() for day in local_days(zone, start, end)})


def assert_rows_once_a_day(reader: Recipient, days: set[str]) -> None:
    rows = Delivery.objects.filter(recipient=reader)
    windows = list(rows.values_list("window", flat=True))
    assert days <= set(windows)
    assert len(set(windows) - days) <= 2
    assert len(windows) == len(set(windows))
    assert set(rows.values_list("state", flat=True)) == {DeliveryState.DUE}
    quiet, here = QuietHours(*NIGHT), ZoneInfo(reader.own_time_zone)
    for planned_at in rows.values_list("planned_at", flat=True):
        assert not quiet.contains(planned_at.astimezone(here).time())


def soonest_due() -> datetime:
    due = Recipient.objects.aggregate(due=Min("daily_due_at"))["due"]
    assert isinstance(due, datetime)
    return due


@pytest.mark.parametrize(
    ("zone", "changes_at"),
    [
        ("Europe/Zurich", "2026-03-29 01:00"),
        ("Europe/Zurich", "2026-10-25 01:00"),
        ("America/New_York", "2026-03-08 07:00"),
        ("America/New_York", "2026-11-01 06:00"),
        ("Africa/Cairo", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-10-29 21:00"),
        ("Australia/Lord_Howe", "2026-04-04 15:00"),
        ("Australia/Lord_Howe", "2026-10-03 15:30"),
    ],
)
def test_the_night_of_the_change_minute_by_minute_on_the_database(zone, changes_at):
    # Who may be written to in the small hours only meets the change with a digest under way.
    change = instant(changes_at)
    before, after = (
        (change + minutes * MINUTE).astimezone(ZoneInfo(zone)).utcoffset() for minutes in (-1, 0)
    )
    assert before != after
    start = change - 26 * HOUR
    owls = [
        make_reader("owl", at=start, zone=zone, quiet=(time(4), time(0, 30)), spread=1),
        make_reader("lark", at=start, zone=zone, quiet=(time(6), time(2, 30)), spread=29),
    ]
    for at in ticks(change - 90 * MINUTE, change + 90 * MINUTE, seed=1):
        plan_digests(at)
    day = change.astimezone(ZoneInfo(zone)).date().isoformat()
    for owl in owls:
        row = Delivery.objects.get(recipient=owl, window=day)
        assert row.state == DeliveryState.DUE
