"""Signed links in mails: they open what they name, for one reader, without signing in.

A token holds the reader's id and key number, so raising the number ends every link given out.
It holds no time: what it opens may be gone, and then there is nothing to open.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from core.errors import Invalid, Missing
from core.public_paths import absolute
from notifications.models import Recipient, Subscription

_STOP, _MANAGE, _CONFIRM = "stop", "manage", "confirm"
# A saved search may be longer than a header's line (998 octets, RFC 5322): then its digest goes.
_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link stops for `recipient`.

    With a `topic`: that topic, or of it the one `subject`. With a `frequency` alone: all that
    comes so often (a digest carries several topics). With neither: everything.
    """

    recipient: Recipient
    topic: str = ""
    subject: str = ""
    frequency: str = ""


def stop_link(
    recipient: Recipient, topic: str = "", subject: str = "", *, frequency: str = ""
) -> str:
    """Return the absolute address that stops what `Stop` says: GET asks, POST does it."""
    if len(subject) > _LONGEST_SUBJECT:
        named = {"d": _digest(subject)}
    else:
        named = {"s": subject} if subject else {}
    often = {"f": str(frequency)} if frequency else {}
    return _link(_STOP, {**_reader(recipient), "t": str(topic), **named, **often})


def manage_link(recipient: Recipient) -> str:
    """Return the absolute address of the page that shows everything `recipient` gets."""
    return _link(_MANAGE, _reader(recipient))


def confirm_link(subscription: Subscription) -> str:
    """Return the absolute address that confirms one subscription."""
    return _link(_CONFIRM, {**_reader(subscription.recipient), "u": subscription.pk.hex})


def read_stop(token: str) -> Stop:
    """Return what the link stops. Raises Invalid for an altered token, and Missing where the
    reader, or what it named, is gone.
    """
    held = _read(_STOP, token)
    recipient = _recipient(held)
    subject = held.get("s", "")
    if "d" in held:
        chosen = recipient.subscriptions.filter(topic=held["t"]).values_list("subject", flat=True)
        subject = next((each for each in chosen if _digest(each) == held["d"]), "")
        if not subject:
            raise _gone()
    return Stop(recipient, held["t"], subject, held.get("f", ""))


def read_manage(token: str) -> Recipient:
    """Return whose page it is. Raises Invalid for an altered token, Missing for an ended one."""
    return _recipient(_read(_MANAGE, token))


def read_confirm(token: str) -> Subscription:
    """Return the subscription to confirm, which may be confirmed already. Raises as `read_stop`."""
    held = _read(_CONFIRM, token)
    recipient = _recipient(held)
    found = recipient.subscriptions.filter(pk=UUID(held["u"])).first()
    if found is None:
        raise _gone()
    return found


def _link(purpose: str, held: dict[str, Any]) -> str:
    token = _signer(purpose).sign_object(held, compress=True)
    return absolute(f"/subscribe/{purpose}/{token}/")


def _signer(purpose: str) -> Signer:
    # Django's colon has to be escaped by some programs that copy an address.
    return Signer(salt=f"notifications.{purpose}", sep="~")


def _reader(recipient: Recipient) -> dict[str, Any]:
    return {"r": recipient.pk.hex, "k": recipient.key_number}


def _read(purpose: str, token: str) -> dict[str, Any]:
    try:
        held: dict[str, Any] = _signer(purpose).unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise Invalid(
            _("This link is not complete or was changed. Copy it from the mail once more."),
            code="altered_link",
        ) from error
    return held


def _recipient(held: dict[str, Any]) -> Recipient:
    found = Recipient.objects.select_related("user").filter(
        pk=UUID(held["r"]), key_number=held["k"]
    )
    recipient = found.first()
    if recipient is None:
        raise _gone()
    return recipient


def _gone() -> Missing:
    return Missing(
        _("This link no longer works: what it named was ended. A later mail has a new one."),
        code="link_ended",
    )


def _digest(subject: str) -> str:
    return sha256(subject.encode()).hexdigest()[:32]
