"""Readers: who they are, how they want their mail, and that they want none."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import Conflict, FieldError, Invalid, Missing
from notifications.enums import DeliveryState, Kind
from notifications.models import Delivery, Recipient
from notifications.planning.digests import reschedule
from notifications.schedule import check_quiet_hours
from stakeholders.models import Mandate, User
from stakeholders.services.accounts import check_reading_settings, save_reading_settings

# Planned ahead of the reader's morning, and so planned anew when that morning changes. What tells
# of something that happened is never planned twice, and stays.
PLANNED_AHEAD = (
    Kind.DUE_IN_14_DAYS,
    Kind.DUE_IN_7_DAYS,
    Kind.DUE_IN_2_DAYS,
    Kind.DUE_TODAY,
    Kind.TO_CLEAR,
    Kind.TO_REPLY,
    Kind.TO_RECONFIRM,
    Kind.OVERDUE,
)


@transaction.atomic
def ensure_recipients(at: datetime) -> int:
    """See that everybody with a mandate that is active at `at` is a reader; return how many are
    new. One query where nobody is.
    """
    holders = User.objects.filter(
        pk__in=Mandate.objects.active_at(at).values("user"), recipient=None
    ).order_by("pk")
    new = list(holders)
    for user in new:
        _begin(user, at)
    return len(new)


def recipient_of(user: User, at: datetime) -> Recipient:
    """Return the reader that `user` is, new if need be."""
    found = Recipient.objects.select_related("user").filter(user=user).first()
    return found or _begin(user, at)


@transaction.atomic
def save_settings(
    *,
    recipient_id: UUID,
    language: str,
    time_zone: str,
    quiet_from: time | None,
    quiet_until: time | None,
    at: datetime,
) -> Recipient:
    """Keep a reader's language, IANA zone and quiet hours, which are local times; both or neither.

    Reminders that wait are planned anew, digests come at the new morning. Raises Invalid by field
    (`/language`, `/time_zone`, `/quiet_from`), and Missing.
    """
    check_reading_settings(language=language, time_zone=time_zone)
    _check_quiet_hours(quiet_from, quiet_until)
    recipient = locked(recipient_id)
    if recipient.user is None:
        recipient.own_language, recipient.own_time_zone = language, time_zone
    else:
        save_reading_settings(user_id=recipient.user.pk, language=language, time_zone=time_zone)
        recipient.user.language, recipient.user.time_zone = language, time_zone
    recipient.quiet_from, recipient.quiet_until = quiet_from, quiet_until
    recipient.save(update_fields=["own_language", "own_time_zone", "quiet_from", "quiet_until"])
    plan_anew(recipient, PLANNED_AHEAD)
    reschedule(recipient, at)
    return recipient


@transaction.atomic
def stop_everything(*, recipient_id: UUID, at: datetime) -> Recipient:
    """Send this reader nothing more; what they chose is kept. Said twice, it stays as it was."""
    recipient = locked(recipient_id)
    if recipient.stopped_at is None:
        recipient.stopped_at = at
        recipient.daily_due_at = recipient.weekly_due_at = None
        recipient.save(update_fields=["stopped_at", "daily_due_at", "weekly_due_at"])
        plan_anew(recipient, PLANNED_AHEAD)
    return recipient


@transaction.atomic
def resume(*, recipient_id: UUID, at: datetime) -> Recipient:
    """Send this reader again what they chose. Raises Conflict for an address that was forgotten."""
    recipient = locked(recipient_id)
    if not recipient.address:
        raise Conflict(_("This address was forgotten. Follow something again from its page."))
    if recipient.stopped_at is not None:
        recipient.stopped_at = None
        recipient.save(update_fields=["stopped_at"])
        reschedule(recipient, at)
    return recipient


@transaction.atomic
def forget_address(*, recipient_id: UUID, at: datetime) -> None:
    """Erase an address without account, all it followed and every link that it was given.

    The log keeps that mails were sent, to whom no longer. Raises Conflict for an account, whose
    address is how its holder signs in.
    """
    recipient = locked(recipient_id)
    if recipient.user is not None:
        raise Conflict(_("This address belongs to an account. Stop everything instead."))
    recipient.subscriptions.all().delete()
    _drop_waiting(recipient, Q())
    recipient.email = ""
    recipient.quiet_from = recipient.quiet_until = None
    recipient.daily_due_at = recipient.weekly_due_at = None
    recipient.stopped_at, recipient.key_number = at, recipient.key_number + 1
    recipient.save()


def locked(recipient_id: UUID) -> Recipient:
    """Return a reader that nobody else changes meanwhile. Raises Missing."""
    rows = Recipient.objects.select_related("user").select_for_update(of=("self",))
    recipient = rows.filter(pk=recipient_id).first()
    if recipient is None:
        raise Missing(_("This reader is not here."))
    return recipient


def plan_anew(recipient: Recipient, kinds: Collection[Kind]) -> None:
    """Take back what waits of these kinds and no worker ever held: the next sweep plans it."""
    _drop_waiting(recipient, Q(kind__in=kinds))


def _drop_waiting(recipient: Recipient, which: Q) -> None:
    """Delete rows that wait. What a worker held may have left, and keeps its Message-ID."""
    waiting = Delivery.objects.select_for_update(skip_locked=True).filter(
        which,
        recipient=recipient,
        state=DeliveryState.DUE,
        tries=0,
        claimed_until__isnull=True,
    )
    Delivery.objects.filter(pk__in=[row.pk for row in waiting]).delete()


@transaction.atomic
def _begin(user: User, at: datetime) -> Recipient:
    """Return a new reader for `user`: the one that their address was, if it followed something."""
    earlier = (
        Recipient.objects.select_for_update()
        .filter(user=None, email__iexact=user.email)
        .exclude(email="")
        .first()
    )
    if earlier is None:
        recipient, _made = Recipient.objects.get_or_create(user=user, defaults={"begun_at": at})
    else:
        recipient = _taken_over(earlier, user)
    recipient.user = user
    reschedule(recipient, at)
    return recipient


def _taken_over(earlier: Recipient, user: User) -> Recipient:
    """Turn the reader of an address into its holder's. “Stop everything” was said of what the
    address followed, never of what a mandate brings.
    """
    if earlier.stopped_at is not None:
        earlier.subscriptions.all().delete()
    earlier.user, earlier.email, earlier.stopped_at = user, "", None
    earlier.save(update_fields=["user", "email", "stopped_at"])
    return earlier


def _check_quiet_hours(start: time | None, end: time | None) -> None:
    if start is None and end is None:
        return
    if start is None or end is None:
        detail = _("Give both times, or neither.")
        pointer = "/quiet_until" if end is None else "/quiet_from"
        raise Invalid(detail, errors=[FieldError(pointer, detail)])
    check_quiet_hours(start, end)
