"""Two years, minute by minute: one digest for each local day, and none in quiet hours.

Time is passed in, so a year takes seconds. The machine's clock jumps by five minutes a few times
a day, and every zone has its own nights of an hour more or less.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.clocks import clock_of
from notifications.planning.rhythm import DAILY, Reader, due_again, rows_until

from .minutes import MINUTE, QUIET, ZONES, local_days, ticks

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
    made: list[Reader] = []
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
