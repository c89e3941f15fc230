"""Mails as the desk shows them: rows put in as the planners and the sender leave them."""

from datetime import datetime, timedelta
from typing import Any

from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.rows import planned
from notifications.services.recipients import recipient_of
from stakeholders.models import User
from tests.factories.reviews import Review


def reader(user: User, at: datetime, **changes: Any) -> Recipient:
    """Return the reader that `user` is, with these fields changed."""
    found = recipient_of(user, at)
    if changes:
        Recipient.objects.filter(pk=found.pk).update(**changes)
        found.refresh_from_db()
    return found


def told(
    review: Review,
    name: str,
    kind: str = Kind.ROUND_OPENED,
    *,
    window: str = "opened",
    due_at: datetime,
    state: str = DeliveryState.SENT,
    **fields: Any,
) -> Delivery:
    """Return a mail about the round to the person whose mandate has this name in the cast."""
    row = planned(
        reader(review.house[name].user, due_at).pk,
        Kind(kind),
        subject=fields.pop("subject", review.round.key),
        window=window,
        due_at=due_at,
        expires_at=due_at + timedelta(days=3),
        at=due_at,
    )
    row.state = state
    if state != DeliveryState.DUE:
        row.ended_at = due_at + timedelta(minutes=1)
    if state == DeliveryState.SENT:
        row.content_digest = "a" * 64
    for field, value in fields.items():
        setattr(row, field, value)
    row.save(force_insert=True)
    return row
