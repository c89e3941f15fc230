"""Comments that were answered, as people do it: submitted, closed, prepared, released, replied."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from reviews.models import Comment, Disposition, Reply
from reviews.services.disposition_release import release_dispositions
from reviews.services.dispositions import prepare_dispositions
from reviews.services.replies import reply_to_disposition
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.stakeholders.cast import House, actor, admitted

from .reviews import AFTER, Review, closed, make_review, make_submitted

PREPARED = AFTER + timedelta(days=1)
RELEASED = AFTER + timedelta(days=2)
REPLIED = AFTER + timedelta(days=3)
REASONS = {
    "en": "It is clearer so.",
    "fr": "C’est plus clair ainsi.",
    "es": "Así queda más claro.",
}


@dataclass
class Answering:
    """A closed round with one comment of a delegation, of a regional group and of the Workers."""

    review: Review
    delegation: Comment
    region: Comment
    workers: Comment

    @property
    def house(self) -> House:
        return self.review.house

    @property
    def comments(self) -> list[Comment]:
        return [self.delegation, self.region, self.workers]

    @property
    def secretariat(self) -> Mandate:
        return self.house["secretariat"]


def make_colleague(house: House, name: str = "colleague") -> Mandate:
    """Return somebody else of the review secretariat."""
    return admitted(house["secretariat"], name, Capacity.SECRETARIAT)


def make_answering(house: House | None = None, **terms: Any) -> Answering:
    """Return a round that closed with three comments, unanswered; `terms` as `make_review`."""
    review = make_review(house, **terms)
    house = review.house
    answering = Answering(
        review,
        make_submitted(review, house["AAA-focal"], house.delegation("AAA")),
        make_submitted(review, house["north-group"], house.region("north-group")),
        make_submitted(review, house["workers-spokesperson"], house.group("workers")),
    )
    review.round = closed(review.round)
    for comment in answering.comments:
        comment.refresh_from_db()
    return answering


def prepare(
    answering: Answering, comments: Sequence[Comment], *, by: Mandate | None = None, **terms: Any
) -> list[Disposition]:
    """Return answers that the review secretariat prepared, seeing what stood before."""
    said: dict[str, Any] = {
        "kind": "incorporated",
        "reasons": REASONS,
        "at": PREPARED,
    }
    if "expected" not in terms:
        said["expected"] = {each.pk: each.dispositions.count() for each in comments}
    return prepare_dispositions(
        comment_ids=[each.pk for each in comments],
        actor=actor(by or answering.secretariat),
        **(said | terms),
    )


def release(answering: Answering, *, by: Mandate | None = None, at: Any = RELEASED) -> Any:
    """Return the answers that the review secretariat released."""
    return release_dispositions(
        round_id=answering.review.round.pk, actor=actor(by or answering.secretariat), at=at
    )


def make_released(house: House | None = None, **terms: Any) -> Answering:
    """Return a round whose comments are answered alike, and the answers released."""
    answering = make_answering(house, **terms)
    prepare(answering, answering.comments)
    release(answering)
    for comment in answering.comments:
        comment.refresh_from_db()
    return answering


def answer_to(comment: Comment) -> Disposition:
    """Return the latest answer to a comment, prepared or released."""
    return comment.dispositions.latest("number")


def reply(comment: Comment, by: Mandate, **terms: Any) -> Reply:
    """Return what `by` replied to the latest answer, seeing what was replied before."""
    answer = answer_to(comment)
    said: dict[str, Any] = {
        "kind": "maintains",
        "text": "The words are still not clear.",
        "expected_number": answer.replies.count(),
        "at": REPLIED,
    }
    return reply_to_disposition(disposition_id=answer.pk, actor=actor(by), **(said | terms))
