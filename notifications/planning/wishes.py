"""Who wants which digest: by their own choices, and by the mandates they hold."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from notifications.enums import Frequency, Kind, Topic
from notifications.selectors.choices import Wanted, effective

_KINDS = {Frequency.DAILY: Kind.DAILY_DIGEST, Frequency.WEEKLY: Kind.WEEKLY_DIGEST}


def wishes(recipient_ids: Collection[UUID], at: datetime) -> dict[UUID, frozenset[Kind]]:
    """Return the digests that each recipient wants at `at`. Three queries."""
    found = effective(recipient_ids, at)
    return {pk: frozenset(_kinds(wanted)) for pk, wanted in found.items()}


def _kinds(wanted: Iterable[Wanted]) -> Iterable[Kind]:
    for each in wanted:
        if each.topic is Topic.PROCESS:
            if each.frequency is Frequency.WEEKLY:
                yield Kind.PROCESS_DIGEST  # a digest of its own
        elif each.frequency in _KINDS:
            yield _KINDS[each.frequency]
