"""How the review goes, for the review secretariat: rounds, answers that are waited for, notices
that did not arrive. Of comments nothing but how many, and since when the first of them waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef

from core.languages import Texts
from notifications.enums import DeliveryState
from notifications.models import Delivery
from notifications.topics import NOTICES
from reviews.enums import RoundState
from reviews.models import Comment, Disposition, Round
from reviews.querysets import reads_submissions, scope_of
from reviews.selectors.placements import placements_to_confirm
from reviews.services.answering import ANSWERED_STAGES
from stakeholders.models import Mandate

_UNDELIVERED = (DeliveryState.MISSED, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class RoundCourse:
    """A round that is announced or open, or in which comments wait for an answer: how many, and
    since when the first of them does (None where none does).
    """

    id: UUID
    key: str
    framework_title: Texts
    state: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Course:
    """`rounds` stand by what waits longest in them, then by their deadline. `undelivered` counts
    notices by kind and state (`missed`, `failed`), `placements` comments whose place in a new
    version waits for a person's word.
    """

    rounds: tuple[RoundCourse, ...] = ()
    undelivered: Mapping[tuple[str, str], int] = field(default_factory=dict)
    placements: int = 0

    def __bool__(self) -> bool:
        return bool(self.rounds or self.undelivered or self.placements)


def course_of(mandate: Mandate | None, at: datetime, *, since: datetime) -> Course:
    """Return how the review goes at `at`, with the notices that failed later than `since`; nothing
    for everybody but the review secretariat. A constant number of queries.
    """
    if mandate is None or not reads_submissions(mandate, at):
        return Course()
    return Course(
        rounds=_rounds(mandate, at),
        undelivered=_undelivered(mandate, since, at),
        placements=len(placements_to_confirm(mandate, at)),
    )


def _rounds(mandate: Mandate, at: datetime) -> tuple[RoundCourse, ...]:
    waiting = _waiting(mandate, at)
    rows = Round.objects.filter(**scope_of("framework", mandate)).select_related("framework")
    due = rows.exclude(state=RoundState.CLOSED) | rows.filter(pk__in=list(waiting))
    courses = (_course(row, *waiting.get(row.pk, (0, None))) for row in due)
    return tuple(sorted(courses, key=lambda each: (each.oldest or at, each.closes_at, each.key)))


def _waiting(mandate: Mandate, at: datetime) -> dict[UUID, tuple[int, datetime | None]]:
    """Return by closed round how many comments have no released answer, and since when."""
    answers = Disposition.objects.filter(comment=OuterRef("pk"), released_at__isnull=False)
    rows = (
        Comment.objects.visible_to(mandate, at)
        .filter(
            ~Exists(answers),
            stage__in=ANSWERED_STAGES,
            round__state=RoundState.CLOSED,
            **scope_of("round__framework", mandate),
        )
        .order_by()
        .values("round_id")
        .annotate(waiting=Count("pk"), oldest=Min("submitted_at"))
    )
    return {row["round_id"]: (row["waiting"], row["oldest"]) for row in rows}


def _course(row: Round, waiting: int, oldest: datetime | None) -> RoundCourse:
    return RoundCourse(
        id=row.pk,
        key=row.key,
        framework_title=row.framework.title,
        state=row.state,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        time_zone=row.framework.time_zone,
        waiting=waiting,
        oldest=oldest,
    )


def _undelivered(mandate: Mandate, since: datetime, at: datetime) -> Mapping[tuple[str, str], int]:
    rows = Delivery.objects.visible_to(mandate, at).filter(
        kind__in=NOTICES, state__in=_UNDELIVERED, ended_at__gt=since, ended_at__lte=at
    )
    counted = rows.order_by("kind", "state").values_list("kind", "state")
    return {(kind, state): number for kind, state, number in counted.annotate(number=Count("pk"))}
