"""The clock of a reader's row."""

from notifications.models import Recipient
from notifications.schedule import Clock, QuietHours, spread_of


def clock_of(recipient: Recipient) -> Clock:
    """Return the clock by which this reader's days, mornings and quiet hours go.

    Reads the user's row where there is one: fetch it along.
    """
    quiet = None
    if recipient.quiet_from is not None and recipient.quiet_until is not None:
        quiet = QuietHours(recipient.quiet_from, recipient.quiet_until)
    return Clock(recipient.time_zone, quiet, spread_of(recipient.pk))
