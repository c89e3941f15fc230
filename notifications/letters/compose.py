"""What a delivery says, or why it stays silent: written when it is sent, in the reader's language,
with the rights and the choices that the reader has then.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import translation

from notifications.enums import DropReason, Frequency, Kind
from notifications.models import Delivery, Subscription
from notifications.topics import TOPIC_OF_KIND

from . import addresses, confirmation, digest, news, process, rooms, rounds, work
from .letter import Letter, Silence

Composer = Callable[[Delivery, datetime], Letter | Silence]

# Each asks again whether the reader may know (NOT_ENTITLED), whether it still matters (DONE,
# SUPERSEDED) and whether there is anything to tell (NOTHING_TO_SAY).
COMPOSERS: dict[Kind, Composer] = {
    Kind.CONFIRMATION: confirmation.confirmation,
    Kind.ROUND_OPENED: rounds.round_opened,
    Kind.DUE_IN_14_DAYS: rounds.due,
    Kind.DUE_IN_7_DAYS: rounds.due,
    Kind.DUE_IN_2_DAYS: rounds.due,
    Kind.DUE_TODAY: rounds.due,
    Kind.ROUND_CLOSED: rounds.round_closed,
    Kind.DEADLINE_MOVED: rounds.deadline_moved,
    Kind.TO_CLEAR: work.to_clear,
    Kind.TO_REPLY: work.to_reply,
    Kind.TO_RECONFIRM: work.to_reconfirm,
    Kind.OVERDUE: work.overdue,
    Kind.ROOM_NEWS: rooms.room_news,
    Kind.NEWS: news.news,
    Kind.DAILY_DIGEST: digest.digest,
    Kind.WEEKLY_DIGEST: digest.digest,
    Kind.PROCESS_DIGEST: process.process_digest,
    Kind.ADDRESS_FAILS: addresses.address_fails,
}


class NoComposer(LookupError):
    """A kind of mail that nobody has written words for: a mistake in the code, never a silence."""


def compose(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Return the letter that `delivery` is at `at`, or why nothing is to be sent.

    At most two queries before the composer's own, if the recipient is loaded with its user.
    Raises NoComposer.
    """
    kind = Kind(delivery.kind)
    composer = COMPOSERS.get(kind)
    if composer is None:
        raise NoComposer(f"Nothing composes mails of the kind “{kind}”: add it to COMPOSERS.")
    reason = _unreachable(delivery) or _not_wanted(delivery, kind)
    if reason is not None:
        return Silence(reason)
    with translation.override(delivery.recipient.language):
        return composer(delivery, at)


def _unreachable(delivery: Delivery) -> DropReason | None:
    """Return why no mail may go to the recipient at all; None where it may. No query.

    An address that stopped everything is not even asked: anybody can type it into a form. One that
    took no mail is: its answer shows that it does again.
    """
    recipient = delivery.recipient
    if recipient.stopped_at is not None:
        return DropReason.NOT_WANTED
    if recipient.failing_since is not None and delivery.kind != Kind.CONFIRMATION:
        return DropReason.ADDRESS_FAILS
    inactive = recipient.user is not None and not recipient.user.is_active
    return DropReason.NOT_ENTITLED if inactive or not recipient.address else None


def _not_wanted(delivery: Delivery, kind: Kind) -> DropReason | None:
    """Return why the recipient does not want this mail, as far as its choices say so."""
    if kind is Kind.CONFIRMATION:
        return _already_answered(delivery)
    if delivery.recipient.user_id is None:
        return _unconfirmed(delivery)
    topic = TOPIC_OF_KIND.get(kind)
    switched_off = Subscription.objects.filter(
        recipient=delivery.recipient_id, topic=topic, subject="", frequency=Frequency.NEVER
    )
    return DropReason.NOT_WANTED if topic and switched_off.exists() else None


def _already_answered(delivery: Delivery) -> DropReason | None:
    """Return why a question whether something is wanted need not be asked (again).

    Its window is `<subscription id>:<local day>`.
    """
    asked = UUID(delivery.window.partition(":")[0])
    rows = Subscription.objects.filter(pk=asked, recipient=delivery.recipient_id)
    answers = list(rows.values_list("confirmed_at", flat=True))
    if not answers:
        return DropReason.NOT_WANTED
    return None if answers[0] is None else DropReason.DONE


def _unconfirmed(delivery: Delivery) -> DropReason | None:
    """Return why an address without account gets no news: it never said yes, or no longer does."""
    rows = Subscription.objects.filter(recipient=delivery.recipient_id)
    answers = list(rows.values_list("confirmed_at", "frequency"))
    if any(confirmed and frequency != Frequency.NEVER for confirmed, frequency in answers):
        return None
    only_asked = any(confirmed is None for confirmed, _frequency in answers)
    return DropReason.UNCONFIRMED if only_asked else DropReason.NOT_WANTED
