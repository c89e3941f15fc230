"""When mails may come, by a reader's own clock. Pure: no rows, no clock of the machine.

Zones are IANA's (`zoneinfo`). A local time that a zone skips becomes the first instant after the
gap; one that it has twice is the first. A local day may be skipped altogether (Apia had no 30
December 2011) and then has no morning. Quiet hours are local times: an instant is quiet if the
reader's clock shows one then, in both runs of an hour that comes twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, islice, pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid

_MORNING = time(9)
_DAY = timedelta(days=1)
_SPREAD_MINUTES = 30  # so that not all mails of a zone leave in one minute
_LEAST_FREE = timedelta(hours=3)
_LEAST_WINDOW = timedelta(hours=1)  # a mail that fails is tried again within it
_LEAST_NOTICE = timedelta(hours=3)  # between the last reminder and the deadline
# Offsets have been up to 16 hours; no zone has changed its own twice within four.
_WIDEST_OFFSET = timedelta(hours=16)
_PROBE = timedelta(hours=4)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local times from `start` until before `end`; they may run over midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("Quiet hours that never end leave no time for a mail.")

    def contains(self, local: time) -> bool:
        """Return whether the local time `local` is one of these hours."""
        if self.start < self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


@dataclass(frozen=True, slots=True)
class Clock:
    """A reader's clock: an IANA zone, quiet hours, and how long after 09:00 the mails leave."""

    zone: str
    quiet: QuietHours | None
    spread: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """When the digest of a local day is due and until when it is worth sending, in UTC.

    From `due_at` until before `expires_at` it is that day for the reader, and never quiet.
    """

    day: date
    due_at: datetime
    expires_at: datetime


def check_quiet_hours(start: time, end: time) -> None:
    """Raise Invalid unless quiet hours from `start` to `end` leave three hours of a day free."""
    day = date(2000, 1, 1)  # any: a clock's face is meant
    quiet = (datetime.combine(day, end, UTC) - datetime.combine(day, start, UTC)) % _DAY
    if start == end or _DAY - quiet < _LEAST_FREE:
        problem = _("Quiet hours must leave at least three hours of the day free.")
        raise Invalid(
            problem, code="quiet_hours_too_long", errors=[FieldError("quiet_until", problem)]
        )


def spread_of(recipient_id: UUID) -> timedelta:
    """Return the minutes, 0 to 29, by which this recipient's mails leave later: always the same."""
    return timedelta(minutes=recipient_id.int % _SPREAD_MINUTES)


def local_day(clock: Clock, at: datetime) -> date:
    return at.astimezone(ZoneInfo(clock.zone)).date()


def week_of(day: date) -> str:
    """Return the ISO week of `day`: `2026-W47`."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def morning(clock: Clock, day: date) -> Slot | None:
    """Return the slot of a local day; None where there was no such day.

    It begins at 09:00 and the clock's spread. Where that is quiet, or becomes so within the hour,
    it begins when quiet hours end on the same local day, if there is an hour left then, otherwise
    in the day's other free hours. It ends at midnight or when quiet hours begin.
    """
    free = _free(clock, day)
    nine = _first_at(clock.zone, day, _MORNING)
    starts = [nine] if nine is not None else []
    starts += [start for start, _end in reversed(free)]
    for start in starts:
        due_at = start + clock.spread
        for begin, end in free:
            if begin <= due_at and end - due_at >= _LEAST_WINDOW:
                return Slot(day, due_at, end)
    if not free:
        return None
    # Only on a day of which a zone left little: the longest stretch of it, or half of that.
    begin, end = max(free, key=lambda stretch: stretch[1] - stretch[0])
    return Slot(day, begin + min(clock.spread, (end - begin) / 2), end)


def next_daily(clock: Clock, after: datetime) -> Slot:
    """Return the first slot that is due later than `after`."""
    return next(slot for slot in slots_from(clock, after) if slot.due_at > after)


def next_weekly(clock: Clock, after: datetime) -> Slot:
    """Return the first weekly slot that is due later than `after`."""
    return next(slot for slot in weekly_slots_from(clock, after) if slot.due_at > after)


def slots_from(clock: Clock, since: datetime) -> Iterator[Slot]:
    """Yield the slots of the local days from that of `since` onwards, without end."""
    first = local_day(clock, since)
    for number in count():
        slot = morning(clock, first + number * _DAY)
        if slot is not None:
            yield slot


def weekly_slots_from(clock: Clock, since: datetime) -> Iterator[Slot]:
    """Yield the Mondays' slots from the week of `since` onwards, without end."""
    day = local_day(clock, since)
    monday = day - day.weekday() * _DAY
    for number in count():
        slot = morning(clock, monday + 7 * number * _DAY)
        if slot is not None:
            yield slot


