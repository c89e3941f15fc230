"""Who wants which digest: by their own choices, and by the mandates they hold."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from notifications.enums import Frequency, Kind, Topic
from notifications.models import Subscription
from notifications.topics import BY_MANDATE, CHOSEN, TERMS
from stakeholders.enums import Capacity
from stakeholders.models import Mandate

_KINDS = {Frequency.DAILY: Kind.DAILY_DIGEST, Frequency.WEEKLY: Kind.WEEKLY_DIGEST}


def wishes(recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, frozenset[Kind]]:
    """Return the digests that each recipient wants at `at`. Two queries.

    A mandate brings its topics as often as `TERMS` say; a row overrides that. What anybody may
    choose counts once it was confirmed.
    """
    rows = Subscription.objects.filter(recipient__in=recipient_ids, confirmed_at__isnull=False)
    choices: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for pk, *choice in rows.order_by().values_list("recipient", "topic", "frequency").distinct():
        choices[pk].append((choice[0], choice[1]))
    mandates = Mandate.objects.active_at(at).filter(user__recipient__in=recipient_ids)
    capacities: dict[UUID, set[str]] = defaultdict(set)
    for pk, capacity in mandates.values_list("user__recipient", "capacity").distinct():
        capacities[pk].add(capacity)
    return {
        pk: frozenset(_wanted(choices.get(pk, []), capacities.get(pk, set())))
        for pk in recipient_ids
    }


def _wanted(choices: Iterable[tuple[str, str]], capacities: set[str]) -> Iterable[Kind]:
    for topic, frequency in choices:
        if topic in CHOSEN and frequency in _KINDS:
            yield _KINDS[Frequency(frequency)]
    if not capacities:
        return
    for topic, frequency in _brought(dict(choices)).items():
        if topic == Topic.PROCESS:
            if frequency == Frequency.WEEKLY and Capacity.SECRETARIAT in capacities:
                yield Kind.PROCESS_DIGEST
        elif frequency in _KINDS:
            yield _KINDS[Frequency(frequency)]


def _brought(choices: Mapping[str, str]) -> dict[Topic, str]:
    """Return how often each topic that a mandate brings comes; `choices` has one of each."""
    return {topic: choices.get(topic, TERMS[topic].default) for topic in BY_MANDATE}
