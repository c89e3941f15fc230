"""Whether somebody with an account follows a thing."""

from uuid import UUID

from notifications.enums import Frequency, Topic
from notifications.models import Subscription


def frequency_of(user_id: UUID, topic: Topic, subject: str) -> Frequency | None:
    """Return how often the person hears of one thing that they chose; None where they do not
    follow it. One query.
    """
    found = Subscription.objects.filter(
        recipient__user=user_id, topic=topic, subject=subject, confirmed_at__isnull=False
    ).values_list("frequency", flat=True)
    often = found.first()
    return Frequency(often) if often else None
