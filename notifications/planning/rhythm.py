"""One reader's digests: the rows that are due, and when the next one is. Nothing is read or saved.

A promise is a due time on the reader's row. What is promised becomes a row, once per local day or
week: the row's key decides, so these functions may well propose a day twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from notifications.enums import Kind
from notifications.models import Delivery, Recipient
from notifications.schedule import (
    Clock,
    Slot,
    next_daily,
    next_weekly,
    slots_from,
    week_of,
    weekly_slots_from,
)

from .rows import as_missed, planned


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: the digests that come so, their slots, the next of these, their window's name."""

    kinds: tuple[Kind, ...]
    slots: Callable[[Clock, datetime], Iterator[Slot]]
    next: Callable[[Clock, datetime], Slot]
    window: Callable[[date], str]


DAILY = Rhythm((Kind.DAILY_DIGEST,), slots_from, next_daily, date.isoformat)
WEEKLY = Rhythm((Kind.WEEKLY_DIGEST, Kind.PROCESS_DIGEST), weekly_slots_from, next_weekly, week_of)


@dataclass(frozen=True, slots=True)
class Reader:
    """A recipient with what planning asks of them."""

    row: Recipient
    clock: Clock
    wishes: frozenset[Kind]
    takes_mail: bool = True


def rows_until(reader: Reader, at: datetime) -> Iterator[Delivery]:
    """Yield the reader's rows until `at` and move both due times, unsaved, to later than that."""
    row = reader.row
    yield from _rows(DAILY, reader, row.daily_due_at, at)
    row.daily_due_at = _due_next(DAILY, reader, row.daily_due_at, at)
    yield from _rows(WEEKLY, reader, row.weekly_due_at, at)
    row.weekly_due_at = _due_next(WEEKLY, reader, row.weekly_due_at, at)


def _rows(
    rhythm: Rhythm, reader: Reader, since: datetime | None, at: datetime
) -> Iterator[Delivery]:
    if since is None or since > at or not reader.takes_mail:
        return
    kinds = [kind for kind in rhythm.kinds if kind in reader.wishes]
    for slot in rhythm.slots(reader.clock, since):
        if slot.due_at > at:
            return
        # Nobody is owed what was due before they came, nor what they were not promised: where
        # a clock was changed, the days since the promise are counted anew.
        if slot.due_at <= reader.row.begun_at or (slot.due_at < since and slot.expires_at <= at):
            continue
        for kind in kinds:
            yield _row(kind, rhythm.window(slot.day), slot, reader, at)


def _row(kind: Kind, window: str, slot: Slot, reader: Reader, at: datetime) -> Delivery:
    row = planned(
        reader.row.pk,
        kind,
        subject="",
        window=window,
        due_at=slot.due_at,
        expires_at=slot.expires_at,
        at=at,
    )
    return row if slot.expires_at > at else as_missed(row)


def _due_next(
    rhythm: Rhythm, reader: Reader, since: datetime | None, at: datetime
) -> datetime | None:
    """Return when the first digest later than `at` is due; None where none is wanted."""
    if reader.wishes.isdisjoint(rhythm.kinds):
        return None
    if since is not None and since > at:
        return since
    return rhythm.next(reader.clock, at).due_at


def due_again(
    rhythm: Rhythm, reader: Reader, since: datetime | None, at: datetime
) -> datetime | None:
    """Return the same after a change of what is wanted or of the clock."""
    if reader.wishes.isdisjoint(rhythm.kinds):
        return None
    if since is None:
        return rhythm.next(reader.clock, at).due_at
    if since <= at:
        return since
    # The running slot too: its row, not sent yet, may have been taken back with the change. If
    # it was not, its key keeps it from being planned twice.
    slots = rhythm.slots(reader.clock, at)
    return next(
        slot.due_at for slot in slots if slot.expires_at > at and slot.due_at > reader.row.begun_at
    )
