"""Mails that this machine kept, taken apart for the page that shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from urllib.parse import urlencode
from uuid import UUID

from core.errors import Missing
from core.keyset import Order, Position
from core.when import When, when_instant
from notifications.models import KeptMail

ORDER = Order(("-kept_at", "-id"))
MAILBOX = "/accounts/mailbox/"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One line of the list."""

    to: str
    subject: str
    when: When
    url: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes along with a mail; `number` counts from one."""

    number: int
    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail taken apart. `html` is "" for one that has plain text alone."""

    sender: str
    to: str
    subject: str
    when: When
    url: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    attached: tuple[Attached, ...]


def mailbox_path(to: str = "", cursor: str = "") -> str:
    """Return the address of the list, of one recipient's mails alone where `to` is given."""
    query = {name: value for name, value in (("to", to), ("cursor", cursor)) if value}
    return f"{MAILBOX}?{urlencode(query)}" if query else MAILBOX


def read_mailbox(
    *, to: str, after: Position, limit: int, language: str
) -> tuple[list[Envelope], Position | None]:
    """Return the mails to the address `to` ("": to anybody), the newest first, and where the list
    goes on; None at its end.
    """
    rows = KeptMail.objects.order_by(*ORDER.columns)
    if to:
        rows = rows.filter(to__icontains=to)
    if after:
        rows = rows.filter(ORDER.after(after))
    found = list(rows[: limit + 1])
    following = ORDER.position(found[limit - 1]) if len(found) > limit else None
    return [_envelope(each, language) for each in found[:limit]], following


def open_mail(mail_id: UUID, language: str) -> Opened:
    """Return one mail. Raises Missing."""
    kept = KeptMail.objects.filter(pk=mail_id).first()
    if kept is None:
        raise Missing("There is no such mail.")
    message = BytesParser(policy=policy.default).parsebytes(bytes(kept.message))
    return Opened(
        sender=kept.sender,
        to=kept.to,
        subject=str(message.get("Subject", "")),
        when=when_instant(kept.kept_at, language),
        url=f"{MAILBOX}{kept.pk}/",
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=tuple((name, str(value)) for name, value in message.items()),
        attached=tuple(_attached(message)),
    )


def _envelope(kept: KeptMail, language: str) -> Envelope:
    headers = BytesHeaderParser(policy=policy.default).parsebytes(bytes(kept.message))
    return Envelope(
        to=kept.to,
        subject=str(headers.get("Subject", "")),
        when=when_instant(kept.kept_at, language),
        url=f"{MAILBOX}{kept.pk}/",
    )


def _body(message: EmailMessage, form: str) -> str:
    part = message.get_body((form,))
    return str(part.get_content()) if part is not None else ""


def _attached(message: EmailMessage) -> Iterator[Attached]:
    """Return what a mail program would offer as files, calendar parts included."""
    for number, part in enumerate(message.iter_attachments(), start=1):
        name = part.get_filename() or f"{number}"
        content = part.get_payload(decode=True)
        held = content if isinstance(content, bytes) else b""
        yield Attached(number, name, part.get_content_type(), held)
