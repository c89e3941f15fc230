"""After the close: offered with a reason, accepted or declined with one, shown as received late."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC, Entry
from reviews.models import Comment, Submission, Wording
from reviews.selectors.handed import handed_over_comment, handed_over_comments
from reviews.services.comments import merge_comments, revise_comment
from reviews.services.late import accept_late, decline_late
from reviews.services.submissions import offer_late
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle
from tests.factories.reviews import AFTER, CLOSES, Review, closed, make_review, share
from tests.stakeholders.cast import actor, admitted

from .cast import acts_of, fresh, refusal
from .contents import content_in

MUCH_LATER = AFTER + timedelta(days=1)


def offered(review: Review, *, body: str = "Late words.") -> Comment:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"), body=body)
    offer_late(
        comment_ids=[comment.pk],
        reason="The mail was down.",
        actor=actor(house["AAA-focal"]),
        at=AFTER,
    )
    return fresh(comment)


def decide(service, comment: Comment, review: Review, *, edition: int = 1, **terms):
    said: dict[str, Any] = {
        "reason": "It was down indeed.",
        "actor": actor(review.house["secretariat"]),
        "at": MUCH_LATER,
    }
    return service(comment_id=comment.pk, expected_edition=edition, **(said | terms))


def test_an_offer_has_a_receipt_that_says_it_is_late(review: Review) -> None:
    comment = offered(review)
    receipt = Submission.objects.get()
    assert (receipt.is_late, receipt.at) == (True, AFTER)
    assert comment.stage == "offered_late"
    assert comment.submitted_at is None
    assert comment.is_late is False
    assert [each.move for each in comment.moves.all()] == ["share", "endorse", "offer_late"]
    assert comment.moves.latest("number").reason == "The mail was down."
    chains = {chain for chain, _code in acts_of(receipt.pk)}
    secretariat = Circle.objects.get(kind=CircleKind.SECRETARIAT).chain
    assert chains == {review.house.delegation("AAA").chain, secretariat}


def test_nothing_is_offered_late_while_it_can_be_submitted(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    known: dict[str, Any] = {"comment_ids": [comment.pk], "actor": actor(house["AAA-focal"])}
    with refusal("round_not_closed", Conflict):
        offer_late(**known, reason="So.", at=CLOSES - timedelta(microseconds=1))
    with refusal("reason_empty", Invalid):
        offer_late(**known, reason="  ", at=AFTER)
    first = offer_late(**known, reason="So.", at=CLOSES)
    assert offer_late(**known, reason="So.", at=AFTER) == first


def test_what_is_accepted_after_the_close_is_published_at_once(review: Review) -> None:
    closed(review.round)
    comment = offered(review)
    accepted = decide(accept_late, comment, review)
    assert (accepted.stage, accepted.is_late) == ("published", True)
    assert accepted.submitted_at == AFTER  # when it reached the secretariat
    assert accepted.published_at == MUCH_LATER
    assert accepted.key == "trial.comment.1-1"
    assert [each.move for each in comment.moves.all()][-2:] == ["accept_late", "publish"]
    published = Entry.objects.filter(circle=PUBLIC, code="round.comments_published").get()
    assert "trial.comment.1-1" in published.touches


def test_what_is_accepted_before_the_act_of_closing_is_published_by_it(review: Review) -> None:
    comment = offered(review)
    assert decide(accept_late, comment, review).stage == "submitted"
    closed(review.round, at=MUCH_LATER)
    assert fresh(comment).stage == "published"


@pytest.mark.parametrize("publication", ["with_answers", "never"])
def test_a_late_comment_is_published_only_when_its_round_is(house, publication: str) -> None:
    review = make_review(house, publication=publication)
    closed(review.round)
    comment = offered(review)
    accepted = decide(accept_late, comment, review)
    assert (accepted.stage, accepted.is_late, accepted.key) == ("submitted", True, None)


def test_a_declined_comment_goes_back_to_its_room_endorsed(review: Review) -> None:
    comment = offered(review)
    declined = decide(decline_late, comment, review)
    assert (declined.stage, declined.is_late, declined.submitted_at) == ("endorsed", False, None)
    seen = handed_over_comment(comment.pk, review.house["secretariat"], MUCH_LATER)
    assert (seen.stage, seen.decision) == ("endorsed", "decline_late")
    assert seen.wording is not None
    assert seen.wording.body == "Late words."


def test_what_a_room_does_with_a_declined_comment_is_its_own_affair(review: Review) -> None:
    house = review.house
    comment = offered(review)
    decide(decline_late, comment, review)
    before = handed_over_comment(comment.pk, house["secretariat"], MUCH_LATER)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        content=content_in(comment, body="Secret words."),
        actor=actor(house["AAA"]),
        at=MUCH_LATER,
    )
    assert handed_over_comment(comment.pk, house["secretariat"], MUCH_LATER) == before
    into = share(review, house["AAA"], house.delegation("AAA"))
    merge_comments(
        into_id=into.pk,
        other_ids=[comment.pk],
        actor=actor(house["AAA-focal"]),
        at=MUCH_LATER,
    )
    assert handed_over_comment(comment.pk, house["secretariat"], MUCH_LATER) == before
    for stages in (["shared"], ["merged"]):
        rows = handed_over_comments(house["secretariat"], MUCH_LATER, stages=stages).rows
        assert rows == ()
    words = Wording.objects.visible_to(house["secretariat"], MUCH_LATER)
    assert [each.body for each in words] == ["Late words."]
    with refusal("decided_already", Conflict):
        colleague = admitted(house["secretariat"], "colleague", Capacity.SECRETARIAT)
        decide(decline_late, comment, review, actor=actor(colleague))


def test_a_declined_comment_may_be_offered_again(review: Review) -> None:
    comment = offered(review)
    decide(decline_late, comment, review)
    again = offer_late(
        comment_ids=[comment.pk],
        reason="Now with proof.",
        actor=actor(review.house["AAA-focal"]),
        at=MUCH_LATER,
    )
    seen = handed_over_comment(comment.pk, review.house["secretariat"], MUCH_LATER)
    assert (seen.stage, seen.edition, seen.offer_reason) == ("offered_late", 3, "Now with proof.")
    assert seen.decision == ""
    assert seen.receipt == again.number
    accepted = decide(accept_late, comment, review, edition=3)
    assert accepted.submitted_at == MUCH_LATER


def test_deciding_again_returns_it_and_a_colleague_is_told(review: Review) -> None:
    house = review.house
    comment = offered(review)
    colleague = admitted(house["secretariat"], "colleague", Capacity.SECRETARIAT)
    for _time in range(2):
        assert decide(accept_late, comment, review).stage == "submitted"
    with refusal("decided_already", Conflict):
        decide(accept_late, comment, review, actor=actor(colleague))
    with refusal("not_offered", Conflict):
        decide(decline_late, comment, review)
    assert comment.moves.filter(move="accept_late").count() == 1


def test_a_decision_has_a_reason_and_is_on_what_was_read(review: Review) -> None:
    comment = offered(review)
    for service in (accept_late, decline_late):
        with refusal("reason_empty", Invalid):
            decide(service, comment, review, reason="")
        with refusal("edited_elsewhere", Conflict):
            decide(service, comment, review, edition=3)


@pytest.mark.parametrize("name", ["AAA", "AAA-focal"])
def test_the_room_itself_does_not_decide(review: Review, name: str) -> None:
    comment = offered(review)
    for service in (accept_late, decline_late):
        with pytest.raises(NotAllowed):
            decide(service, comment, review, actor=actor(review.house[name]))


@pytest.mark.parametrize("name", ["BBB", "governments", "employers", "chairperson", "observer"])
def test_others_do_not_learn_that_something_was_offered(review: Review, name: str) -> None:
    comment = offered(review)
    for service in (accept_late, decline_late):
        with pytest.raises(Missing):
            decide(service, comment, review, actor=actor(review.house[name]))
    assert handed_over_comments(review.house[name], MUCH_LATER).rows == ()


def test_the_secretariat_reads_nothing_of_how_it_came_about(house) -> None:
    """The same comment handed over by a straight way and by a crooked one."""
    seen = []
    for body in ("Crooked.", "Late words."):
        review = make_review(house, framework=_framework(body), count=1)
        comment = share(review, house["AAA"], house.delegation("AAA"), body=body)
        if body == "Crooked.":
            revise_comment(
                comment_id=comment.pk,
                expected_edition=1,
                content=content_in(comment, body="Late words."),
                actor=actor(house["AAA-focal"]),
                at=AFTER,
            )
        offer_late(
            comment_ids=[comment.pk],
            reason="The mail was down.",
            actor=actor(house["AAA-focal"]),
            at=AFTER,
        )
        card = handed_over_comment(comment.pk, house["secretariat"], AFTER)
        assert card.wording is not None
        seen.append((card.edition, card.stage, card.wording.number, card.wording.body))
    assert seen[0] == seen[1] == (1, "offered_late", 0, "Late words.")


def _framework(body: str):
    from tests.factories.frameworks import make_framework

    return make_framework("crooked" if body == "Crooked." else "straight")
