"""How far news were planned, and the rows of those that are told at once."""

from datetime import datetime, timedelta

from notifications.enums import Kind
from notifications.models import Delivery, NewsMark, Recipient
from notifications.schedule import not_in_quiet_hours

from .clocks import clock_of
from .rows import planned

WORTH_SENDING = timedelta(days=2)


def locked_mark(name: str, *, first: int) -> NewsMark:
    """Return the mark `name`, locked until the transaction ends; one that was not there yet
    stands at `first`. Two queries.
    """
    NewsMark.objects.bulk_create([NewsMark(circle=name, number=first)], ignore_conflicts=True)
    return NewsMark.objects.select_for_update().get(pk=name)


def told_now(reader: Recipient, kind: Kind, *, subject: str, window: str, at: datetime) -> Delivery:
    """Return an unsaved delivery that is due at once, or when the reader's quiet hours end."""
    due_at = not_in_quiet_hours(clock_of(reader), at)
    return planned(
        reader.pk,
        kind,
        subject=subject,
        window=window,
        due_at=due_at,
        expires_at=due_at + WORTH_SENDING,
        at=at,
    )
