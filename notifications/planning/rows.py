"""Rows of deliveries: how they are made, and that each goes in once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from core.ids import new_id
from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery
from record.names import authority

_AT_A_TIME = 500


def planned(
    recipient_id: UUID,
    kind: Kind,
    *,
    subject: str,
    window: str,
    due_at: datetime,
    expires_at: datetime,
    at: datetime,
) -> Delivery:
    """Return an unsaved delivery that is due from `due_at` and worth sending until `expires_at`.

    `subject` is empty or a public key, `window` names the occasion. The message id is given here,
    so that every try to send it carries the same.
    """
    delivery_id = new_id()
    return Delivery(
        id=delivery_id,
        recipient_id=recipient_id,
        kind=kind,
        subject=subject,
        window=window,
        planned_at=at,
        due_at=due_at,
        expires_at=expires_at,
        message_id=f"<{delivery_id}@{authority()}>",
        try_at=due_at,
    )


def as_missed(row: Delivery) -> Delivery:
    """Return `row`, unsaved, as one whose window had passed when it was planned."""
    row.state = DeliveryState.MISSED
    row.ended_at = row.planned_at
    return row


def insert(rows: Iterable[Delivery]) -> int:
    """Save those of `rows` whose key is not taken and return how many those were.

    The database decides what is a double, so any number of planners may run at once. Rows are
    taken from `rows` a few hundred at a time; call it in a transaction where they must go in
    together.
    """
    return sum(_insert(some) for some in _batches(rows))


def _insert(rows: list[Delivery]) -> int:
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return Delivery.objects.filter(pk__in=[row.pk for row in rows]).count()


def _batches(rows: Iterable[Delivery]) -> Iterator[list[Delivery]]:
    remaining = iter(rows)
    while some := list(islice(remaining, _AT_A_TIME)):
        yield some
