"""Readers and what they follow, made as the house makes them."""

from datetime import datetime, timedelta
from typing import Any

from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.digests import reschedule
from notifications.planning.rows import planned
from notifications.services.recipients import ensure_recipients
from notifications.services.subscriptions import subscribe
from stakeholders.models import Mandate


def make_subscriber(
    email: str = "reader@example.org",
    *,
    language: str = "en",
    time_zone: str = "Europe/Zurich",
    at: datetime,
    **fields: Any,
) -> Recipient:
    """Return an address without account that follows nothing yet."""
    return Recipient.objects.create(
        email=email, own_language=language, own_time_zone=time_zone, begun_at=at, **fields
    )


def make_subscription(
    recipient: Recipient,
    topic: str = Topic.THEME,
    subject: str = "skills",
    frequency: str = Frequency.WEEKLY,
    *,
    confirmed: bool = True,
    at: datetime,
) -> Subscription:
    """Return what `recipient` follows, or was only asked about."""
    if confirmed:
        return subscribe(
            recipient_id=recipient.pk, topic=topic, subject=subject, frequency=frequency, at=at
        )
    made = Subscription.objects.create(
        recipient=recipient, topic=topic, subject=subject, frequency=frequency, begun_at=at
    )
    reschedule(recipient, at)
    return made


def reader_of(mandate: Mandate, *, at: datetime) -> Recipient:
    """Return the reader that the holder of `mandate` is."""
    ensure_recipients(at)
    return Recipient.objects.select_related("user").get(user=mandate.user_id)


def make_delivery(
    recipient: Recipient,
    kind: str = Kind.NEWS,
    *,
    subject: str = "",
    window: str = "1-2",
    at: datetime,
    **fields: Any,
) -> Delivery:
    """Return a delivery that is due at `at` and worth sending for a day; `fields` are set on it."""
    row = planned(
        recipient.pk,
        Kind(kind),
        subject=subject,
        window=window,
        due_at=at,
        expires_at=at + timedelta(days=1),
        at=at,
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row
