"""The clock of a reader's row."""

from django.core.exceptions import ValidationError

from notifications.models import Recipient
from notifications.schedule import Clock, QuietHours, spread_of
from stakeholders.models.user import check_time_zone


def clock_of(recipient: Recipient) -> Clock:
    """Return the clock by which this reader's days, mornings and quiet hours go.

    Reads the user's row where there is one: fetch it along. A zone that is not known (any more)
    counts as UTC: one reader's row must not keep everybody's mails back.
    """
    quiet = None
    if recipient.quiet_from is not None and recipient.quiet_until is not None:
        quiet = QuietHours(recipient.quiet_from, recipient.quiet_until)
    zone = recipient.time_zone
    try:
        check_time_zone(zone)
    except ValidationError:
        zone = "UTC"
    return Clock(zone, quiet, spread_of(recipient.pk))
