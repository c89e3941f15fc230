"""Answers to comments, for whoever may read them: released ones in their room and where their
comment is public, prepared ones for the review secretariat alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import Texts
from reviews.models import Comment, Disposition
from reviews.querysets import reads_submissions
from stakeholders.models import Mandate

from .replies import ReplyFacts, replies_of

__all__ = [
    "DispositionFacts",
    "ReplyFacts",
    "answer_histories",
    "disposition_facts",
    "dispositions_of",
]


@dataclass(frozen=True, slots=True)
class DispositionFacts:
    """An answer to a comment. `number` counts the answers to it that its reader may know: for
    the review secretariat the prepared ones too, for everybody else the released ones.

    `duplicate_of` is the comment that this one repeats, None where the reader may not know of
    it; its key is empty until publication, as `comment_key` is. `released_at` is None while it is
    only prepared. `replies` stand in order; `earlier` are the released answers before it, the
    first one first.
    """

    id: UUID
    comment_id: UUID
    comment_key: str
    framework: str
    round: str
    provision: str
    version: int
    number: int
    kind: str
    reasons: Texts
    duplicate_of: UUID | None
    duplicate_of_key: str
    at: datetime
    released_at: datetime | None
    replies: tuple[ReplyFacts, ...]
    earlier: tuple["DispositionFacts", ...]

    @property
    def reply(self) -> ReplyFacts | None:
        """Return what the commenter says to it by now."""
        return self.replies[-1] if self.replies else None


def dispositions_of(
    comment_ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, DispositionFacts]:
    """Return the latest released answer to each comment, by the comment's id, as far as `mandate`
    (None: everybody) may read it; comments without one are absent. Three queries.
    """
    histories = answer_histories(comment_ids, mandate, at)
    latest = ((each, last_released(answers)) for each, answers in histories.items())
    return {comment_id: answer for comment_id, answer in latest if answer is not None}


def disposition_facts(
    disposition_id: UUID, mandate: Mandate | None, at: datetime
) -> DispositionFacts:
    """Return one answer. Raises Missing where it may not be read, as if there were none."""
    seen = Disposition.objects.visible_to(mandate, at).filter(pk=disposition_id)
    comment_id = seen.values_list("comment_id", flat=True).first()
    if comment_id is None:
        raise Missing(_("There is no such answer."))
    answers = answer_histories([comment_id], mandate, at)[comment_id]
    place = next(place for place, each in enumerate(answers) if each.id == disposition_id)
    return with_earlier(answers[: place + 1])


def answer_histories(
    comment_ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, tuple[DispositionFacts, ...]]:
    """Return all answers to each comment that `mandate` may read, the first one first, without
    their `earlier` ones; comments without any are absent. Three queries.
    """
    rows = list(
        Disposition.objects.visible_to(mandate, at)
        .filter(comment__in=comment_ids)
        .select_related(
            "comment__round__framework",
            "comment__item__provision",
            "comment__item__version",
            "duplicate_of",
        )
        .order_by("comment_id", "number")
    )
    replies = replies_of([row.pk for row in rows], mandate, at)
    known = _known({row.duplicate_of_id for row in rows if row.duplicate_of_id}, mandate, at)
    counts_all = reads_submissions(mandate, at)
    found: dict[UUID, tuple[DispositionFacts, ...]] = {}
    for row in rows:
        before = found.get(row.comment_id, ())
        number = row.number if counts_all else len(before) + 1
        facts = _facts(row, number, replies, known)
        found[row.comment_id] = (*before, facts)
    return found


def last_released(answers: Sequence[DispositionFacts]) -> DispositionFacts | None:
    """Return the last released of a comment's answers, with the earlier ones; None for none."""
    released = [each for each in answers if each.released_at is not None]
    return with_earlier(released) if released else None


def with_earlier(answers: Sequence[DispositionFacts]) -> DispositionFacts:
    """Return the last of a comment's answers, with the released ones before it."""
    before = tuple(each for each in answers[:-1] if each.released_at is not None)
    return replace(answers[-1], earlier=before)


def _known(ids: Collection[UUID], mandate: Mandate | None, at: datetime) -> set[UUID]:
    """Return those comments that `mandate` may know of."""
    rows = Comment.objects.visible_to(mandate, at).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def _facts(
    row: Disposition,
    number: int,
    replies: Mapping[UUID, tuple[ReplyFacts, ...]],
    known: Collection[UUID],
) -> DispositionFacts:
    comment, repeated = row.comment, row.duplicate_of
    if repeated is not None and repeated.pk not in known:
        repeated = None
    return DispositionFacts(
        id=row.pk,
        comment_id=row.comment_id,
        comment_key=comment.key or "",
        framework=comment.round.framework.slug,
        round=comment.round.key,
        provision=comment.item.provision.key,
        version=comment.item.version.number,
        number=number,
        kind=row.kind,
        reasons=row.reasons,
        duplicate_of=repeated.pk if repeated else None,
        duplicate_of_key=(repeated.key or "") if repeated else "",
        at=row.at,
        released_at=row.released_at,
        replies=replies.get(row.pk, ()),
        earlier=(),
    )
