"""Each move of the table, as somebody tries to make it."""

from collections.abc import Callable

from record.acts import together
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import Comment
from reviews.services.comments import (
    endorse_comment,
    merge_comments,
    return_comment,
    revise_comment,
    withdraw_comment,
)
from reviews.services.drafts import share_draft
from reviews.services.late import accept_late, decline_late
from reviews.services.publication import publish_comments
from reviews.services.submissions import offer_late
from stakeholders.models import Mandate
from tests.factories.reviews import AFTER, Review, share, submit
from tests.stakeholders.cast import actor

from .cast import LATER
from .contents import content_in

Try = Callable[[Review, Comment, Mandate], object]


def _publish(review: Review, comment: Comment, by: Mandate) -> object:
    with together():
        return publish_comments(round_=review.round, comments=[comment], actor=actor(by), at=LATER)


def _merge(review: Review, comment: Comment, by: Mandate) -> object:
    house = review.house
    into = share(review, house["AAA"], house.delegation("AAA"))
    return merge_comments(into_id=into.pk, other_ids=[comment.pk], actor=actor(by), at=LATER)


def _decide(service: Callable[..., object]) -> Try:
    return lambda review, comment, by: service(
        comment_id=comment.pk,
        expected_edition=1,
        reason="So.",
        actor=actor(review.house["secretariat"]),
        at=AFTER,
    )


TRIES: dict[CommentMove, Try] = {
    CommentMove.SHARE: lambda review, comment, by: share_draft(
        draft_id=comment.pk, expected_edition=1, actor=actor(by), at=LATER
    ),
    CommentMove.REVISE: lambda review, comment, by: revise_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        content=content_in(comment, body="Other words."),
        actor=actor(by),
        at=LATER,
    ),
    CommentMove.ENDORSE: lambda review, comment, by: endorse_comment(
        comment_id=comment.pk, expected_edition=comment.edition, actor=actor(by), at=LATER
    ),
    CommentMove.RETURN: lambda review, comment, by: return_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        reason="Not yet.",
        actor=actor(by),
        at=LATER,
    ),
    CommentMove.SUBMIT: lambda review, comment, by: submit([comment], by),
    CommentMove.OFFER_LATE: lambda review, comment, by: offer_late(
        comment_ids=[comment.pk], reason="Floods.", actor=actor(by), at=AFTER
    ),
    CommentMove.ACCEPT_LATE: _decide(accept_late),
    CommentMove.DECLINE_LATE: _decide(decline_late),
    CommentMove.PUBLISH: _publish,
    CommentMove.WITHDRAW: lambda review, comment, by: withdraw_comment(
        comment_id=comment.pk, expected_edition=comment.edition, actor=actor(by), at=LATER
    ),
    CommentMove.MERGE: _merge,
}
# What is only shared is endorsed on its way out, by who may do both.
ON_THE_WAY = {
    (CommentMove.SUBMIT, CommentStage.SHARED),
    (CommentMove.OFFER_LATE, CommentStage.SHARED),
}
