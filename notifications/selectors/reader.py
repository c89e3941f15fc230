"""For whom a digest is written: what they follow at its frequency, and how far they were told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from notifications.enums import DeliveryState, DropReason, Frequency, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.topics import TERMS
from record.models import PUBLIC
from record.stretches import number_at
from stakeholders.models import Mandate

from .changes import EVERYTHING, Followed
from .choices import topics_of

# An act is entered a moment after the instant that it names: whoever reads on by the clock goes
# back so far, rather than miss one.
_MARGIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Reader:
    """`mandates` are those active now; `followed` what is wanted at the digest's frequency."""

    recipient: Recipient
    mandates: tuple[Mandate, ...]
    followed: tuple[Followed, ...]
    topics: frozenset[Topic]

    @property
    def hears_of_rooms(self) -> bool:
        return Topic.ROOMS in self.topics


@dataclass(frozen=True, slots=True)
class Told:
    """How far a reader was told: public entries up to `after`; of a room those up to its mark, by
    chain, or else what it held at `rooms_since`. `since` is when.
    """

    after: int
    rooms: Mapping[str, int]
    rooms_since: datetime
    since: datetime


def reader_of(recipient: Recipient, frequency: Frequency, at: datetime) -> Reader:
    """Return what `recipient` wants to hear of at `frequency`, with the rights they have at `at`.
    Two queries.
    """
    mandates = mandates_of(recipient, at)
    rows = list(
        Subscription.objects.filter(recipient=recipient, confirmed_at__isnull=False).order_by(
            "topic", "subject"
        )
    )
    topics = frozenset(_brought(mandates, rows, frequency))
    followed = [_followed(row) for row in rows if row.subject and row.frequency == frequency]
    if Topic.STATUS in topics:
        followed += _scopes(mandates)
    return Reader(recipient, mandates, tuple(followed), topics)


def mandates_of(recipient: Recipient, at: datetime) -> tuple[Mandate, ...]:
    """Return the mandates that the reader holds at `at`; none for an address without account."""
    if recipient.user_id is None:
        return ()
    rows = Mandate.objects.active_at(at).filter(user=recipient.user_id)
    return tuple(rows.select_related("user", "organization").order_by("starts_at", "pk"))


def told_before(delivery: Delivery) -> Told:
    """Return how far the digests before this one told its reader. Three queries at most.

    One that had nothing to say told everything too; it left no marks, so its time counts.
    """
    latest = _latest(delivery)
    sent, silent = latest.get(DeliveryState.SENT), latest.get(DeliveryState.DROPPED)
    if silent is not None and (sent is None or sent[0] < silent[0]):
        back = silent[0] - _MARGIN
        marked = sent[1].get(PUBLIC, 0) if sent else 0
        return Told(max(marked, number_at(PUBLIC, back)), {}, back, silent[0])
    if sent is not None:
        ended_at, marks = sent
        back = ended_at - _MARGIN
        after = marks[PUBLIC] if PUBLIC in marks else number_at(PUBLIC, back)
        return Told(after, marks, back, ended_at)
    begun = delivery.recipient.begun_at
    return Told(number_at(PUBLIC, begun), {}, begun, begun)


def _latest(delivery: Delivery) -> dict[str, tuple[datetime, dict[str, int]]]:
    silent = Q(state=DeliveryState.DROPPED, reason=DropReason.NOTHING_TO_SAY)
    rows = Delivery.objects.filter(
        Q(state=DeliveryState.SENT) | silent, recipient=delivery.recipient_id, kind=delivery.kind
    ).order_by("state", "-ended_at")
    columns = rows.distinct("state").values_list("state", "ended_at", "marks")
    return {state: (ended_at, marks) for state, ended_at, marks in columns if ended_at}


def _brought(
    mandates: Sequence[Mandate], rows: Iterable[Subscription], frequency: Frequency
) -> Iterator[Topic]:
    own = {row.topic: row.frequency for row in rows if not row.subject}
    for topic in topics_of(mandates):
        if own.get(topic, TERMS[topic].default) == frequency:
            yield topic


def _followed(row: Subscription) -> Followed:
    return Followed(Topic(row.topic), row.subject, row.confirmed_at or row.begun_at)


def _scopes(mandates: Iterable[Mandate]) -> list[Followed]:
    """Return the frameworks that these mandates are for, since their first such mandate."""
    begun: dict[str, datetime] = {}
    for each in mandates:
        since = max(each.starts_at, each.confirmed_at or each.starts_at)
        begun[each.framework_key] = min(since, begun.get(each.framework_key, since))
    if EVERYTHING in begun:
        begun = {EVERYTHING: begun[EVERYTHING]}
    return [Followed(Topic.STATUS, slug, since) for slug, since in sorted(begun.items())]
