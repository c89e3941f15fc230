"""What the portal does between two pages of somebody who waits for a mail, and programs without
cookies that follow the links of one.

Called while a browser is open, so the database is reached behind the scenes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.core import mail
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from notifications.models import Recipient
from notifications.sweeping import sweep
from provisions.models import Provision
from provisions.services.facts import change_facts
from tests.factories.people import IMPORTER

from .story.people import behind_the_scenes


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program without cookies got."""

    status: int
    body: str


def something_changes(*themes: str) -> None:
    def change() -> None:
        provision = Provision.objects.get(key="trial.1")
        change_facts(provision=provision, themes=list(themes), actor=IMPORTER, at=timezone.now())

    behind_the_scenes(change)


def swept(address: str, at: datetime | None = None) -> list[EmailMessage]:
    """Let the sweep run, at `at` or now, and return the new mails to `address`."""
    clock: Callable[[], datetime] = timezone.now if at is None else lambda: at
    before = len(mail.outbox)
    counts = behind_the_scenes(lambda: sweep(clock))
    assert counts.failed == 0
    return [each for each in mail.outbox[before:] if each.to == [address]]


def weekly_digest_of(address: str) -> datetime:
    """Return when the next weekly digest to `address` is due, in UTC."""

    def due() -> Any:
        of_address = Q(email=address) | Q(user__email=address)
        return Recipient.objects.values_list("weekly_due_at", flat=True).get(of_address)

    at = behind_the_scenes(due)
    assert isinstance(at, datetime)
    return at


def link_in(letter: EmailMessage, purpose: str) -> str:
    """Return the link with this purpose out of the plain text."""
    found = re.search(rf"https?://\S+/subscribe/{purpose}/\S+", str(letter.body))
    assert found is not None, letter.body
    return found[0]


def fetched(address: str, form: dict[str, str] | None = None) -> Answer:
    """Fetch an address, or send a form there, as a program that holds no cookie."""
    request = Request(address, urlencode(form).encode() if form else None)  # noqa: S310 - ours
    try:
        with urlopen(request, timeout=20) as answer:  # noqa: S310 - ours
            return Answer(answer.status, answer.read().decode())
    except HTTPError as refusal:
        return Answer(refusal.code, refusal.read().decode())