def not_in_quiet_hours(clock: Clock, at: datetime) -> datetime:
    """Return `at`, or when the quiet hours that it falls into end."""
    if clock.quiet is None:
        return at
    today = local_day(clock, at)
    free = (each for number in count() for each in _free(clock, today + number * _DAY))
    return next(max(at, start) for start, end in free if at < end)


def reminder_due(clock: Clock, closes_at: datetime, days: int) -> datetime:
    """Return the reader's morning `days` local days before the deadline's own; days that a zone
    skipped are not counted.

    The one of the last day comes the day before where less than three hours would be left. So
    the mornings of 14, 7, 2 and 0 days before follow one another, never at the same instant.
    """
    closing = local_day(clock, closes_at)
    mornings = (morning(clock, closing - number * _DAY) for number in count())
    there = (slot.due_at for slot in mornings if slot is not None)
    due_at = next(islice(there, days, None))
    if days == 0 and due_at > closes_at - _LEAST_NOTICE:
        return next(there)
    return due_at


def _first_at(zone: str, day: date, local: time) -> datetime | None:
    """Return the first instant of `day` at which clocks show `local` or later."""
    for start, end, offset in _stretches(zone, day):
        wanted = datetime.combine(day, local, UTC) - offset
        if wanted < end:
            return max(start, wanted)
    return None


def _free(clock: Clock, day: date) -> list[tuple[datetime, datetime]]:
    """Return the stretches of `day` that are not quiet, in order, from start to before end."""
    free: list[tuple[datetime, datetime]] = []
    for start, end, offset in _stretches(clock.zone, day):
        for begin, until in _free_by_the_clock(clock.quiet, day):
            first, last = max(start, begin - offset), min(end, until - offset)
            if first >= last:
                continue
            if free and free[-1][1] == first:
                first = free.pop()[0]
            free.append((first, last))
    return free


def _free_by_the_clock(quiet: QuietHours | None, day: date) -> list[tuple[datetime, datetime]]:
    """Return the same as a clock's face shows it, as if its zone were UTC."""
    midnight = datetime.combine(day, time(), UTC)
    if quiet is None:
        return [(midnight, midnight + _DAY)]
    start, end = (datetime.combine(day, each, UTC) for each in (quiet.start, quiet.end))
    if start < end:
        return [(midnight, start), (end, midnight + _DAY)]
    return [(end, start)]


@lru_cache(maxsize=4096)  # few zones and few days at a time, each asked for by many readers
def _stretches(zone: str, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """Return the instants of a local day, cut where its offset changes: from, to before, offset."""
    midnight = datetime.combine(day, time(), UTC)
    first, last = midnight - _WIDEST_OFFSET, midnight + _DAY + _WIDEST_OFFSET
    tz = ZoneInfo(zone)
    stretches = []
    for start, end in pairwise([first, *_changes(tz, first, last), last]):
        offset = _offset(tz, start)
        begin, until = max(start, midnight - offset), min(end, midnight + _DAY - offset)
        if begin < until:
            stretches.append((begin, until, offset))
    return tuple(stretches)


def _changes(tz: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the instants between `first` and `last` at which the zone's offset changes."""
    start = first
    while start < last:
        end = min(start + _PROBE, last)
        if _offset(tz, start) != _offset(tz, end):
            yield _change(tz, start, end)
        start = end


def _change(tz: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first second in (before, after] with another offset than `before` has."""
    old = _offset(tz, before)
    while after - before > _SECOND:
        # Whole seconds: zones change on them.
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if _offset(tz, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(tz: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


def caught_up(
    clock: Clock, due_at: datetime, expires_at: datetime, at: datetime
) -> datetime | None:
    """Return when what was due in the morning of `due_at` is due if it is planned at `at` only:
    then still, while that morning or the day's slot at `at` lasts; otherwise on the next morning.
    None where none is left before `expires_at`.
    """
    if at <= due_at:
        return due_at
    today = morning(clock, local_day(clock, at))
    if today is not None and today.due_at <= at < today.expires_at:
        return due_at
    later = next_daily(clock, at).due_at
    return later if later < expires_at else None
