"""Mails that came back: an address that takes none is marked, and its holder's coordinator told."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Invalid, Missing
from notifications.enums import BounceKind, Kind
from notifications.models import Bounce, Delivery, Recipient
from notifications.planning.clocks import clock_of
from notifications.planning.rows import insert, planned
from notifications.schedule import not_in_quiet_hours
from notifications.sending.return_address import read_return
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate, User

from .recipients import locked, recipient_of

# Mails that an address refused for the time being, within so many days, until it counts as failing.
SOFT_BOUNCES = 3
SOFT_BOUNCES_WITHIN = timedelta(days=7)
_STATUS = re.compile(r"([45])\.\d{1,3}\.\d{1,3}")
_WORTH_TELLING = timedelta(days=14)


def note_bounce(*, token: str, status: str, at: datetime) -> Bounce:
    """Note that the mail whose return address holds `token` came back with `status` (RFC 3463).

    Noted again, it changes nothing. Raises Invalid for a token that is not ours and for a status
    that is no refusal, Missing for a mail that was forgotten.
    """
    return note_refusal(delivery_id=read_return(token), status=status, at=at)


@transaction.atomic
def note_refusal(*, delivery_id: UUID, status: str, at: datetime) -> Bounce:
    """Note that an address refused a delivery. It counts as failing after one 5.x.x, or after
    4.x.x for three mails within seven days; who admits at its holder's homes is told then.

    Raises as `note_bounce`.
    """
    kind = _kind_of(status)
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        raise Missing(_("This mail is not known here any more: nothing was noted."))
    recipient = locked(delivery.recipient_id)
    earlier = Bounce.objects.filter(delivery=delivery, status=status).first()
    bounce = earlier or Bounce.objects.create(delivery=delivery, kind=kind, status=status, at=at)
    if earlier is None and recipient.failing_since is None and _fails(recipient, kind, at):
        recipient.failing_since = at
        recipient.save(update_fields=["failing_since"])
        _tell_coordinators(recipient, at)
    return bounce


@transaction.atomic
def address_works(*, recipient_id: UUID, at: datetime) -> Recipient:
    """Send to this address again, and forget what it refused; what waits goes out. Raises Missing.

    Called when its holder confirms it or says that it works.
    """
    recipient = locked(recipient_id)
    Bounce.objects.filter(delivery__recipient=recipient, at__lte=at).delete()
    if recipient.failing_since is not None:
        recipient.failing_since = None
        recipient.save(update_fields=["failing_since"])
    return recipient


def _kind_of(status: str) -> BounceKind:
    found = _STATUS.fullmatch(status)
    if found is None:
        raise Invalid(
            _("A mail comes back with a status like 5.1.1 or 4.2.2: nothing was noted."),
            code="no_refusal",
        )
    return BounceKind.HARD if found[1] == "5" else BounceKind.SOFT


def _fails(recipient: Recipient, kind: BounceKind, at: datetime) -> bool:
    if kind is BounceKind.HARD:
        return True
    lately = Bounce.objects.filter(
        delivery__recipient=recipient, kind=BounceKind.SOFT, at__gt=at - SOFT_BOUNCES_WITHIN
    )
    return lately.values("delivery").distinct().count() >= SOFT_BOUNCES


def _tell_coordinators(failing: Recipient, at: datetime) -> None:
    """Plan a mail to whoever admits at the homes of the user whose address fails."""
    if failing.user is None or failing.failing_since is None:
        return
    window = f"{failing.pk}:{failing.failing_since.astimezone(UTC).isoformat()}"
    insert(_notice(recipient_of(user, at), window, at) for user in _coordinators(failing.user, at))


def _notice(coordinator: Recipient, window: str, at: datetime) -> Delivery:
    due_at = not_in_quiet_hours(clock_of(coordinator), at)
    return planned(
        coordinator.pk,
        Kind.ADDRESS_FAILS,
        subject="",
        window=window,
        due_at=due_at,
        expires_at=due_at + _WORTH_TELLING,
        at=at,
    )


def _coordinators(user: User, at: datetime) -> Iterable[User]:
    """Return who admits at a home of one of the user's active mandates, but not the user."""
    homes = {
        home.pk: home
        for mandate in Mandate.objects.active_at(at).filter(user=user)
        for home in Circle.objects.home_of(mandate)
    }
    found: dict[UUID, User] = {}
    for home in homes.values():
        admitting = ADMISSIONS[CircleKind(home.kind)].admitting
        holders = Mandate.objects.active_at(at).at_home_in(home).filter(capacity=admitting)
        found |= {each.user_id: each.user for each in holders.select_related("user")}
    found.pop(user.pk, None)
    return found.values()
