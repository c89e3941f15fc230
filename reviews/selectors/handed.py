"""What was handed over, as the review secretariat reads it: words, actor and instants. Nothing of
how a room came to them: no person, no thread, no voice, no count of drafts or moves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from core.errors import Missing
from core.keyset import Order
from frameworks.selectors import WHOLE, Slice, Stretch
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.border import crossings_of, outer_edition, outer_stage, stands_outside
from reviews.lifecycle import CommentMove
from reviews.models import Comment, MadeMove, SubmittedComment, Wording
from reviews.querysets import CommentQuerySet, reads_submissions
from stakeholders.models import Circle, Mandate

from .cards import RELATED, WordingFacts, wording_facts

HANDED_ORDERS = {
    DOCUMENT_ORDER: Order(
        ("round__framework__slug", "round__number", "item__provision__document_order", "id_text")
    ),
    "recent": Order(("-handed_over_at", "id_text")),
}


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A comment as the review secretariat reads it. `stage` is `offered_late`, `submitted`,
    `published`, `withdrawn`, or `endorsed` for one that was declined; `edition` counts what passed
    between the room and the secretariat. `wording` is None once it was withdrawn, and its `number`
    is 0: how often a room rewrote is its own affair. The reasons are of the latest offer and of
    the latest decision on it.
    """

    id: UUID
    edition: int
    stage: str
    framework: str
    round_id: UUID
    round: str
    item_id: UUID
    provision: str
    provision_number: str
    speaks_for: Circle
    wording: WordingFacts | None
    co_sponsors: tuple[str, ...]
    not_supporting: tuple[str, ...]
    is_late: bool
    receipt: str
    handed_over_at: datetime
    offer_reason: str
    decision: str
    decision_reason: str
    decided_at: datetime | None
    published_at: datetime | None
    key: str


def handed_over_comments(
    mandate: Mandate | None,
    at: datetime,
    stretch: Stretch = WHOLE,
    *,
    rounds: Collection[str] = (),
    provisions: Collection[str] = (),
    groups: Collection[str] = (),
    stages: Collection[str] = (),
) -> Slice[HandedOver]:
    """Return what was handed over, by keys of rounds and provisions, group and stage; nothing
    for anybody but the review secretariat. `stretch.keys` are ids. Four queries.
    """
    wanted = {
        "round__key__in": rounds,
        "item__provision__key__in": provisions,
        "speaks_for__group__in": groups,
    }
    rows = _rows(mandate, at).filter(
        **{path: list(values) for path, values in wanted.items() if values}
    )
    if stages:
        rows = rows.filter(stands_outside(stages))
    found = sliced(rows, HANDED_ORDERS, stretch, lambda row: row, key="id")
    return Slice(_handed(found.rows, mandate, at), found.next)


def handed_over_comment(comment_id: UUID, mandate: Mandate | None, at: datetime) -> HandedOver:
    """Return one of them. Raises Missing for anybody but the review secretariat."""
    found = handed_over_comments(mandate, at, Stretch(keys=[str(comment_id)])).rows
    if not found:
        raise Missing(_("There is no such comment."))
    return found[0]


def _rows(mandate: Mandate | None, at: datetime) -> CommentQuerySet:
    latest = SubmittedComment.objects.visible_to(mandate, at).filter(comment=OuterRef("pk"))
    rows = (
        Comment.objects.visible_to(mandate, at)
        .select_related(*RELATED)
        .annotate(
            id_text=Cast("id", CharField()),
            handed_over_at=Subquery(
                latest.order_by("-submission__at", "-id").values("submission__at")[:1]
            ),
        )
        .filter(handed_over_at__isnull=False)
    )
    # Everybody may know of the published ones, but not from here.
    return rows if reads_submissions(mandate, at) else rows.none()


def _handed(
    rows: Sequence[Comment], mandate: Mandate | None, at: datetime
) -> tuple[HandedOver, ...]:
    ids = [row.pk for row in rows]
    submitted = SubmittedComment.objects.visible_to(mandate, at).filter(comment__in=ids)
    latest = {
        each.comment_id: each
        for each in submitted.select_related("submission").order_by("submission__at", "id")
    }
    wordings = {
        (each.comment_id, each.number): each
        for each in Wording.objects.visible_to(mandate, at)
        .filter(comment__in=ids)
        .select_related("text__text__version", "question")
    }
    crossings = crossings_of(rows)
    return tuple(
        _one(
            row,
            latest[row.pk],
            wordings.get((row.pk, latest[row.pk].wording)),
            crossings[row.pk],
        )
        for row in rows
    )


def _one(
    row: Comment,
    line: SubmittedComment,
    wording: Wording | None,
    crossings: Sequence[MadeMove],
) -> HandedOver:
    by_move: Mapping[str, MadeMove] = {each.move: each for each in crossings}  # the latest of each
    offer = by_move.get(CommentMove.OFFER_LATE)
    decision = _decision(by_move, offer)
    return HandedOver(
        id=row.pk,
        edition=outer_edition(row, crossings),
        stage=outer_stage(row),
        framework=row.round.framework.slug,
        round_id=row.round_id,
        round=row.round.key,
        item_id=row.item_id,
        provision=row.item.provision.key,
        provision_number=row.item.provision.number,
        speaks_for=row.speaks_for,
        wording=_without_number(wording) if wording else None,
        co_sponsors=tuple(line.co_sponsors),
        not_supporting=tuple(line.not_supporting),
        is_late=line.submission.is_late,
        receipt=line.submission.number,
        handed_over_at=line.submission.at,
        offer_reason=offer.reason if offer else "",
        decision=decision.move if decision else "",
        decision_reason=decision.reason if decision else "",
        decided_at=decision.at if decision else None,
        published_at=row.published_at,
        key=row.key or "",
    )


def _decision(by_move: Mapping[str, MadeMove], offer: MadeMove | None) -> MadeMove | None:
    """Return what was decided on the latest offer, if anything was."""
    said = [
        each
        for move in (CommentMove.ACCEPT_LATE, CommentMove.DECLINE_LATE)
        if (each := by_move.get(move)) is not None and offer and each.number > offer.number
    ]
    return max(said, key=lambda each: each.number, default=None)


def _without_number(wording: Wording) -> WordingFacts:
    return replace(wording_facts(wording), number=0)
