"""Handing over to the review secretariat: one comment or many, all or none, with a receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from core.ids import new_id
from record.acts import together
from reviews.content import MAX_REASON, checked_prose
from reviews.digests import receipt_digest, submitted_digest
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment, Round, Submission, SubmittedComment, Wording
from reviews.permissions import Speaking, check_can_submit, may_endorse
from reviews.voices import behind, standing_voices
from reviews.windows import check_takes_submissions, closed_sentence, is_closed
from stakeholders.permissions import acting_mandate

from .locks import hold_round
from .moves import (
    Step,
    locked_in_rooms,
    move_comments,
    speaking_on,
    unknown_comment,
)
from .receipts import receipt_number

MAX_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Handing:
    """What is being handed over: locked comments by id, in the order in which they were named."""

    move: CommentMove
    comments: Mapping[UUID, Comment]
    round: Round
    who: Speaking
    clears: bool  # whether `who` endorses in their name too

    @property
    def first(self) -> Comment:
        return next(iter(self.comments.values()))


@together()
def submit_comments(
    *,
    comment_ids: Sequence[UUID],
    actor: Actor,
    at: datetime,
    editions: Mapping[UUID, int] | None = None,
) -> Submission:
    """Submit up to 500 comments of one round and one name, all or none, and return the receipt.

    What is only shared is endorsed on the way where the actor may endorse. `editions` are those
    that the actor read, by comment; one that changed since keeps everything back. The same
    comments again by the same person return the receipt, after the close too. Raises Missing,
    NotAllowed, Invalid for none or too many; Conflict `round_not_open`, `round_closed`, or the
    reason of each comment that is not ready, as errors at `comment_ids/<index>`.
    """
    handing = _taken(CommentMove.SUBMIT, comment_ids, actor=actor, at=at)
    given = _given_already(handing, comment_ids)
    if given is not None:
        return given
    _check_open(handing.round, at)
    _check_ready(handing, comment_ids, editions or {})
    for comment in handing.comments.values():
        comment.submitted_at = at
    return _hand_over(handing, reason="", actor=actor, at=at)


@together()
def offer_late(
    *,
    comment_ids: Sequence[UUID],
    reason: str,
    actor: Actor,
    at: datetime,
    editions: Mapping[UUID, int] | None = None,
) -> Submission:
    """Offer comments after the close; the review secretariat accepts or declines each.

    The reason is read by the room and the review secretariat. Everything else as
    `submit_comments`; Conflict `round_not_closed` while they could still be submitted.
    """
    prose = checked_prose(reason, "reason", MAX_REASON, needed=_("Say why this comes late."))
    handing = _taken(CommentMove.OFFER_LATE, comment_ids, actor=actor, at=at)
    given = _given_already(handing, comment_ids)
    if given is not None:
        return given
    _check_closed(handing.round, at)
    _check_ready(handing, comment_ids, editions or {})
    return _hand_over(handing, reason=prose, actor=actor, at=at)


def _taken(
    move: CommentMove, comment_ids: Sequence[UUID], *, actor: Actor, at: datetime
) -> _Handing:
    """Lock the round and the comments; check that the actor submits in their name."""
    if not comment_ids:
        raise Invalid(_("Choose at least one comment."), code="nothing_chosen")
    if len(comment_ids) > MAX_AT_ONCE:
        raise Invalid(
            _("Submit at most %(limit)d comments at once; these are %(count)d.")
            % {"limit": MAX_AT_ONCE, "count": len(comment_ids)},
            code="too_many",
        )
    mandate = acting_mandate(actor, at=at)
    rooms = Comment.objects.in_rooms_of(mandate, at).filter(pk__in=comment_ids)
    round_of = dict(rooms.values_list("pk", "round_id"))
    known = [each for each in dict.fromkeys(comment_ids) if each in round_of]
    if not known:
        raise unknown_comment()
    # A round is locked before its comments, so it is asked for before they are.
    held = hold_round(round_of[known[0]])
    found = locked_in_rooms(known, mandate=mandate, at=at)
    comments = {each: found[each] for each in known if each in found}
    if not comments:
        raise unknown_comment()
    first = next(iter(comments.values()))
    who = speaking_on(first, actor=actor, at=at)
    check_can_submit(who=who, circle=first.speaks_for)
    return _Handing(move, comments, held, who, may_endorse(who.effective, first.speaks_for))


def _given_already(handing: _Handing, comment_ids: Sequence[UUID]) -> Submission | None:
    """Return the receipt that the same person has for exactly these comments, as they stand."""
    gone_on = (MOVES[handing.move].target, CommentStage.SUBMITTED, CommentStage.PUBLISHED)
    if any(each.stage not in gone_on for each in handing.comments.values()):
        return None
    latest = (
        Submission.objects.filter(
            comments__comment=handing.first,
            mandate__user_id=handing.who.mandate.user_id,
            is_late=handing.move == CommentMove.OFFER_LATE,
        )
        .order_by("-at", "id")
        .first()
    )
    if latest is None:
        return None
    covered = set(latest.comments.values_list("comment_id", flat=True))
    return latest if covered == set(comment_ids) else None


def _check_open(round_: Round, at: datetime) -> None:
    if is_closed(round_, at):
        kept = _(
            "Nothing was submitted, and your text is kept. You may offer it late, with a reason."
        )
        raise Conflict(f"{closed_sentence(round_, at)} {kept}", code="round_closed")
    check_takes_submissions(round_, at)


def _check_closed(round_: Round, at: datetime) -> None:
    if not is_closed(round_, at):
        raise Conflict(
            _("This round has not closed: comments are submitted, not offered late."),
            code="round_not_closed",
        )


def _check_ready(
    handing: _Handing, comment_ids: Sequence[UUID], editions: Mapping[UUID, int]
) -> None:
    errors = [
        error
        for index, comment_id in enumerate(comment_ids)
        if (error := _kept_back(handing, comment_id, index, editions)) is not None
    ]
    if len(errors) == 1 == len(comment_ids):
        raise Conflict(errors[0].detail, code=errors[0].code, errors=errors)
    if errors:
        raise Conflict(
            _("Nothing was handed over: %(count)d of these comments can’t be.")
            % {"count": len(errors)},
            code="not_ready",
            errors=errors,
        )


def _kept_back(
    handing: _Handing, comment_id: UUID, index: int, editions: Mapping[UUID, int]
) -> FieldError | None:
    """Return what keeps one comment from being handed over with the others."""
    comment = handing.comments.get(comment_id)
    if comment is None:
        reason = (_("There is no such comment."), "not_found")
    elif comment.round_id != handing.round.pk:
        reason = (_("It is of another round; submit it by itself."), "another_round")
    elif comment.speaks_for_id != handing.first.speaks_for_id:
        reason = (_("It is in another name; submit it by itself."), "another_name")
    elif comment.stage in (CommentStage.SUBMITTED, CommentStage.PUBLISHED):
        reason = (_("It was submitted already."), "submitted_already")
    elif comment.stage == CommentStage.OFFERED_LATE:
        reason = (_("It was offered already."), "offered_already")
    elif comment.stage in (CommentStage.WITHDRAWN, CommentStage.MERGED):
        reason = (_("It was withdrawn or merged into another."), "move_not_in_table")
    elif editions.get(comment_id, comment.edition) != comment.edition:
        reason = (_("It was changed meanwhile; look at it again."), "edited_elsewhere")
    elif comment.stage == CommentStage.SHARED and not handing.clears:
        reason = (_("It is not endorsed yet."), "not_endorsed")
    else:
        return None
    return FieldError(f"comment_ids/{index}", *reason)


def _hand_over(handing: _Handing, *, reason: str, actor: Actor, at: datetime) -> Submission:
    # In the order of ids, which the receipt's digest is made in.
    comments = sorted(handing.comments.values(), key=lambda comment: comment.pk)
    shared = [each for each in comments if each.stage == CommentStage.SHARED]
    if shared:
        endorsing = Step(CommentMove.ENDORSE, handing.who, subject=handing.round.key)
        move_comments(shared, endorsing, actor=actor, at=at)
    submission = _receipt(handing, at)
    lines = _lines(submission, comments, handing, at)
    submission.digest = receipt_digest([line.digest for line in lines])
    digests = {line.comment_id: {"digest": line.digest} for line in lines}
    step = Step(
        handing.move,
        handing.who,
        reason,
        subject=str(submission.pk),
        facts=digests,
        reaches_secretariat=True,
        handed=digests,
    )
    move_comments(comments, step, actor=actor, at=at)
    submission.save(force_insert=True)
    SubmittedComment.objects.bulk_create(lines)
    return submission


def _receipt(handing: _Handing, at: datetime) -> Submission:
    rooms = {each.circle_id for each in handing.comments.values()}
    first = handing.first
    return Submission(
        id=new_id(),
        number=receipt_number(),
        round=handing.round,
        # A receipt for comments of several rooms stays with those in whose name they are.
        circle=first.circle if len(rooms) == 1 else first.speaks_for,
        speaks_for=first.speaks_for,
        mandate=handing.who.mandate,
        for_mandate=handing.who.for_mandate,
        is_late=handing.move == CommentMove.OFFER_LATE,
        at=at,
    )


def _lines(
    submission: Submission, comments: Sequence[Comment], handing: _Handing, at: datetime
) -> list[SubmittedComment]:
    wordings = _latest_wordings(comments)
    voices = standing_voices(comments, mandate=handing.who.mandate, at=at)
    standing = behind(comments, voices, at=at)
    return [
        SubmittedComment(
            id=new_id(),
            submission=submission,
            comment=each,
            wording=each.latest_wording,
            co_sponsors=list(standing[each.pk].co_sponsors),
            not_supporting=list(standing[each.pk].not_supporting),
            digest=submitted_digest(
                wordings[each.pk],
                co_sponsors=standing[each.pk].co_sponsors,
                not_supporting=standing[each.pk].not_supporting,
            ),
        )
        for each in comments
    ]


def _latest_wordings(comments: Sequence[Comment]) -> dict[UUID, Wording]:
    by_id = {each.pk: each for each in comments}
    rows = Wording.objects.filter(comment__in=by_id).select_related(
        "text__text__version", "question"
    )
    latest = {row.comment_id: row for row in rows.order_by("number")}
    for comment_id, wording in latest.items():
        wording.comment = by_id[comment_id]
    return latest
