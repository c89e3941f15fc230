"""Dates known only as well as their source knows them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

# Python would also read 20260413, 2026-W16-1 and digits of other scripts.
_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)?")
_YEARS = range(1800, 2201)


class Precision(StrEnum):
    DAY = "day"
    RANGE = "range"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class HonestDate:
    """First and last day that the source supports. A month is its first to its last day."""

    precision: Precision
    first: date
    last: date

    def passes_at(self, zone: str) -> datetime:
        """Return the UTC instant at which the last supported day ends in `zone`."""
        return midnight_after(self.last, zone)

    def iso(self) -> str:
        """Return `2026-11`, `2026`, `2026-04-13` or `2026-04-13/2026-04-17`."""
        match self.precision:
            case Precision.YEAR:
                return f"{self.first:%Y}"
            case Precision.MONTH:
                return f"{self.first:%Y-%m}"
            case Precision.DAY:
                return self.first.isoformat()
            case Precision.RANGE:
                return f"{self.first.isoformat()}/{self.last.isoformat()}"


def parse_honest_date(text: str) -> HonestDate:
    """Read what `HonestDate.iso` writes. Raises ValueError with what a date may look like."""
    try:
        start, slash, end = text.strip().partition("/")
        if not _FORM.fullmatch(text.strip()) or int(start[:4]) not in _YEARS:
            raise ValueError
        if slash:
            first, last = date.fromisoformat(start), date.fromisoformat(end)
            if last <= first or last.year not in _YEARS:
                raise ValueError
            return HonestDate(Precision.RANGE, first, last)
        if len(start) == 4:
            return HonestDate(Precision.YEAR, date(int(start), 1, 1), date(int(start), 12, 31))
        if len(start) == 7:
            year, month = int(start[:4]), int(start[5:])
            last_day = date(year, month, monthrange(year, month)[1])
            return HonestDate(Precision.MONTH, date(year, month, 1), last_day)
        day = date.fromisoformat(start)
        return HonestDate(Precision.DAY, day, day)
    except ValueError:
        raise ValueError(
            f"“{text}” is not a date; write 2026, 2026-11, 2026-04-13 or 2026-04-13/2026-04-17."
        ) from None


def midnight_after(day: date, zone: str) -> datetime:
    """Return the UTC instant at which `day` ends in `zone`."""
    following = datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))
    return following.astimezone(UTC)
