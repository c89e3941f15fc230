"""Plans what tells people of their own work: comments to clear, answers to reply to, positions to
confirm again, and to a circle's coordinator what is overdue.

A reminder is planned on the morning it is due, the last ones before a close two days ahead; what
is done by then needs none. One that had no morning left is put down as missed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from notifications.enums import Kind
from notifications.models import Delivery
from notifications.schedule import Clock, caught_up
from reviews.payloads import instant_text
from reviews.selectors.unfinished import Unfinished, Work, unfinished

from .clocks import clock_of
from .rows import as_missed, insert, planned
from .work_people import readers_of
from .work_windows import (
    FIRST,
    WEEKLY,
    Occasion,
    before_close,
    past_close,
    past_cutoff,
    too_close,
    weekly,
)

_KIND: dict[Work, Kind] = {
    Work.ENDORSE: Kind.TO_CLEAR,
    Work.SUBMIT: Kind.TO_CLEAR,
    Work.REPLY: Kind.TO_REPLY,
    Work.RECONFIRM: Kind.TO_RECONFIRM,
    Work.CUTOFF_PASSED: Kind.OVERDUE,
    Work.LEFT_OVER: Kind.OVERDUE,
    Work.SILENT: Kind.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class _Series:
    """What one recipient is reminded of: one mail for all their mandates and circles."""

    recipient: UUID
    kind: Kind
    subject: str


@dataclass(slots=True)
class _Waiting:
    """What waits in a series. `rows` are the deliveries that it has by now: when each was due, by
    its window. `takes_mail`: the reader stopped nothing, and the address does not fail.
    """

    clock: Clock
    takes_mail: bool
    parts: list[tuple[Unfinished, datetime]] = field(default_factory=list)
    rows: dict[str, datetime] = field(default_factory=dict)


def plan_work_mails(at: datetime) -> int:
    """Plan the reminders of work that are due at `at`, or will be within two days, and return how
    many that were. Safe to run at any time, twice, and by several at once. A constant number of
    queries, if not more than 500 are planned.
    """
    series = _series(at)
    if not series:
        return 0
    _add_rows(series)
    return insert(row for key, waiting in series.items() for row in _planned(key, waiting, at))


def _series(at: datetime) -> dict[_Series, _Waiting]:
    series: dict[_Series, _Waiting] = {}
    for each, reader in readers_of(unfinished(at), at):
        recipient = reader.recipient
        key = _Series(recipient.pk, _KIND[each.work], each.round or each.framework)
        if key not in series:
            takes_mail = recipient.stopped_at is None and recipient.failing_since is None
            series[key] = _Waiting(clock_of(recipient), takes_mail)
        series[key].parts.append((each, reader.since))
    return series


def _add_rows(series: Mapping[_Series, _Waiting]) -> None:
    rows = Delivery.objects.filter(
        recipient__in={key.recipient for key in series},
        kind__in={key.kind for key in series},
        subject__in={key.subject for key in series},
    )
    for recipient, kind, subject, window, due_at in rows.values_list(
        "recipient", "kind", "subject", "window", "due_at"
    ):
        known = series.get(_Series(recipient, Kind(kind), subject))
        if known is not None:
            known.rows[window] = due_at


def _planned(key: _Series, waiting: _Waiting, at: datetime) -> Iterator[Delivery]:
    for each in _occasions(key.kind, waiting):
        if each.window in waiting.rows or each.due_at > at + each.ahead:
            continue
        missed = each.expires_at <= at
        due_at = (
            each.due_at if missed else caught_up(waiting.clock, each.due_at, each.expires_at, at)
        )
        if due_at is None or (missed and not waiting.takes_mail):
            continue  # without a morning left it is missed at the end, if it still waits then
        row = planned(
            key.recipient,
            key.kind,
            subject=key.subject,
            window=each.window,
            due_at=due_at,
            expires_at=each.expires_at,
            at=at,
        )
        yield as_missed(row) if missed else row


def _occasions(kind: Kind, waiting: _Waiting) -> list[Occasion]:
    match kind:
        case Kind.TO_CLEAR:
            return _before_close(waiting)
        case Kind.TO_REPLY | Kind.TO_RECONFIRM:
            return _weekly(kind, waiting)
        case _:
            return [*_past_cutoff(waiting), *_past_close(waiting)]


def _before_close(waiting: _Waiting) -> list[Occasion]:
    closes_at = waiting.parts[0][0].closes_at
    return before_close(waiting.clock, _begun(waiting.parts), closes_at) if closes_at else []


def _weekly(kind: Kind, waiting: _Waiting) -> list[Occasion]:
    """Return the reminders of the latest answers or texts, four at most: a change of mandates or
    zones moves the mornings and gives no further one.
    """
    since = max(each.since for each, _theirs in waiting.parts)
    begun = max(since, min(theirs for _each, theirs in waiting.parts))
    first = f"{FIRST}:{instant_text(since)}" if kind is Kind.TO_REPLY else ""
    left = WEEKLY - sum(due_at > since for due_at in waiting.rows.values())
    fresh = [
        each
        for each in weekly(waiting.clock, begun, first=first)
        if each.window == first or not too_close(each.due_at, waiting.rows.values())
    ]
    return [each for each in fresh if each.window not in waiting.rows][: max(left, 0)]


def _past_cutoff(waiting: _Waiting) -> Iterator[Occasion]:
    by_cutoff = defaultdict(list)
    for each, theirs in waiting.parts:
        if each.work is Work.CUTOFF_PASSED and each.deadline and each.closes_at:
            by_cutoff[each.deadline, each.closes_at].append((each, theirs))
    for (cutoff_at, closes_at), parts in by_cutoff.items():
        yield from past_cutoff(waiting.clock, _begun(parts), cutoff_at, closes_at)


def _past_close(waiting: _Waiting) -> Iterator[Occasion]:
    parts = [each for each in waiting.parts if each[0].work is not Work.CUTOFF_PASSED]
    if parts and parts[0][0].closes_at:
        yield from past_close(waiting.clock, _begun(parts), parts[0][0].closes_at)


def _begun(parts: Sequence[tuple[Unfinished, datetime]]) -> datetime:
    """Return since when the first of these has waited for this reader."""
    return min(max(each.since, theirs) for each, theirs in parts)
