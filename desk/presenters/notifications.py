"""A reader's own mails and settings in words."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import When, when_zoned
from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import CalendarKey, Recipient
from notifications.selectors.names import named
from notifications.selectors.own_mails import OwnMail
from notifications.subjects import path_of


def reader_context(recipient: Recipient) -> dict[str, Any]:
    """Return where the mails go and when the next digests come."""

    def when(at: datetime | None) -> When | None:
        return when_zoned(at, recipient.time_zone, recipient.language) if at else None

    return {
        "address": recipient.address,
        "stopped": when(recipient.stopped_at),
        "next_daily": when(recipient.daily_due_at),
        "next_weekly": when(recipient.weekly_due_at),
    }


def mail_lines(mails: Iterable[OwnMail], recipient: Recipient) -> list[dict[str, Any]]:
    """Return the last mails, each with what it was about. Two queries at most."""
    found, language = list(mails), recipient.language
    names = named([(each.topic, each.subject) for each in found if each.subject], language)
    kinds = labels(Kind, language)
    return [
        {
            "kind": kinds[each.kind],
            "about": names[each.topic, each.subject] if each.subject else None,
            "url": path_of(each.topic, each.subject, language) if each.subject else "",
            "when": when_zoned(each.ended_at, recipient.time_zone, language),
            "state": _state(each, language),
            "is_trouble": _is_trouble(each),
        }
        for each in found
    ]


def calendar_context(key: CalendarKey | None, recipient: Recipient) -> dict[str, Any]:
    """Return since when the personal calendar can be fetched; None: there is no key."""
    made = key and when_zoned(key.made_at, recipient.time_zone, recipient.language)
    return {"made": made}


def _is_trouble(mail: OwnMail) -> bool:
    return mail.came_back or mail.state in (DeliveryState.MISSED, DeliveryState.FAILED)


def _state(mail: OwnMail, language: str) -> str:
    """Return what became of a mail, as a sentence."""
    if mail.came_back:
        return _("Sent, and it came back.")
    match mail.state:
        case DeliveryState.SENT:
            return _("Sent.")
        case DeliveryState.MISSED:
            return _("Missed: its time passed while nothing was sent.")
        case DeliveryState.FAILED:
            return _("Failed: the mail could not be handed over.")
        case _:
            reason = labels(DropReason, language)[mail.reason]
            return _("Not sent. %(reason)s.") % {"reason": reason}
