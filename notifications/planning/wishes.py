"""Who wants which digest: by their own choices, and by the mandates they hold."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from notifications.enums import Frequency, Kind, Topic
from notifications.models import Recipient, Subscription
from notifications.topics import BY_MANDATE, CHOSEN, DIGESTS, TERMS
from stakeholders.enums import Capacity
from stakeholders.models import Mandate

_FREQUENCY = {
    Kind.DAILY_DIGEST: Frequency.DAILY,
    Kind.WEEKLY_DIGEST: Frequency.WEEKLY,
    Kind.PROCESS_DIGEST: Frequency.WEEKLY,
}


def wanted(kind: Kind, at: datetime) -> Q:
    """Return the condition on `Recipient` that the digest `kind` is wanted at `at`.

    A mandate brings its topics as often as `TERMS` say; a row overrides that. What anybody may
    choose counts once it was confirmed.
    """
    if kind == Kind.PROCESS_DIGEST:
        return _brought(Topic.PROCESS, _FREQUENCY[kind], at)
    frequency = _FREQUENCY[kind]
    condition = Q(
        Exists(_rows().filter(topic__in=CHOSEN, frequency=frequency, confirmed_at__isnull=False))
    )
    for topic in BY_MANDATE:
        if topic != Topic.PROCESS and frequency in TERMS[topic].possible:
            condition |= _brought(topic, frequency, at)
    return condition


def wishes(recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, frozenset[Kind]]:
    """Return the digests that each recipient wants at `at`. One query."""
    conditions = (ExpressionWrapper(wanted(kind, at), BooleanField()) for kind in DIGESTS)
    rows = Recipient.objects.filter(pk__in=recipient_ids).values_list("pk", *conditions)
    return {
        pk: frozenset(kind for kind, is_wanted in zip(DIGESTS, flags, strict=True) if is_wanted)
        for pk, *flags in rows
    }


def _brought(topic: Topic, frequency: Frequency, at: datetime) -> Q:
    mandates = Mandate.objects.active_at(at).filter(user=OuterRef("user"))
    if topic == Topic.PROCESS:
        mandates = mandates.filter(capacity=Capacity.SECRETARIAT)
    chosen = _rows().filter(topic=topic, subject="")
    condition = Q(Exists(chosen.filter(frequency=frequency)))
    if TERMS[topic].default == frequency:
        condition |= ~Q(Exists(chosen))
    return Q(Exists(mandates)) & condition


def _rows() -> QuerySet[Subscription]:
    return Subscription.objects.filter(recipient=OuterRef("pk")).order_by()
