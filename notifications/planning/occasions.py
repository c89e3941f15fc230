"""What there is to tell of a round, from when and until when, by a reader's own clock. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from notifications.enums import Kind
from notifications.schedule import Clock, not_in_quiet_hours, reminder_due
from notifications.selectors.audience import Matter
from reviews.enums import RoundState, WindowKind
from reviews.models import Round, Window
from reviews.payloads import instant_text

_DAY = timedelta(days=1)
# Days before the deadline, in the order in which they come; each is worth sending until the next.
REMINDERS = {
    Kind.DUE_IN_14_DAYS: 14,
    Kind.DUE_IN_7_DAYS: 7,
    Kind.DUE_IN_2_DAYS: 2,
    Kind.DUE_TODAY: 0,
}
_UNTIL = {14: 7, 7: 2, 2: 0}
# Reminders of a day are planned together, two days ahead. By the readers' clocks they are due from
# 28 hours before that (a morning the day before, far in the west) until 25 hours after.
_AHEAD = 2 * _DAY
_LATEST = timedelta(hours=25)
_OPENING_IS_NEWS = 3 * _DAY
_CLOSE_IS_NEWS = 7 * _DAY
# What passed unsaid is looked for so long; longer ago it is history.
LOOKED_BACK = 30 * _DAY


@dataclass(frozen=True, slots=True)
class Span:
    """When something is due, and until when it is worth sending."""

    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Occasion(ABC):
    """Something about a round that its people are told once.

    `begins` and `ends` enclose its spans by all clocks. `for_newcomers`: also those hear of it
    whose mandate began after it was due, as long as it is worth sending.
    """

    matter: Matter
    begins: datetime
    ends: datetime
    for_newcomers: bool

    @abstractmethod
    def span(self, clock: Clock) -> Span | None:
        """Return when a reader with `clock` is told; None where they are not."""

    @abstractmethod
    def is_before(self, since: datetime, span: Span) -> bool:
        """Return whether it came before `since`, when the reader's mandate began."""


@dataclass(frozen=True, slots=True)
class Notice(Occasion):
    """Something that happened: told at once, but not in quiet hours unless it would come too late
    after them.
    """

    def span(self, clock: Clock) -> Span | None:
        return Span(undisturbed(clock, self.begins, self.ends), self.ends)

    def is_before(self, since: datetime, span: Span) -> bool:
        return self.begins < since


@dataclass(frozen=True, slots=True)
class Reminder(Occasion):
    """A deadline that comes nearer: told in the reader's morning, `days` before. None where that
    morning lay before the round opened or its window was set: the notice of that said it.
    """

    days: int
    closes_at: datetime
    not_before: datetime

    def span(self, clock: Clock) -> Span | None:
        """Return the reader's morning, and when the next reminder takes over."""
        due_at = reminder_due(clock, self.closes_at, self.days)
        following = _UNTIL.get(self.days)
        if following is None:
            expires_at = self.closes_at
        else:
            expires_at = reminder_due(clock, self.closes_at, following)
        return Span(due_at, expires_at) if self.not_before <= due_at < expires_at else None

    def is_before(self, since: datetime, span: Span) -> bool:
        return span.due_at < since


def undisturbed(clock: Clock, at: datetime, expires_at: datetime) -> datetime:
    """Return `at`, or the end of the quiet hours it falls into if that is before `expires_at`."""
    later = not_in_quiet_hours(clock, at)
    return later if later < expires_at else at


def occasions_of(rounds: Iterable[Round], at: datetime) -> list[Occasion]:
    """Return what may have to be planned at `at`, or reported as missed. Rounds come with their
    framework and all their windows.
    """
    found = [each for round_ in rounds for each in _of_round(round_)]
    return [
        _looking_back(each, at) for each in found if each.begins <= at < each.ends + LOOKED_BACK
    ]


def _looking_back(occasion: Occasion, at: datetime) -> Occasion:
    """Return an occasion that passed for everybody as one for those who were there in time."""
    if at < occasion.ends:
        return occasion
    return replace(occasion, matter=replace(occasion.matter, there_by=occasion.ends))


def _of_round(round_: Round) -> Iterator[Occasion]:
    latest = max(round_.windows.all(), key=lambda window: window.number)
    yield _notice(
        round_,
        Kind.ROUND_OPENED,
        "opened",
        round_.opens_at,
        min(round_.opens_at + _OPENING_IS_NEWS, round_.closes_at),
        for_newcomers=True,
    )
    yield from _moved(round_, latest)
    for kind, days in REMINDERS.items():
        yield from _reminder(round_, latest, kind, days)
    # Of an early close the notice of the moved deadline tells everything.
    if round_.closed_at is not None and latest.kind != WindowKind.CLOSED_EARLY:
        end = round_.closed_at + _CLOSE_IS_NEWS
        yield _notice(round_, Kind.ROUND_CLOSED, "closed", round_.closed_at, end)


def _moved(round_: Round, latest: Window) -> Iterator[Occasion]:
    if latest.kind == WindowKind.EXTENDED:
        end = latest.closes_at
    elif latest.kind == WindowKind.CLOSED_EARLY and round_.state == RoundState.CLOSED:
        end = latest.closes_at + _CLOSE_IS_NEWS
    else:
        return
    yield _notice(round_, Kind.DEADLINE_MOVED, str(latest.number), latest.at, end)


def _notice(
    round_: Round,
    kind: Kind,
    window: str,
    happened_at: datetime,
    expires_at: datetime,
    *,
    for_newcomers: bool = False,
) -> Notice:
    matter = Matter(kind, round_.key, window, round_.framework.slug, to_rooms=False)
    return Notice(matter, happened_at, expires_at, for_newcomers)


def _reminder(round_: Round, latest: Window, kind: Kind, days: int) -> Iterator[Reminder]:
    not_before = max(round_.opens_at, latest.at)
    nominal = round_.closes_at - days * _DAY
    if nominal + _LATEST < not_before:
        return  # by nobody's clock
    following = _UNTIL.get(days)
    ends = round_.closes_at
    if following is not None:
        ends = min(ends, round_.closes_at - following * _DAY + _LATEST)
    matter = Matter(
        kind, round_.key, instant_text(round_.closes_at), round_.framework.slug, to_rooms=True
    )
    yield Reminder(
        matter,
        begins=nominal - _AHEAD,
        ends=ends,
        for_newcomers=True,
        days=days,
        closes_at=round_.closes_at,
        not_before=not_before,
    )
