"""Following something by an address alone: what was typed into a form is a question, no more."""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from core.jobs import wake
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.planning.rows import insert, planned
from notifications.subjects import check_subject, check_topic
from stakeholders.models import User
from stakeholders.services.accounts import checked_address

from .recipients import recipient_of
from .subscriptions import check_frequency

SENDING = "notifications.deliver"  # the job's name: a service imports no task
MOST_UNCONFIRMED = 5  # of one address: nobody's mailbox is filled with questions
_WORTH_ASKING = timedelta(days=2)


@transaction.atomic
def ask_by_address(
    *,
    email: str,
    topic: str,
    subject: str,
    language: str,
    frequency: str | None = None,
    at: datetime,
) -> None:
    """Ask `email` whether this is wanted: at most once a day for each thing.

    Nothing tells the asker whether the address is known, follows this already or was asked too
    much. Raises Invalid by field for what is malformed, and Missing for what is not there.
    """
    address = checked_address(email)
    chosen = check_topic(topic)
    kept = check_subject(chosen, subject)
    often = check_frequency(chosen, frequency)
    spoken = language if language in LANGUAGES else DEFAULT_LANGUAGE
    recipient = _reader_of(address, spoken, at)
    asked = _asked(recipient, chosen, kept, often, at)
    if asked is not None:
        insert([_question(asked, at)])
    wake(SENDING)  # whether or not there is something to send: the answer takes as long


def _reader_of(address: str, language: str, at: datetime) -> Recipient:
    """Return the reader of this address, locked; the holder of an account is one reader."""
    user = User.objects.filter(email__iexact=address, is_active=True).first()
    if user is not None:
        found = recipient_of(user, at)
    else:
        found, _made = Recipient.objects.get_or_create(
            user=None,
            email__iexact=address,
            defaults={"email": address, "own_language": language, "begun_at": at},
        )
    return Recipient.objects.select_for_update().get(pk=found.pk)


def _asked(
    recipient: Recipient, topic: Topic, subject: str, frequency: Frequency, at: datetime
) -> Subscription | None:
    """Return what to ask about, or None where there is nothing to ask or peace was wanted."""
    if recipient.stopped_at is not None:
        return None
    found = recipient.subscriptions.filter(topic=topic, subject=subject).first()
    if found is None:
        waiting = recipient.subscriptions.filter(confirmed_at=None).count()
        if waiting >= MOST_UNCONFIRMED:
            return None
        found = Subscription(recipient=recipient, topic=topic, subject=subject)
    elif found.confirmed_at is not None and found.frequency != Frequency.NEVER:
        return None
    found.frequency, found.begun_at, found.confirmed_at = frequency, at, None
    found.save()
    return found


def _question(asked: Subscription, at: datetime) -> Delivery:
    return planned(
        asked.recipient_id,
        Kind.CONFIRMATION,
        subject="",
        window=f"{asked.pk}:{at.astimezone(UTC).date()}",
        due_at=at,
        expires_at=at + _WORTH_ASKING,
        at=at,
    )
