"""A letter as a mail: plain text and HTML that say the same, and the headers of one."""

import re
from email.message import Message
from email.mime.text import MIMEText
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from notifications.calendars import calendar_named
from notifications.enums import Frequency, Kind
from notifications.letters.letter import Letter, Line, Part
from notifications.models import Delivery, Recipient
from notifications.topics import TOPIC_OF_KIND
from record.installation import is_sample_database
from record.names import authority, sample_marked

from .links import manage_link, stop_link
from .plain import as_text
from .return_address import envelope_sender, return_token

_LONGEST_LINE = 998  # octets, RFC 5322
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
# What the one click of a mail stops where the mail carries several topics.
_FREQUENCY_OF_KIND = {
    Kind.NEWS: Frequency.NOW,
    Kind.DAILY_DIGEST: Frequency.DAILY,
    Kind.WEEKLY_DIGEST: Frequency.WEEKLY,
}


class BadAddress(ValueError):
    """The recipient's address is none."""


class Mail(EmailMultiAlternatives):
    """A mail whose bytes are made once: what is counted as sent is what left."""

    metadata: dict[str, str]  # what a provider hands back with its events
    _made: Message | None = None

    def message(self, *, policy: Any = None) -> Any:
        """Return the mail as it leaves, the same each time."""
        if self._made is None:
            self._made = super().message()
            # A long address would be folded at its very beginning, which few programs unfold.
            self._made.policy = self._made.policy.clone(max_line_length=_LONGEST_LINE)
        return self._made

    def digest(self) -> str:
        """Return the SHA-256 of the mail's bytes, in hex."""
        return sha256(self.message().as_bytes()).hexdigest()


def build(delivery: Delivery, letter: Letter) -> Mail:
    """Return `letter` as a mail to the delivery's recipient, in the recipient's language.

    One query, if any, for whether the database is a sample. Raises BadAddress.
    """
    recipient = delivery.recipient
    with translation.override(recipient.language):
        foot = _foot(delivery)
        head = [_sample_words()] if is_sample_database() else []
        mail = Mail(
            subject=one_line(sample_marked(letter.subject)),
            body=as_text(letter, head=head, foot=foot),
            from_email=envelope_sender(delivery.pk),  # the envelope's; `From` stands in a header
            to=[_checked_address(recipient)],
            headers=_headers(delivery, letter, stop=foot[-1].url),
        )
        mail.attach_alternative(_html(letter, recipient, head, foot), "text/html")
        if letter.events:
            mail.attach(_calendar(letter))
    mail.metadata = {"return": return_token(delivery.pk)}
    return mail


def one_line(text: str) -> str:
    """Return `text` as a header may hold it: line breaks and controls become single spaces."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _checked_address(recipient: Recipient) -> str:
    try:
        validate_email(recipient.address)
    except ValidationError as error:
        raise BadAddress from error  # without the address: it must stand in no log
    return recipient.address


def _headers(delivery: Delivery, letter: Letter, *, stop: str) -> dict[str, str]:
    recipient = delivery.recipient
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": delivery.message_id,
        "List-Id": f"Tripartite <status.{authority()}>",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": recipient.language,
    }
    if letter.thread:
        root = sha256(f"{recipient.pk}\n{letter.thread}".encode()).hexdigest()[:32]
        headers["In-Reply-To"] = headers["References"] = f"<thread.{root}@{authority()}>"
    if is_sample_database():
        headers["X-Tripartite-Sample"] = "yes"
    return headers


def _foot(delivery: Delivery) -> tuple[Line, ...]:
    """Return the ways to other mails; the last one is what one click stops."""
    recipient, kind = delivery.recipient, Kind(delivery.kind)
    topic, often = TOPIC_OF_KIND.get(kind), _FREQUENCY_OF_KIND.get(kind)
    stop = stop_link(recipient, topic or "", frequency="" if topic else often or "")
    choose = Line(_("Choose what you get, and how often"), manage_link(recipient))
    return choose, Line(_stop_words(topic is not None, often), stop)


def _stop_words(has_topic: bool, often: Frequency | None) -> str:
    if has_topic:
        return _("Stop mails of this kind")
    match often:
        case Frequency.NOW:
            return _("Stop all news that come at once")
        case Frequency.DAILY:
            return _("Stop all daily news")
        case Frequency.WEEKLY:
            return _("Stop all weekly news")
        case _:
            return _("Stop everything")


def _sample_words() -> str:
    return _("This portal holds sample data: its people and comments are invented.")


def _html(letter: Letter, recipient: Recipient, head: list[str], foot: tuple[Line, ...]) -> str:
    context = {
        "letter": letter,
        "parts": [_part(each) for each in letter.parts],
        "title": one_line(sample_marked(letter.subject)),
        "head": head,
        "foot": foot,
        "language": recipient.language,
        "base_url": settings.PUBLIC_BASE_URL,
    }
    return render_to_string("emails/letter.html", context).strip()


@lru_cache(maxsize=64)  # as in plain text: what changed in public stands alike in many digests
def _part(part: Part) -> str:
    return render_to_string("emails/letter_part.html", {"part": part})


def _calendar(letter: Letter) -> MIMEText:
    calendar = calendar_named("Tripartite")
    for event in letter.events:
        calendar.add_component(event)
    part = MIMEText(calendar.to_ical().decode(), "calendar", "utf-8")
    part.set_param("method", "PUBLISH")
    part.add_header("Content-Disposition", "attachment", filename="calendar.ics")
    return part
