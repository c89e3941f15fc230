"""When somebody is told of work that waits for them: the occasions of each kind of reminder, by
the reader's own clock. Pure.

All of them come in the morning; the reader's mornings are those of their digests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, islice, pairwise

from notifications.schedule import (
    Clock,
    local_day,
    morning,
    next_daily,
    reminder_due,
    week_of,
)
from reviews.payloads import instant_text

# Reminders before a close, in days; they are planned as soon as they are this near.
DAYS_BEFORE = (7, 2, 0)
AHEAD = timedelta(days=2)
WEEKLY = 4  # so often one is told of an answer or of a position, and then no more
_WEEK = timedelta(days=7)
_OVERDUE_FOR = timedelta(days=7)
FIRST, CLOSED, CUTOFF = "first", "closed", "cutoff"


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder: its window's name, and from when until when it is worth sending. `ahead`: how
    long before it may be planned; what is done by then needs no row.
    """

    window: str
    due_at: datetime
    expires_at: datetime
    ahead: timedelta = timedelta()


def before_close(clock: Clock, begun: datetime, closes_at: datetime) -> list[Occasion]:
    """Return the reminders of what waits since `begun` until a round closes: on the first morning,
    then 7 and 2 days before the close and on its day; each until the next one is due.
    """
    deadline = instant_text(closes_at)
    dues = {reminder_due(clock, closes_at, days): str(days) for days in DAYS_BEFORE}
    # Where two fall on one morning, the later name has it.
    named = {next_daily(clock, begun).due_at: FIRST, **dues}
    mornings = sorted(each for each in named if begun < each < closes_at)
    return [
        Occasion(
            f"{named[due]}:{deadline}",
            due,
            until,
            ahead=timedelta() if named[due] == FIRST else AHEAD,
        )
        for due, until in pairwise([*mornings, closes_at])
    ]


def weekly(clock: Clock, begun: datetime, *, first: str = "") -> list[Occasion]:
    """Return four reminders of what waits since `begun`: on the first morning, then every seven
    days; each until the next would be due. Windows are local ISO weeks, the first one's is `first`
    where that is given.
    """
    mornings = list(islice(_weekly_mornings(clock, begun), WEEKLY + 1))
    names = [week_of(local_day(clock, each)) for each in mornings]
    if first:
        names[0] = first
    return [
        Occasion(name, due, until)
        for name, (due, until) in zip(names, pairwise(mornings), strict=False)
    ]


def past_cutoff(
    clock: Clock, begun: datetime, cutoff_at: datetime, closes_at: datetime
) -> list[Occasion]:
    """Return the one reminder, while the round runs, that a circle's own cut-off has passed."""
    due = next_daily(clock, begun).due_at
    if due >= closes_at:
        return []
    return [Occasion(f"{CUTOFF}:{instant_text(cutoff_at)}", due, closes_at)]


def past_close(clock: Clock, begun: datetime, closes_at: datetime) -> list[Occasion]:
    """Return the one reminder that something is left behind a close, worth sending for a week."""
    due, until = next_daily(clock, begun).due_at, closes_at + _OVERDUE_FOR
    return [Occasion(CLOSED, due, until)] if due < until else []


def too_close(due_at: datetime, others: Iterable[datetime]) -> bool:
    """Return whether a weekly reminder would come in the same days as another one of its kind."""
    return any(abs(due_at - other) < _WEEK - AHEAD for other in others)


def _weekly_mornings(clock: Clock, begun: datetime) -> Iterable[datetime]:
    first = next_daily(clock, begun).day
    for number in count():
        day = first + number * _WEEK
        # A day that a zone skipped has no morning; the next one stands in for it.
        slot = morning(clock, day) or morning(clock, day + timedelta(days=1))
        if slot is not None:
            yield slot.due_at
