"""Mails that somebody asks for to see what such a mail looks like. No delivery is kept of them."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from core.errors import Conflict, Invalid, Missing, NotAllowed, Unavailable
from notifications.enums import Kind
from notifications.letters.samples import sample_letter
from notifications.models import Delivery, Recipient
from notifications.planning.rows import planned
from notifications.sending.outgoing import BadAddress, Mail, build
from notifications.sending.post import Post
from record.installation import is_sample_database
from stakeholders.models import User
from stakeholders.services.accounts import checked_address

from .recipients import ensure_recipients, recipient_of

_PAUSE = 60  # seconds between two samples to one reader
_MOST_TRIED = 200  # readers of a sample database, to find one who gets such mails


def send_sample(*, recipient_id: UUID, kind: str, at: datetime) -> None:
    """Send a reader who asked for it an example of the mails of `kind`.

    Raises Missing for a kind or a reader that is not there, NotAllowed for a kind that the
    reader never gets, Conflict within a minute of the last one, for an address that was forgotten
    and where there is nothing to show, Unavailable where the mail is not taken.
    """
    known = _known(kind)
    recipient = Recipient.objects.select_related("user").filter(pk=recipient_id).first()
    if recipient is None:
        raise Missing(_("This reader is not here."))
    if not recipient.address:
        raise Conflict(_("This address was forgotten."), code="address_forgotten")
    mail = _mail(recipient, known, at)
    _wait_between(recipient)
    _send(mail)


def send_sample_to(*, email: str, kind: str, language: str = "", at: datetime) -> str:
    """Send an example of the mails of `kind` to an address and return it: to the person whose
    account it is, or as to somebody without one. `language` is the reader's own if empty.

    Without an address it goes, in a sample database, to somebody who gets such mails. Raises as
    `send_sample`, and Invalid for an address that is none.
    """
    known = _known(kind)
    recipient = _reader(checked_address(email), at) if email else _anybody(known, at)
    if recipient.stopped_at is not None:
        raise Conflict(_("This reader stopped everything."), code="stopped_everything")
    if language:
        recipient.own_language = language
        if recipient.user is not None:
            recipient.user.language = language  # of this mail; it is not saved
    _send(_mail(recipient, known, at))
    return recipient.address


def _known(kind: str) -> Kind:
    if kind not in Kind.values:
        raise Missing(
            _("There is no kind of mail “%(kind)s”. There are: %(kinds)s.")
            % {"kind": kind, "kinds": ", ".join(Kind.values)},
            code="kind_unknown",
        )
    return Kind(kind)


def _reader(address: str, at: datetime) -> Recipient:
    """Return the reader of this address; one that is nowhere kept for an unknown address."""
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    if user is not None:
        return recipient_of(user, at)
    found = Recipient.objects.filter(user=None, email__iexact=address).first()
    return found or Recipient(email=address, begun_at=at)


def _anybody(kind: Kind, at: datetime) -> Recipient:
    """Return the first reader of a sample database who may get mails of `kind`."""
    if not is_sample_database():
        raise Invalid(_("Say to which address the example goes."), code="address_missing")
    ensure_recipients(at)
    refusal: NotAllowed | None = None
    rows = Recipient.objects.reachable().filter(user__isnull=False).select_related("user")
    for recipient in rows.order_by("begun_at", "user__email")[:_MOST_TRIED]:
        try:
            sample_letter(_delivery(recipient, kind, at), at)
        except NotAllowed as error:
            refusal = error
        else:
            return recipient
    raise refusal or Conflict(_("Nobody is there yet who gets mails."), code="no_reader")


def _delivery(recipient: Recipient, kind: Kind, at: datetime) -> Delivery:
    """Return a delivery that no table gets."""
    delivery = planned(
        recipient.pk,
        kind,
        subject="",
        window="example",
        due_at=at,
        expires_at=at + timedelta(hours=1),
        at=at,
    )
    delivery.recipient = recipient
    return delivery


def _mail(recipient: Recipient, kind: Kind, at: datetime) -> Mail:
    delivery = _delivery(recipient, kind, at)
    try:
        return build(delivery, sample_letter(delivery, at))
    except BadAddress as error:
        raise Invalid(_("This is no address that a mail can go to.")) from error


def _wait_between(recipient: Recipient) -> None:
    """Raise Conflict within a minute of the last one. Nobody waits where nobody can count."""
    with suppress(RedisError):
        if not cache.add(f"sample-mail:{recipient.pk}", True, _PAUSE):
            raise Conflict(
                _("An example was sent less than a minute ago. Try again in a minute."),
                code="sample_sent_just_now",
            )


def _send(mail: Mail) -> None:
    try:
        with Post() as post:
            post.send(mail)
    except OSError as error:
        raise Unavailable(
            _("The mail was not taken just now. Try again later."), code="mail_not_taken"
        ) from error
