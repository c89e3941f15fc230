"""The same with rows, locks and keys: two years from digest to digest, and the nights of the
change minute by minute.
"""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Min

from notifications.enums import DeliveryState
from notifications.models import Delivery, Recipient
from notifications.planning.clocks import clock_of
from notifications.planning.digests import plan_digests
from tests.factories.readers import make_reader

from .minutes import MINUTE, ZONES, local_days, ticks

HOUR = timedelta(hours=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def soonest_due() -> datetime:
    due = Recipient.objects.aggregate(due=Min("daily_due_at"))["due"]
    assert isinstance(due, datetime)
    return due


def assert_once_a_day(reader: Recipient, start: datetime, end: datetime) -> None:
    """One row for each day that lies wholly between both, planned on it and not while quiet."""
    clock = clock_of(reader)
    rows = list(Delivery.objects.filter(recipient=reader))
    windows = [row.window for row in rows]
    days = {day.isoformat() for day in local_days(clock.zone, start, end)}
    assert days
    assert days <= set(windows)
    assert len(windows) == len(set(windows)) <= len(days) + 2
    for row in rows:
        shown = row.planned_at.astimezone(ZoneInfo(clock.zone))
        assert row.state == DeliveryState.DUE
        assert shown.date().isoformat() == row.window
        assert clock.quiet is None or not clock.quiet.contains(shown.time())


# In one transaction the same few rows, changed thousands of times, would never be tidied up.
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_years_from_digest_to_digest_leave_one_row_a_local_day():
    night = (time(22), time(7))
    made = [
        make_reader(f"reader-{number}", at=START, zone=zone, quiet=night, spread=number)
        for number, zone in enumerate(ZONES)
    ]
    source, at = random.Random(5), START
    while at < END:
        plan_digests(at)
        if source.random() < 0.02:
            assert plan_digests(at - 5 * MINUTE) == plan_digests(at) == 0
        # The planner comes late, up to nearly all of the time that a digest is worth sending.
        at = soonest_due() + source.randrange(12 * 60) * MINUTE
    for reader in made:
        assert_once_a_day(reader, START, END)


@pytest.mark.django_db
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
def test_the_night_of_the_change_has_its_digest_minute_by_minute(zone, changes_at):
    change, here = instant(changes_at), ZoneInfo(zone)
    shown = (change - MINUTE).astimezone(here)
    assert shown.utcoffset() != change.astimezone(here).utcoffset()
    start, end = change - 40 * HOUR, change + 40 * HOUR
    # Their quiet hours end shortly before the change, or within the hour that is lost or comes
    # twice, and leave four hours free.
    owls = []
    for number, minutes in enumerate((-60, 1, 30)):
        wall = datetime.combine(shown.date(), shown.time(), UTC) + minutes * MINUTE
        quiet = ((wall + 4 * HOUR).time(), wall.time())
        owls.append(make_reader(f"owl-{number}", at=start, zone=zone, quiet=quiet, spread=number))
    plan_from_digest_to_digest(start, change - 2 * HOUR)
    for at in ticks(change - 2 * HOUR, change + 2 * HOUR, seed=1):
        plan_digests(at)
    plan_from_digest_to_digest(change + 2 * HOUR, end)
    for owl in owls:
        assert_once_a_day(owl, start, end)


def plan_from_digest_to_digest(at: datetime, end: datetime) -> None:
    while at < end:
        plan_digests(at)
        at = max(soonest_due(), at + MINUTE)
