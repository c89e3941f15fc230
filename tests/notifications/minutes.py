"""Machines whose clock is wrong now and then, and readers all over the world: for simulations."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

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
# None, a night, a late morning, all but the early morning, all but what lies around midnight.
QUIET = (
    None,
    (time(22), time(7)),
    (time(2, 30), time(10)),
    (time(9, 20), time(6)),
    (time(8), time(23, 30)),
)


def local_days(zone: str, start: datetime, end: datetime) -> set[date]:
    """Return the days that a zone had wholly between two instants, asked of `zoneinfo` alone."""
    here, hours = ZoneInfo(zone), range((end - start) // timedelta(hours=1) + 1)
    days = {(start + timedelta(hours=hour)).astimezone(here).date() for hour in hours}
    return days - {start.astimezone(here).date(), end.astimezone(here).date()}


def ticks(start: datetime, end: datetime, seed: int) -> Iterator[datetime]:
    """Yield what a machine's clock shows, minute by minute; a few times a day it is put five
    minutes forwards or backwards, so that minutes are skipped or come again.
    """
    source = random.Random(seed)
    wrong, at = 0, start
    while at < end:
        if source.random() < 1 / 300:
            wrong = source.choice([each for each in (-5, 0, 5) if each != wrong])
        yield at + wrong * MINUTE
        at += MINUTE
