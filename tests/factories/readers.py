"""Readers by their clock: addresses that follow something, in any zone, with any quiet hours."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from notifications.enums import Frequency, Topic
from notifications.models import Recipient, Subscription
from notifications.planning.digests import reschedule

QUIET = tuple[time, time]


def make_reader(
    name: str,
    *,
    at: datetime,
    zone: str = "Europe/Zurich",
    quiet: QUIET | None = None,
    frequencies: Sequence[Frequency] = (Frequency.DAILY,),
    spread: int = 0,
) -> Recipient:
    """Return an address without account that follows one theme for each of `frequencies`, with
    its due times set. Its mails leave `spread` minutes after nine.
    """
    fields = {"own_time_zone": zone, "begun_at": at}
    if quiet is not None:
        fields |= {"quiet_from": quiet[0], "quiet_until": quiet[1]}
    pk = UUID(int=Recipient.objects.count() * 30 + 30 + spread)
    reader = Recipient.objects.create(pk=pk, email=f"{name}@example.org", **fields)
    for number, frequency in enumerate(frequencies):
        Subscription.objects.create(
            recipient=reader,
            topic=Topic.THEME,
            subject=f"theme-{number}",
            frequency=frequency,
            begun_at=at,
            confirmed_at=at,
        )
    reschedule(reader, at)
    return reader
