"""Instants of a story that is told in days before and after its loading.

So the round that is open in the file is open in every database, whenever that was founded.
"""

import re
from datetime import UTC, datetime, time, timedelta

from core.fields import Value

_MOMENT = re.compile(r"([+-]\d{1,3}) ([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


def read_moment(value: Value, loaded_at: datetime) -> datetime:
    """Return the instant that is written as `-27 07:00`: that many days from the day of the
    loading, at that time in UTC. `loaded_at` itself stands in for what is refused.
    """
    advice = "write days from the day of loading, and a time in UTC, such as -27 07:00."
    if not value.is_given:
        return loaded_at
    raw = value.matching(_MOMENT.pattern, advice)
    found = _MOMENT.fullmatch(raw)
    if found is None:
        return loaded_at
    day = loaded_at.astimezone(UTC).date() + timedelta(days=int(found[1]))
    return datetime.combine(day, time(int(found[2]), int(found[3])), UTC)


def read_past(value: Value, loaded_at: datetime) -> datetime:
    """Return such an instant of something that has been done: it lies before the loading."""
    found = read_moment(value, loaded_at)
    if found > loaded_at:
        value.refuse("This lies after the loading; nothing is done before its time.")
    return found
