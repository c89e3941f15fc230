"""The review secretariat's queue: every comment of a round with how far its answer has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import Texts
from reviews.disposition_drafts import missing_languages
from reviews.gaps import Gap, Latest, gaps_of
from reviews.models import Assignment, Cluster, Clustering, Comment, Disposition, Round
from reviews.querysets import reads_submissions, scope_of
from reviews.services.answering import ANSWERED_STAGES
from stakeholders.enums import Capacity
from stakeholders.models import Mandate

from .cards import Person, person_facts
from .dispositions import DispositionFacts, answer_histories, last_released, with_earlier
from .handed import HandedOver, handed_over_comments

UNANSWERED, PREPARED, RELEASED = "unanswered", "prepared", "released"
_COUNTED = ("total", UNANSWERED, PREPARED, RELEASED)


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """Comments on one provision that are answered alike; those in it now."""

    id: UUID
    name: str
    item_id: UUID
    provision: str
    comment_ids: tuple[UUID, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerCase:
    """A comment with its answer. `number` is that of the latest version, 0 for none: what the
    next one has to expect. `prepared` is the latest version where it is not released yet,
    `released` the answer that stands; `missing_languages` are those that `prepared` lacks.
    """

    handed: HandedOver
    number: int
    assignee: Person | None
    cluster: ClusterFacts | None
    prepared: DispositionFacts | None
    released: DispositionFacts | None
    missing_languages: tuple[str, ...]

    @property
    def latest(self) -> DispositionFacts | None:
        return self.prepared or self.released

    @property
    def state(self) -> str:
        """Return `unanswered`, `prepared` (not released yet) or `released`."""
        if self.prepared is not None:
            return PREPARED
        return RELEASED if self.released is not None else UNANSWERED


@dataclass(frozen=True, slots=True)
class RoundAnswers:
    """How far the answers of a closed round have come, in numbers of comments."""

    id: UUID
    key: str
    framework: str
    framework_title: Texts
    number: int
    purpose: Texts
    publication: str
    closed_at: datetime | None
    time_zone: str
    total: int
    unanswered: int
    prepared: int
    released: int


def answer_queue(round_id: UUID, mandate: Mandate | None, at: datetime) -> list[AnswerCase]:
    """Return every comment of a round that is to be answered, in the document's order, with its
    answer. Raises Missing for everybody but the review secretariat. A constant number of queries.
    """
    round_ = answered_round(round_id, mandate, at)
    handed = handed_over_comments(mandate, at, rounds=[round_.key], stages=ANSWERED_STAGES).rows
    return answer_cases(handed, mandate, at)


def answer_cases(
    handed: Collection[HandedOver], mandate: Mandate | None, at: datetime
) -> list[AnswerCase]:
    """Return comments that were handed over with their answers, in their order; nothing but the
    comments for everybody but the review secretariat. Five queries.
    """
    ids = [each.id for each in handed]
    histories = answer_histories(ids, mandate, at)
    assignees = _assignees(ids, mandate, at)
    inside = Clustering.objects.visible_to(mandate, at).filter(comment__in=ids)
    clusters = {
        comment_id: cluster for cluster in _clusters(inside) for comment_id in cluster.comment_ids
    }
    return [
        _case(each, histories.get(each.id, ()), assignees.get(each.id), clusters.get(each.id))
        for each in handed
    ]


def answered_round(round_id: UUID, mandate: Mandate | None, at: datetime) -> Round:
    """Return a round with its framework. Raises Missing for everybody but the review secretariat,
    exactly as if there were none.
    """
    rows = Round.objects.select_related("framework").filter(**scope_of("framework", mandate))
    found = rows.filter(pk=round_id).first() if reads_submissions(mandate, at) else None
    if found is None:
        raise Missing(_("There is no such round."))
    return found


def answered_rounds(mandate: Mandate | None, at: datetime) -> list[RoundAnswers]:
    """Return the closed rounds with their counts, the latest first; none for everybody but the
    review secretariat. Two queries.
    """
    if not reads_submissions(mandate, at):
        return []
    rows = (
        Round.objects.filter(closed_at__isnull=False, **scope_of("framework", mandate))
        .select_related("framework")
        .order_by("-closed_at", "key")
    )
    counts = _counts(mandate, at)
    return [_round(row, counts.get(row.pk, {})) for row in rows]


def _counts(mandate: Mandate | None, at: datetime) -> dict[UUID, dict[str, int]]:
    """Return by round how many comments stand, and how far their answers have come."""
    answers = Disposition.objects.filter(comment=OuterRef("pk")).order_by("-number")
    rows = (
        Comment.objects.visible_to(mandate, at)
        .filter(stage__in=ANSWERED_STAGES)
        .annotate(
            answer=Subquery(answers.values("number")[:1]),
            out=Subquery(answers.values("released_at")[:1]),
        )
        .order_by()
        .values("round_id")
        .annotate(
            total=Count("pk"),
            unanswered=Count("pk", filter=Q(answer__isnull=True)),
            prepared=Count("pk", filter=Q(answer__isnull=False, out__isnull=True)),
            released=Count("pk", filter=Q(out__isnull=False)),
        )
    )
    return {
        round_id: dict(zip(_COUNTED, counts, strict=True))
        for round_id, *counts in rows.values_list("round_id", *_COUNTED)
    }


def clusters_of(round_id: UUID, mandate: Mandate | None, at: datetime) -> list[ClusterFacts]:
    """Return the clusters of a round that hold comments, by provision and name. One query."""
    return _clusters(Clustering.objects.visible_to(mandate, at).filter(comment__round=round_id))


def assignees(mandate: Mandate | None, at: datetime, framework: str) -> list[Person]:
    """Return who of the review secretariat may prepare answers on a framework. One query."""
    rows = Mandate.objects.visible_to(mandate, at).active_at(at)
    if not reads_submissions(mandate, at):
        return []
    people = rows.filter(capacity=Capacity.SECRETARIAT, framework_key__in=["", framework])
    named = people.select_related("user", "organization").order_by("user__name", "id")
    return [person_facts(row) for row in named.distinct()]


def gaps_in(cases: Collection[AnswerCase]) -> list[Gap]:
    """Return what keeps the answers of a round, all its cases, from being released."""
    return gaps_of({case.handed.id: _as_latest(case) for case in cases})


def _as_latest(case: AnswerCase) -> Latest | None:
    answer = case.latest
    if answer is None:
        return None
    return Latest(answer.reasons, answer.duplicate_of, answer.released_at is not None)


def _case(
    handed: HandedOver,
    answers: tuple[DispositionFacts, ...],
    assignee: Person | None,
    cluster: ClusterFacts | None,
) -> AnswerCase:
    prepared = None
    if answers and answers[-1].released_at is None:
        prepared = with_earlier(answers)
    return AnswerCase(
        handed=handed,
        number=answers[-1].number if answers else 0,
        assignee=assignee,
        cluster=cluster,
        prepared=prepared,
        released=last_released(answers),
        missing_languages=missing_languages(prepared.reasons) if prepared else (),
    )


def _assignees(ids: Collection[UUID], mandate: Mandate | None, at: datetime) -> dict[UUID, Person]:
    rows = Assignment.objects.visible_to(mandate, at).filter(comment__in=ids)
    latest = rows.order_by("comment_id", "-number").distinct("comment_id")
    named = latest.select_related("assignee__user", "assignee__organization")
    return {row.comment_id: person_facts(row.assignee) for row in named if row.assignee}


def _clusters(rows: QuerySet[Clustering]) -> list[ClusterFacts]:
    latest = rows.order_by("comment_id", "-number").distinct("comment_id")
    inside: dict[Cluster, list[UUID]] = {}
    for row in latest.select_related("cluster__item__provision"):
        if row.cluster is not None:
            inside.setdefault(row.cluster, []).append(row.comment_id)
    ordered = sorted(
        inside, key=lambda each: (each.item.provision.document_order, each.name, each.pk)
    )
    return [
        ClusterFacts(
            id=each.pk,
            name=each.name,
            item_id=each.item_id,
            provision=each.item.provision.key,
            comment_ids=tuple(inside[each]),
            at=each.at,
        )
        for each in ordered
    ]


def _round(row: Round, counts: dict[str, int]) -> RoundAnswers:
    return RoundAnswers(
        id=row.pk,
        key=row.key,
        framework=row.framework.slug,
        framework_title=row.framework.title,
        number=row.number,
        purpose=row.purpose,
        publication=row.publication,
        closed_at=row.closed_at,
        time_zone=row.framework.time_zone,
        **{name: counts.get(name, 0) for name in _COUNTED},
    )
