"""Walks the minutes of `bench.two_years`, in a process and on a database of its own."""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from notifications.enums import DeliveryState, Frequency, Topic  # noqa: E402 - after setup
from notifications.models import Recipient, Subscription  # noqa: E402
from notifications.planning.clocks import clock_of  # noqa: E402
from notifications.planning.digests import plan_digests, reschedule  # noqa: E402

from .two_years import WRONG  # noqa: E402

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/Zurich",
    "America/New_York",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Tokyo",
)
QUIET = ((None, None), (time(22), time(7)), (time(6), time(2, 30)))


def main(start: datetime, days: int) -> None:
    """Walk `days` days and print one JSON object on standard output."""
    print(json.dumps(walked(start, start + timedelta(days=days))))


def walked(start: datetime, end: datetime) -> dict[str, Any]:
    """Plan at every minute that the machine's clock shows, and return what became of it."""
    make_readers(start)
    begun, minutes = monotonic(), 0
    for at in ticks(start, end):
        plan_digests(at)
        minutes += 1
    seconds = monotonic() - begun
    return {"minutes": minutes, "seconds": round(seconds)} | figures(start, end)


def ticks(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield what a clock shows that is five minutes wrong now and then."""
    source = random.Random(5)  # noqa: S311 - the same jumps every time
    wrong, at = 0, start
    while at < end:
        if source.random() < 1 / 300:
            wrong = source.choice([each for each in (-5, 0, 5) if each != wrong])
        yield at + wrong * MINUTE
        at += MINUTE


def make_readers(at: datetime) -> None:
    """Write an address that follows one theme day by day, for each zone and kind of quiet hours."""
    for zone in ZONES:
        for number, (begins, ends) in enumerate(QUIET):
            reader = Recipient.objects.create(
                email=f"{zone.replace('/', '-')}-{number}@example.org",
                own_time_zone=zone,
                quiet_from=begins,
                quiet_until=ends,
                begun_at=at,
            )
            Subscription.objects.create(
                recipient=reader,
                topic=Topic.THEME,
                subject="skills",
                frequency=Frequency.DAILY,
                begun_at=at,
                confirmed_at=at,
            )
            reschedule(reader, at)


def figures(start: datetime, end: datetime) -> dict[str, int]:
    """Count digests, and what should not be: asked of `zoneinfo`, not of the planner."""
    found: Counter[str] = Counter(dict.fromkeys(("readers", "digests", *WRONG), 0))
    for reader in Recipient.objects.all():
        here, quiet = ZoneInfo(reader.time_zone), clock_of(reader).quiet
        days: Counter[date] = Counter()
        for row in reader.deliveries.all():
            shown = row.planned_at.astimezone(here)
            days[shown.date()] += 1
            found["missed"] += row.state == DeliveryState.MISSED
            found["in quiet hours"] += quiet is not None and quiet.contains(shown.time())
        found["readers"] += 1
        found["digests"] += days.total()
        found["doubles"] += sum(count - 1 for count in days.values())
        found["days without one"] += len(days_between(here, start, end) - days.keys())
    return dict(found)


def days_between(zone: ZoneInfo, start: datetime, end: datetime) -> set[date]:
    """Return the days that a zone had wholly between both instants."""
    hours = range(0, (end - start) // timedelta(hours=1) + 1)
    days = {(start + timedelta(hours=hour)).astimezone(zone).date() for hour in hours}
    return days - {start.astimezone(zone).date(), end.astimezone(zone).date()}


if __name__ == "__main__":
    main(datetime.combine(date.fromisoformat(sys.argv[1]), time(), UTC), int(sys.argv[2]))
