"""The mail that tells a circle's coordinator that a member's address takes no mail. Whose it is,
the member list says.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.public_paths import absolute
from notifications.enums import DropReason
from notifications.models import Delivery, Recipient
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import admits_at

from .letter import Letter, Line, Silence


def address_fails(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Compose the notice; its window names the recipient that fails, and since when."""
    failing_id, _separator, since = delivery.window.partition(":")
    failing = Recipient.objects.filter(pk=failing_id).first()
    if failing is None or failing.user_id is None:
        return Silence(DropReason.DONE)
    if failing.failing_since != datetime.fromisoformat(since):
        return Silence(DropReason.DONE)
    circle = _coordinated(delivery.recipient.user_id, failing.user_id, at)
    return Silence(DropReason.NOT_ENTITLED) if circle is None else address_fails_letter(circle.pk)


def address_fails_letter(circle_id: UUID) -> Letter:
    """Return what who admits to the circle with this id is told."""
    return Letter(
        subject=_("The address of a member of your circle takes no mail"),
        preheader=_("The member list of your circle shows which one."),
        opening=(
            _("Mails to the address of a member of your circle come back."),
            _("Until that address is put right, reminders and notices do not reach this person."),
            _("The member list of your circle shows which one."),
        ),
        why=_("You get this mail because you admit people to your circle."),
        action=Line(_("Open the member list"), absolute(f"/desk/circles/{circle_id}/members/")),
    )


def _coordinated(reader: UUID | None, member: UUID, at: datetime) -> Circle | None:
    """Return a circle that the user `reader` admits people to and `member` is at home in."""
    if reader is None:
        return None
    rows = Mandate.objects.active_at(at).select_related("user", "organization").order_by("pk")
    own = list(rows.filter(user=reader))
    homes = [Circle.objects.home_of(each).get() for each in rows.filter(user=member)]
    return next((home for home in homes for each in own if admits_at(each, home)), None)
