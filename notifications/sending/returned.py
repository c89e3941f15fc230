"""Reports of mail servers that a mail could not be delivered (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from django.utils.translation import gettext as _

from core.errors import Invalid

from .return_address import PREFIX

# Where a mail server says to whom the report itself went: that is our signed address.
_ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
_TOKEN = re.compile(re.escape(PREFIX) + r"([a-z0-9]+)@", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Returned:
    """What a report says: the token of our address, what became of the mail (`failed`, `delayed`,
    `delivered`, `relayed`, `expanded`), and its status by RFC 3463.
    """

    token: str
    action: str
    status: str

    @property
    def is_refusal(self) -> bool:
        """Whether the mail came back for good; a delay is followed by another report."""
        return self.action == _FAILED


def read_report(raw: bytes, *, recipient: str = "") -> Returned:
    """Return what the report `raw` says; `recipient` is whom it went to, if the server tells.

    Raises Invalid for what is no report, and where our address or the status is missing.
    """
    message = message_from_bytes(raw)
    told = _told(message)
    if told is None:
        raise Invalid(
            _("This is no delivery report (RFC 3464): nothing was noted."), code="no_report"
        )
    action, status = told
    token = _token(message, recipient)
    if token is None:
        raise Invalid(
            _("This report went to no return address of the portal: nothing was noted."),
            code="no_return_address",
        )
    return Returned(token, action, status)


def _told(message: Message) -> tuple[str, str] | None:
    """Return action and status of the first address that failed, or else of the first told of."""
    found = [each for part in message.walk() for each in _recipients_in(part)]
    found.sort(key=lambda each: each[0] != _FAILED)
    return found[0] if found else None


def _recipients_in(part: Message) -> Iterator[tuple[str, str]]:
    if part.get_content_type() != "message/delivery-status":
        return
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message):
            continue
        status = _STATUS.match(str(block.get("Status", "")))
        action = str(block.get("Action", "")).strip().lower()
        if action and status:
            yield action, status[1]


def _token(message: Message, recipient: str) -> str | None:
    named = [str(each) for name in _ADDRESSED for each in message.get_all(name, [])]
    found = _TOKEN.search("\n".join([recipient, *named]))
    return found[1].lower() if found else None
