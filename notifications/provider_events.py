"""What a mail provider tells of mails it took, by anymail's one signal for all providers."""

import logging
import re
from typing import Any

from anymail.signals import EventType, RejectReason, tracking
from django.utils import timezone

from core.errors import DomainError

from .services.bounces import note_bounce

log = logging.getLogger(__name__)

_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
_CAME_BACK = (EventType.BOUNCED, EventType.REJECTED)
_NO_SUCH_ADDRESS = (RejectReason.BOUNCED, RejectReason.INVALID)


def listen() -> None:
    """Hear of mails that came back; called once, where a provider is set up."""
    tracking.connect(note_event, dispatch_uid="notifications")


def note_event(sender: Any, event: Any, **_: Any) -> None:
    """Note that one of our mails came back. Other events, and other mails, are no concern."""
    token = (event.metadata or {}).get("return")
    if event.event_type not in _CAME_BACK or not token:
        return
    try:
        note_bounce(token=token, status=_status(event), at=timezone.now())
    except DomainError as error:
        log.warning("A provider's event was not noted: %s", error.code)


def _status(event: Any) -> str:
    """Return the code of RFC 3463 that the event quotes; without one, what its reason amounts to:
    no such address, or a refusal that may pass.
    """
    found = _STATUS.search(event.mta_response or event.description or "")
    if found:
        return found[1]
    return "5.0.0" if event.reject_reason in _NO_SUCH_ADDRESS else "4.0.0"
