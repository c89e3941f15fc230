"""A provider that does what a test tells it, and letters that tests send through it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from notifications.enums import Frequency, Kind, Topic
from notifications.letters.compose import COMPOSERS
from notifications.letters.letter import Letter, Line, Part, Silence
from notifications.models import Delivery, Recipient
from tests.factories.notifications import make_delivery, make_subscriber, make_subscription

LETTER = Letter(
    subject="News of the theme Skills",
    preheader="Two things changed.",
    opening=("Two things changed since the last mail.",),
    why="You follow the theme Skills.",
    parts=(Part("What changed", (Line("Agreed: Article 5", "https://example.org/5/"),)),),
    marks={"public": 12},
)


class Provider:
    """What the provider will do with the next mails, and what it did."""

    def __init__(self) -> None:
        self.will: list[Exception | None] = []
        self.taken: list[EmailMessage] = []
        self.opened = self.closed = 0
        self.on_sending: Callable[[], None] = lambda: None


PROVIDER = Provider()


class EmailBackend(BaseEmailBackend):
    def open(self) -> bool:
        PROVIDER.opened += 1
        return True

    def close(self) -> None:
        PROVIDER.closed += 1

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        PROVIDER.on_sending()
        what = PROVIDER.will.pop(0) if PROVIDER.will else None
        if what is not None:
            raise what
        PROVIDER.taken += email_messages
        return len(email_messages)


@contextmanager
def provider(settings: Any) -> Iterator[Provider]:
    """Every mail goes to a provider without a past."""
    PROVIDER.__init__()  # type: ignore[misc]
    settings.EMAIL_BACKEND = "tests.notifications.postoffice.EmailBackend"
    yield PROVIDER


def says(
    monkeypatch: Any, said: Letter | Silence | Exception = LETTER, kind: Kind = Kind.NEWS
) -> list[Delivery]:
    """Let every mail of `kind` say the same; return the list of those that asked."""
    asked: list[Delivery] = []

    def composer(delivery: Delivery, at: datetime) -> Letter | Silence:
        asked.append(delivery)
        if isinstance(said, Exception):
            raise said
        return said

    monkeypatch.setitem(COMPOSERS, kind, composer)
    return asked


def reader(email: str = "reader@example.org", *, at: datetime, **fields: Any) -> Recipient:
    """Return an address that follows something and confirmed it."""
    recipient = make_subscriber(email, at=at, **fields)
    make_subscription(recipient, Topic.THEME, "skills", Frequency.NOW, at=at)
    return recipient


def mails_due(number: int, *, at: datetime, **fields: Any) -> list[Delivery]:
    """Return so many mails to one reader that are due at `at`."""
    recipient = reader(at=at)
    return [
        make_delivery(recipient, window=f"{each}-{each + 1}", at=at, **fields)
        for each in range(number)
    ]


def takes_too_long() -> NoReturn:
    """Let PostgreSQL give a statement up, as it does after `DATABASE_STATEMENT_SECONDS`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(60)")
    raise AssertionError("It was to take too long.")
