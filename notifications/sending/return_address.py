"""Where a mail comes back to: an address that names its delivery and that nobody can make up.

A local part is case-insensitive to many servers and at most 64 octets long (RFC 5321), so the
token is base32 in small letters: 26 characters of the delivery's id and 16 of a signature.
"""

from base64 import b32decode, b32encode
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from core.errors import Invalid

PREFIX = "bounces+"
_ID_LENGTH, _SIGNATURE_BYTES = 26, 10


def return_token(delivery_id: UUID) -> str:
    """Return the 42 letters and digits that name a delivery and prove that we wrote them."""
    return _b32(delivery_id.bytes) + _signature(delivery_id)


def read_return(token: str) -> UUID:
    """Return the delivery's id. Raises Invalid for a token that is not ours, or was altered."""
    given = token.strip().lower()
    try:
        delivery_id = UUID(bytes=b32decode(given[:_ID_LENGTH].upper() + "======"))
    except ValueError as error:
        raise _not_ours() from error
    if not constant_time_compare(given, return_token(delivery_id)):
        raise _not_ours()
    return delivery_id


def envelope_sender(delivery_id: UUID) -> str:
    """Return the address that goes on the envelope: the signed one if there is a domain for it."""
    domain: str = settings.NOTIFICATIONS_BOUNCE_DOMAIN
    if not domain:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"{PREFIX}{return_token(delivery_id)}@{domain}"


def _signature(delivery_id: UUID) -> str:
    made = salted_hmac("notifications.return", delivery_id.hex, algorithm="sha256")
    return _b32(made.digest()[:_SIGNATURE_BYTES])


def _b32(raw: bytes) -> str:
    return b32encode(raw).decode().rstrip("=").lower()


def _not_ours() -> Invalid:
    return Invalid(
        _("This return address was not made by the portal, or was altered: nothing was noted."),
        code="altered_return_address",
    )
