"""Publication: a comment gets its public number, and everybody may read what was submitted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict
from core.ids import new_id
from frameworks.keys import comment_key
from record.acts import act
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.actors import actor_code
from reviews.entitlement import ROOMS
from reviews.enums import Publication, RoundState
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment, MadeMove, Round, SubmittedComment
from stakeholders.enums import CircleKind, Group

from .moves import secretariat_chain

_ROW = MOVES[CommentMove.PUBLISH]
_STAMPED = ["stage", "edition", "published_at", "public_number", "key", "content_changed_at"]
_AT_ONCE = 500  # rows of one UPDATE


def publishes_on_acceptance(round_: Round) -> bool:
    """Return whether a late comment is published when it is accepted: the others are already."""
    return round_.publication == Publication.AT_CLOSE and round_.state == RoundState.CLOSED


def publish_submitted(*, round_: Round, actor: Actor, at: datetime) -> list[Comment]:
    """Publish every comment of a locked round that is submitted; return them in their order.

    `actor` is who closed the round; the moves are the portal's own.
    """
    rows = (
        Comment.objects.filter(round=round_, stage=CommentStage.SUBMITTED)
        .in_locking_order()
        .select_related("item__provision", "item__version", "circle", "speaks_for__organization")
    )
    return publish_comments(round_=round_, comments=list(rows), actor=actor, at=at)


def publish_comments(
    *, round_: Round, comments: Iterable[Comment], actor: Actor, at: datetime
) -> list[Comment]:
    """Publish locked, submitted comments of a round whose row the caller has locked for writing;
    return them in the order of their numbers, which go on from the round's last one.

    They are numbered by the document's order of their provisions, then by their actors, then by
    when they were submitted: the same comments get the same numbers whoever publishes them.
    Raises Conflict for one that is not submitted. A constant number of queries.
    """
    due = sorted(comments, key=_place)
    for comment in due:
        if comment.stage not in _ROW.sources:
            raise Conflict(_("Only a submitted comment is published."), code="move_not_in_table")
    if not due:
        return []
    with act(ActCode.COMMENTS_PUBLISHED, subject=round_.key, actor=actor, at=at) as made:
        first = _last_number(round_) + 1
        MadeMove.objects.bulk_create(
            [_publish(comment, round_, first + place, at) for place, comment in enumerate(due)]
        )
        Comment.objects.bulk_update(due, _STAMPED, batch_size=_AT_ONCE)
        made.touch(round_.key, *(_key(comment) for comment in due))
        made.touch(*(comment.item.provision.key for comment in due))
        made.enter(PUBLIC, {"comments": _public_lines(due)})
        made.enter(secretariat_chain(), {"comments": _inner_lines(due)})
        for chain, inside in _by_room(due).items():
            made.enter(chain, {"comments": _inner_lines(inside)})
    return due


def _place(comment: Comment) -> tuple[str, int, int, str, datetime, UUID]:
    actor = comment.speaks_for
    return (
        comment.item.provision.document_order,
        Group.values.index(actor.group),
        ROOMS.index(CircleKind(actor.kind)),
        actor_code(actor),
        comment.submitted_at or comment.shared_at,
        comment.pk,
    )


def _last_number(round_: Round) -> int:
    last = Comment.objects.filter(round=round_).aggregate(last=Max("public_number"))["last"]
    return last or 0


def _publish(comment: Comment, round_: Round, number: int, at: datetime) -> MadeMove:
    source, comment.stage = comment.stage, _ROW.target
    comment.edition += 1
    comment.public_number = number
    comment.key = comment_key(round_.framework.slug, round_.number, number)
    comment.published_at = comment.content_changed_at = at
    return MadeMove(
        id=new_id(),
        comment=comment,
        number=comment.edition,
        move=CommentMove.PUBLISH,
        from_stage=source,
        to_stage=comment.stage,
        wording=comment.latest_wording,
        at=at,
    )


def _key(comment: Comment) -> str:
    return comment.key or ""


def _public_lines(comments: Sequence[Comment]) -> list[dict[str, object]]:
    """What everybody may know by now: which provision, whose, and a digest of the words."""
    digests = dict(
        SubmittedComment.objects.filter(comment__in=comments)
        .order_by("submission__at")  # the latest submission is the one that counts
        .values_list("comment", "digest")
    )
    return [
        {
            "key": _key(comment),
            "provision": comment.item.provision.key,
            "version": comment.item.version.number,
            "actor": actor_code(comment.speaks_for),
            "digest": digests[comment.pk],
        }
        for comment in comments
    ]


def _inner_lines(comments: Sequence[Comment]) -> list[dict[str, object]]:
    """What those who know a comment by its id already learn: under which key it is public."""
    return [{"comment": str(comment.pk), "key": _key(comment)} for comment in comments]


def _by_room(comments: Sequence[Comment]) -> dict[str, list[Comment]]:
    rooms: defaultdict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        rooms[comment.circle.chain].append(comment)
    return rooms
