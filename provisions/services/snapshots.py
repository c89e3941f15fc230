"""Daily snapshots of where each framework stands, which digests compare the present with.

They are derived from what is only appended (transitions, versions, status recordings), so a
day that was missed is caught up with exactly what would have been taken then.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from core.actor import Actor
from core.canonical import canonical_bytes
from core.dates import midnight_after
from frameworks.models import Framework
from provisions.history import History
from provisions.models import StatusSnapshot
from record.acts import act, together
from record.models import SYSTEM

from .locks import lock_framework

SNAPSHOT_TAKEN = "snapshot.taken"
_AT_ONCE = 20  # rows of one INSERT; a row may name ten thousand provisions


def take_snapshots(*, actor: Actor, at: datetime) -> int:
    """Take every snapshot that is due at `at`, and return how many.

    For each framework: one for every UTC day since it was created or since its latest
    snapshot, as of the day's end; and one for the running day, as of `at`. A day has one
    snapshot, however often and by however many this is run. Each framework is done in a
    transaction of its own; the number of queries does not grow with its provisions.
    """
    frameworks = Framework.objects.annotate(latest=Max("snapshots__day")).order_by("slug")
    rows = frameworks.values_list("id", "created_at", "latest")
    due = [row_id for row_id, created_at, latest in rows if _due_days(created_at, latest, at)]
    return sum(_take(framework_id, actor, at) for framework_id in due)


def _take(framework_id: UUID, actor: Actor, at: datetime) -> int:
    with together():
        framework = lock_framework(framework_id)
        # Asked again behind the lock: another run may have been here meanwhile.
        latest = framework.snapshots.aggregate(latest=Max("day"))["latest"]
        days = _due_days(framework.created_at, latest, at)
        if not days:
            return 0
        with act(SNAPSHOT_TAKEN, subject=framework.slug, actor=actor, at=at) as made:
            digest = hashlib.sha256()
            batch: list[StatusSnapshot] = []
            for snapshot in _snapshots(framework, days, at):
                digest.update(_bytes(snapshot))
                batch.append(snapshot)
                if len(batch) == _AT_ONCE:
                    StatusSnapshot.objects.bulk_create(batch)
                    batch.clear()
            StatusSnapshot.objects.bulk_create(batch)
            made.enter(
                SYSTEM,
                {
                    "first_day": days[0].isoformat(),
                    "last_day": days[-1].isoformat(),
                    "digest": digest.hexdigest(),
                },
            )
    return len(days)


def _due_days(created_at: datetime, latest: date | None, at: datetime) -> list[date]:
    today = at.astimezone(UTC).date()
    first = created_at.astimezone(UTC).date() if latest is None else latest + timedelta(days=1)
    if created_at > at:
        return []
    return [first + timedelta(days=passed) for passed in range((today - first).days + 1)]


def _snapshots(framework: Framework, days: list[date], at: datetime) -> Iterator[StatusSnapshot]:
    history = History(framework)
    for day in days:
        ends_at = midnight_after(day, "UTC")
        # What happens at midnight belongs to the day that begins then.
        last_instant = min(ends_at - timedelta(microseconds=1), at)
        standing = history.at(last_instant)
        yield StatusSnapshot(
            framework=framework,
            day=day,
            as_of=min(ends_at, at),
            taken_at=at,
            official_status=standing.official_status,
            stages=dict(Counter(stage for stage, _ in standing.provisions.values())),
            provisions={key: list(stood) for key, stood in standing.provisions.items()},
        )


def _bytes(snapshot: StatusSnapshot) -> bytes:
    return canonical_bytes(
        {
            "day": snapshot.day.isoformat(),
            "as_of": snapshot.as_of.isoformat(),
            "official_status": snapshot.official_status,
            "stages": snapshot.stages,
            "provisions": snapshot.provisions,
        }
    )
