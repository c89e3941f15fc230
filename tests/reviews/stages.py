"""Comments at every stage, led there by real moves of people who are entitled to them."""

from reviews.lifecycle import CommentStage
from reviews.models import Comment
from reviews.services.comments import endorse_comment, merge_comments, withdraw_comment
from reviews.services.late import accept_late
from reviews.services.submissions import offer_late
from tests.factories.reviews import AFTER, DURING, Review, share, submit
from tests.stakeholders.cast import actor

from .cast import fresh


def at_stage(review: Review, stage: CommentStage, *, place: int = 0) -> Comment:
    """Return a comment of AAA's delegation at `stage`; a delegate wrote it, the focal point did
    the rest. `published` needs a round that was closed by its act, and publishes at the close.
    """
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"), place=place)
    by = actor(house["AAA-focal"])
    match stage:
        case CommentStage.ENDORSED:
            endorse_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=DURING)
        case CommentStage.SUBMITTED:
            submit([comment], house["AAA-focal"])
        case CommentStage.OFFERED_LATE:
            offer_late(comment_ids=[comment.pk], reason="Floods.", actor=by, at=AFTER)
        case CommentStage.PUBLISHED:
            offer_late(comment_ids=[comment.pk], reason="Floods.", actor=by, at=AFTER)
            accept_late(
                comment_id=comment.pk,
                expected_edition=1,
                reason="It was a flood.",
                actor=actor(house["secretariat"]),
                at=AFTER,
            )
        case CommentStage.WITHDRAWN:
            withdraw_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=DURING)
        case CommentStage.MERGED:
            into = share(review, house["AAA"], house.delegation("AAA"), place=place)
            merge_comments(into_id=into.pk, other_ids=[comment.pk], actor=by, at=DURING)
    found = fresh(comment)
    assert found.stage == stage
    return found
