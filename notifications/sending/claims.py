"""Who holds a mail: one worker at a time, for as long as its lease runs.

A worker that died keeps nothing back: its lease runs out and another takes the mail over, with the
same message id. Whoever ends a mail must still hold it, so a worker that slept too long changes
nothing. `claimed_until` tells holders apart, since each new lease ends later than the one before.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from notifications.enums import DeliveryState, DropReason
from notifications.models import Delivery


def lease() -> timedelta:
    """Return for how long a claim holds."""
    return timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS)


def claim(at: datetime, *, most: int) -> list[Delivery]:
    """Take up to `most` mails that are due at `at`, those waiting longest first, each with its
    recipient and user. What other workers are taking at this moment is passed over.

    Three queries. Raises RuntimeError inside a transaction: the claim has to be seen by others
    before anything is sent.
    """
    with transaction.atomic(durable=True):
        due = (
            Delivery.objects.due_at(at).order_by("try_at", "pk").select_for_update(skip_locked=True)
        )
        ids = list(due.values_list("pk", flat=True)[:most])
        if not ids:
            return []
        held = Delivery.objects.filter(pk__in=ids)
        held.update(claimed_until=at + lease(), tries=F("tries") + 1)
    return list(held.select_related("recipient__user").order_by("try_at", "pk"))


def mark_sent(delivery: Delivery, *, digest: str, marks: Mapping[str, int], at: datetime) -> bool:
    """Note that the mail left, with the SHA-256 of its bytes and how far it told each chain.

    Return whether this worker still held it, as the others here do.
    """
    return _end(delivery, DeliveryState.SENT, at, content_digest=digest, marks=dict(marks))


def drop(delivery: Delivery, reason: DropReason, at: datetime) -> bool:
    """Note that nothing had to be sent, and why."""
    return _end(delivery, DeliveryState.DROPPED, at, reason=reason)


def miss(delivery: Delivery, at: datetime, *, failure: str = "") -> bool:
    """Note that its window passed without a mail; `failure` names what stood in the way last."""
    return _end(delivery, DeliveryState.MISSED, at, **_because(failure))


def fail(delivery: Delivery, failure: str, at: datetime) -> bool:
    """Note that this mail can't be sent, however often one tried."""
    return _end(delivery, DeliveryState.FAILED, at, **_because(failure))


def let_go(delivery: Delivery, try_at: datetime, *, failure: str = "") -> bool:
    """Give it back, to be tried from `try_at` on."""
    return _still_mine(delivery, claimed_until=None, try_at=try_at, **_because(failure))


def put_back(deliveries: Sequence[Delivery]) -> None:
    """Give back what was not looked at, as if it had never been taken."""
    if deliveries:
        held = Delivery.objects.filter(
            pk__in=[each.pk for each in deliveries],
            state=DeliveryState.DUE,
            claimed_until=deliveries[0].claimed_until,  # one claim, one lease
        )
        held.update(claimed_until=None, tries=F("tries") - 1)


def _because(failure: str) -> dict[str, str]:
    return {"last_failure": failure[:80]} if failure else {}


def _end(delivery: Delivery, state: DeliveryState, at: datetime, **what: Any) -> bool:
    return _still_mine(delivery, state=state, ended_at=at, **what)


def _still_mine(delivery: Delivery, **values: Any) -> bool:
    """One statement, committed by itself; it changes nothing once another worker has it."""
    mine = Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.DUE, claimed_until=delivery.claimed_until
    )
    return bool(mine.update(**values))
