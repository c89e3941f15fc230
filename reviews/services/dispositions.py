"""Preparing answers: seen by the review secretariat alone until they are released together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from core.ids import new_id
from core.languages import Texts
from record.acts import act, together
from reviews.act_codes import ActCode
from reviews.disposition_drafts import DispositionDraft, checked_disposition
from reviews.disposition_payloads import prepared_lines
from reviews.enums import DispositionKind, Publication
from reviews.models import Comment, Disposition

from .answering import (
    ANSWERED_STAGES,
    Taken,
    check_round_closed,
    latest_dispositions,
    next_number,
    take_to_answer,
)
from .moves import secretariat_chain


@together()
def prepare_dispositions(
    *,
    comment_ids: Sequence[UUID],
    kind: str,
    reasons: Texts,
    expected: Mapping[UUID, int],
    actor: Actor,
    at: datetime,
    duplicate_of: UUID | None = None,
) -> list[Disposition]:
    """Prepare one answer for one or several comments of a closed round; return the answer of each
    in the order named. After a release this is the next version, which the next release brings.

    `expected` is the number of the latest answer that the actor saw, by comment, 0 for none. The
    same answer again by the same person is returned. Raises what `take_to_answer` raises, Invalid
    for what `checked_disposition` or the comment that is repeated refuses, Conflict
    `round_not_closed`, `answered_elsewhere` where a colleague prepared another answer meanwhile.
    A constant number of queries.
    """
    said = checked_disposition(kind, reasons, duplicate_of)
    beside = [said.duplicate_of] if said.duplicate_of else []
    taken, others = take_to_answer(comment_ids, actor=actor, at=at, beside=beside)
    check_round_closed(taken.round)
    latest = latest_dispositions([*taken.comments, *others])
    if said.duplicate_of is not None:
        _check_repeats(taken, others.get(said.duplicate_of), latest)
    due = _due(taken, said, expected, latest, actor)
    if due:
        made = [_appended(comment, said, latest, taken, at) for comment in due]
        with act(
            ActCode.DISPOSITIONS_PREPARED, subject=taken.round.key, actor=actor, at=at
        ) as entry:
            Disposition.objects.bulk_create(made)
            entry.enter(secretariat_chain(), {"dispositions": prepared_lines(made)})
        latest |= {row.comment_id: row for row in made}
    return [latest[each] for each in taken.comments]


def _check_repeats(
    taken: Taken, target: Comment | None, latest: Mapping[UUID, Disposition]
) -> None:
    """Raise Invalid unless the others may be said to repeat `target`: no answer leads on to
    another one, or round in a circle.
    """
    if target is None or target.round_id != taken.round.pk:
        raise _refused(_("Choose a comment of this round."), "unknown")
    if target.stage not in ANSWERED_STAGES:
        raise _refused(_("That comment is not handed over, or no longer."), "not_answerable")
    if target.pk in taken.comments:
        raise _refused(_("A comment is not a duplicate of itself."), "itself")
    answer = latest.get(target.pk)
    if answer is not None and answer.duplicate_of_id is not None:
        raise _refused(
            _("That comment is answered as a duplicate itself; choose the one that it repeats."),
            "duplicate_itself",
        )
    _check_room(taken, target)
    _check_not_repeated(taken)


def _check_room(taken: Taken, target: Comment) -> None:
    """What is never published is not betrayed by an answer to somebody else."""
    if taken.round.publication != Publication.NEVER:
        return
    if any(comment.circle_id != target.circle_id for comment in taken.comments.values()):
        raise _refused(
            _(
                "The comments of this round are never published: an answer names no comment of"
                " another room."
            ),
            "another_room",
        )


def _check_not_repeated(taken: Taken) -> None:
    naming = Disposition.objects.filter(duplicate_of__in=list(taken.comments))
    ids = set(naming.values_list("comment_id", flat=True))
    standing = latest_dispositions(ids).values()
    if any(row.duplicate_of_id in taken.comments for row in standing):
        raise _refused(
            _("Another comment is answered as a duplicate of this one; change that answer first."),
            "repeated_by_another",
        )


def _refused(detail: str, code: str) -> Invalid:
    return Invalid(
        detail, code=f"duplicate_{code}", errors=[FieldError("duplicate_of", detail, code)]
    )


def _due(
    taken: Taken,
    said: DispositionDraft,
    expected: Mapping[UUID, int],
    latest: Mapping[UUID, Disposition],
    actor: Actor,
) -> list[Comment]:
    """Return the comments that get a new version; raise where the actor did not see the latest."""
    due: list[Comment] = []
    errors: list[FieldError] = []
    for index, comment in enumerate(taken.comments.values()):
        answer = latest.get(comment.pk)
        is_own = answer is not None and answer.mandate.user_id == actor.user_id
        if answer is not None and is_own and said.is_said_by(answer):
            continue
        if expected.get(comment.pk, 0) != (answer.number if answer else 0):
            detail = _("It was answered meanwhile; look at that answer first.")
            errors.append(FieldError(f"comment_ids/{index}", detail, "answered_elsewhere"))
        due.append(comment)
    if errors:
        raise Conflict(
            _(
                "Nothing was kept: a colleague answered %(count)d of these comments meanwhile."
                " Compare that answer with yours."
            )
            % {"count": len(errors)},
            code="answered_elsewhere",
            errors=errors,
        )
    return due


def _appended(
    comment: Comment,
    said: DispositionDraft,
    latest: Mapping[UUID, Disposition],
    taken: Taken,
    at: datetime,
) -> Disposition:
    return Disposition(
        id=new_id(),
        comment=comment,
        number=next_number(latest.get(comment.pk)),
        kind=DispositionKind(said.kind),
        reasons=said.reasons,
        duplicate_of_id=said.duplicate_of,
        mandate=taken.mandate,
        at=at,
    )
