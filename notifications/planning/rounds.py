"""Mails about rounds and their deadlines, found from the rounds as they are: a sweep that was
missed is made up for, and one that comes twice inserts nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Delivery, Recipient
from notifications.schedule import Clock, caught_up
from notifications.selectors.audience import Untold, untold
from reviews.enums import RoundState
from reviews.models import Round, Window
from reviews.payloads import instant_text

from .clocks import clock_of
from .occasions import LOOKED_BACK, REMINDERS, Occasion, Reminder, Span, occasions_of, undisturbed
from .rows import as_missed, insert, planned


def plan_round_mails(at: datetime) -> int:
    """Insert what rounds give to tell at `at` and was not planned yet, and return how many rows.

    It goes to everybody whose mandate reaches there, whatever they chose: who wants none is found
    when the mail is written, and the log then says so.
    Windows that passed untold become rows that say `missed`; reminders of a deadline that was
    moved end as superseded. Where nothing is new, five queries, whatever was planned before.
    """
    rounds = list(_in_play(at))
    with transaction.atomic():
        _drop_superseded(rounds, at)
        return insert(_rows(occasions_of(rounds, at), at))


def _in_play(at: datetime) -> Iterable[Round]:
    rows = Round.objects.filter(
        ~Q(state=RoundState.CLOSED) | Q(closed_at__gt=at - LOOKED_BACK)
    ).select_related("framework")
    return rows.prefetch_related(Prefetch("windows", Window.objects.order_by("number")))


def _drop_superseded(rounds: Iterable[Round], at: datetime) -> None:
    """End what speaks of a deadline that is not in force any more. What a worker holds is left
    to it: whoever writes the mail looks at the deadline again.
    """
    old = Q(pk__in=[])
    for round_ in rounds:
        closes_at, windows = instant_text(round_.closes_at), len(round_.windows.all())
        old |= Q(subject=round_.key, kind__in=REMINDERS) & ~Q(window=closes_at)
        old |= Q(subject=round_.key, kind=Kind.DEADLINE_MOVED) & ~Q(window=str(windows))
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
    Delivery.objects.filter(old, free, state=DeliveryState.DUE).update(
        state=DeliveryState.DROPPED, reason=DropReason.SUPERSEDED, ended_at=at
    )


def _rows(occasions: list[Occasion], at: datetime) -> Iterator[Delivery]:
    missing = untold([occasion.matter for occasion in occasions], at)
    readers = _readers(missing)
    for each in missing:
        row = _row(occasions[each.place], readers[each.recipient_id], each.since, at)
        if row is not None:
            yield row


def _readers(missing: list[Untold]) -> dict[UUID, Recipient]:
    wanted = {each.recipient_id for each in missing}
    if not wanted:
        return {}
    return Recipient.objects.select_related("user").in_bulk(list(wanted))


def _row(occasion: Occasion, reader: Recipient, since: datetime, at: datetime) -> Delivery | None:
    """Return the delivery of an occasion to a reader whose mandate began at `since`; None where
    there is nothing to tell, or was nothing to miss.
    """
    clock = clock_of(reader)
    span = occasion.span(clock)
    if span is None:
        return None
    if occasion.is_before(since, span):
        span = _for_newcomer(occasion, span, undisturbed(clock, since, span.expires_at), at)
    elif span.expires_at <= at and not _was_there(reader, span):
        span = None
    if span is None:
        return None
    if isinstance(occasion, Reminder):
        span = _in_a_morning(span, clock, at)
    matter = occasion.matter
    row = planned(
        reader.pk,
        matter.kind,
        subject=matter.subject,
        window=matter.window,
        due_at=span.due_at,
        expires_at=span.expires_at,
        at=at,
    )
    return as_missed(row) if span.expires_at <= at else row


def _for_newcomer(occasion: Occasion, span: Span, due_at: datetime, at: datetime) -> Span | None:
    """Return when somebody who came later hears of it: at once, while it is worth telling."""
    told = occasion.for_newcomers and at < span.expires_at and due_at < span.expires_at
    return Span(due_at, span.expires_at) if told else None


def _in_a_morning(span: Span, clock: Clock, at: datetime) -> Span:
    """Return when a reminder that is late, or for a newcomer, is due: by day, not in the night in
    which it was found; at once where no morning is left before it is worth nothing.
    """
    later = caught_up(clock, span.due_at, span.expires_at, at) if at < span.expires_at else None
    return replace(span, due_at=later) if later is not None else span


def _was_there(reader: Recipient, span: Span) -> bool:
    """Return whether a mail could have reached the reader in time, so that it was missed."""
    return (
        reader.begun_at <= span.due_at
        and reader.stopped_at is None
        and reader.failing_since is None
    )
