"""Releasing the answers of a round together, in all languages."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError
from record.acts import Act, act, together
from record.models import PUBLIC, Entry
from reviews.act_codes import ActCode
from reviews.actors import actor_code
from reviews.disposition_payloads import prepared_lines, public_lines, released_lines, touched_keys
from reviews.enums import Publication
from reviews.gaps import Gap, Latest, gap_sentence, gaps_of
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Disposition, Round
from stakeholders.permissions import acting_mandate, check_is_review_secretariat

from .answering import ANSWERED_STAGES, check_round_closed, latest_dispositions
from .locks import lock_round
from .moves import RELATED, secretariat_chain
from .publication import publish_comments

NAMED = 10  # of the comments that keep a release back


@together()
def release_dispositions(*, round_id: UUID, actor: Actor, at: datetime) -> list[Disposition]:
    """Release every answer of a closed round that was prepared since the last release, in the
    order of the document; where the round publishes its comments with the answers, these are
    published first. Each room learns of its own, everybody of those to published comments.

    Again by the same person, with nothing prepared since, returns what was released. Raises
    Missing, NotAllowed for everybody but the review secretariat, Conflict `round_not_closed`,
    `answers_missing` with up to ten comments (`comments/<id>`) and what they lack, or
    `nothing_to_release`. A constant number of queries.
    """
    round_ = lock_round(round_id)
    mandate = acting_mandate(actor, at=at, framework_key=round_.framework.slug)
    check_is_review_secretariat(mandate=mandate)
    check_round_closed(round_)
    comments = _locked(round_)
    latest = latest_dispositions([each.pk for each in comments])
    _check_complete(
        gaps_of({each.pk: _as_latest(latest.get(each.pk)) for each in comments}), comments
    )
    due = [latest[each.pk] for each in comments if latest[each.pk].released_at is None]
    if not due:
        return _released_before(round_, comments, latest, actor)
    by_id = {each.pk: each for each in comments}
    for row in due:
        row.comment = by_id[row.comment_id]  # with what the record is told of
    _release(round_, comments, due, actor=actor, at=at)
    return due


def _locked(round_: Round) -> list[Comment]:
    rows = (
        Comment.objects.filter(round=round_, stage__in=ANSWERED_STAGES)
        .in_locking_order()
        .select_related(*RELATED, "item__version")
    )
    return sorted(
        rows,
        key=lambda each: (
            each.item.provision.document_order,
            actor_code(each.speaks_for),
            each.pk,
        ),
    )


def _as_latest(row: Disposition | None) -> Latest | None:
    if row is None:
        return None
    return Latest(row.reasons, row.duplicate_of_id, row.released_at is not None)


def _check_complete(gaps: Sequence[Gap], comments: Sequence[Comment]) -> None:
    if not gaps:
        return
    by_id = {each.pk: each for each in comments}
    errors = [
        FieldError(f"comments/{gap.comment_id}", _named(by_id[gap.comment_id], gap), gap.code)
        for gap in gaps[:NAMED]
    ]
    raise Conflict(
        _("Nothing was released: %(count)d answers are missing or incomplete. %(which)s")
        % {"count": len(gaps), "which": " ".join(error.detail for error in errors)},
        code="answers_missing",
        errors=errors,
    )


def _named(comment: Comment, gap: Gap) -> str:
    """Name a comment as its queue does, and say what keeps its answer back."""
    return _("%(actor)s on %(provision)s (%(comment)s): %(gap)s") % {
        "actor": actor_code(comment.speaks_for),
        "provision": comment.item.provision.number,
        "comment": comment.key or str(comment.pk)[:8],
        "gap": gap_sentence(gap),
    }


def _released_before(
    round_: Round,
    comments: Sequence[Comment],
    latest: dict[UUID, Disposition],
    actor: Actor,
) -> list[Disposition]:
    """Return what the same person released last. Raises Conflict where it was somebody else."""
    last = (
        Entry.objects.filter(
            circle=secretariat_chain(), code=ActCode.DISPOSITIONS_RELEASED, subject=round_.key
        )
        .order_by("-number")
        .first()
    )
    if last is None or last.actor_user != actor.user_id:
        raise Conflict(
            _("There is nothing to release: no answer was prepared since the last release."),
            code="nothing_to_release",
        )
    rows = [latest[each.pk] for each in comments]
    return [row for row in rows if row.released_at == last.at]


def _release(
    round_: Round,
    comments: Sequence[Comment],
    due: Sequence[Disposition],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    with act(ActCode.DISPOSITIONS_RELEASED, subject=round_.key, actor=actor, at=at) as made:
        if round_.publication == Publication.WITH_ANSWERS:
            waiting = [each for each in comments if each.stage == CommentStage.SUBMITTED]
            publish_comments(round_=round_, comments=waiting, actor=actor, at=at)
        Disposition.objects.filter(pk__in=[row.pk for row in due]).update(released_at=at)
        for row in due:
            row.released_at = at
        made.enter(secretariat_chain(), {"dispositions": prepared_lines(due)})
        _tell_rooms(made, due)
        _tell_everybody(made, [row for row in due if row.comment.key is not None])


def _tell_rooms(made: Act, due: Sequence[Disposition]) -> None:
    rooms: defaultdict[str, list[Disposition]] = defaultdict(list)
    for row in due:
        rooms[row.comment.circle.chain].append(row)
    for chain, inside in rooms.items():
        made.enter(chain, {"dispositions": released_lines(inside)})


def _tell_everybody(made: Act, public: Sequence[Disposition]) -> None:
    if public:
        made.touch(*touched_keys([row.comment for row in public]))
        made.enter(PUBLIC, {"dispositions": public_lines(public)})
