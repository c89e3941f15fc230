"""Withdrawing: at any time, by whose word it is by then, leaving a tombstone once it was public."""

import json
from typing import Any

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC, Entry
from reviews.lifecycle import CommentStage
from reviews.models import Comment, Wording
from reviews.selectors.handed import handed_over_comment
from reviews.selectors.published import read_published_comments
from reviews.services.comments import withdraw_comment
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle
from tests.factories.reviews import AFTER, Review, closed, share
from tests.stakeholders.cast import actor

from .cast import LATER, acts_of, fresh, in_delegation, refusal
from .stages import at_stage


def withdraw(review: Review, comment: Comment, by: str = "AAA-focal", **terms) -> Comment:
    said: dict[str, Any] = {
        "expected_edition": fresh(comment).edition,
        "actor": actor(review.house[by]),
        "at": AFTER,
    }
    return withdraw_comment(comment_id=comment.pk, **(said | terms))


def published(review: Review) -> Comment:
    comment = at_stage(review, CommentStage.SUBMITTED)
    closed(review.round)
    return fresh(comment)


@pytest.mark.parametrize("stage", ["shared", "endorsed"])
@pytest.mark.parametrize("name", ["AAA", "AAA-focal"])
def test_before_it_is_handed_over_an_author_or_an_endorser_withdraws(
    review: Review, name: str, stage: str
) -> None:
    comment = at_stage(review, CommentStage(stage))
    assert withdraw(review, comment, name).stage == "withdrawn"
    room = review.house.delegation("AAA").chain
    assert {chain for chain, _code in acts_of(comment.pk)} == {room}


def test_a_colleague_who_wrote_nothing_withdraws_nothing(review: Review) -> None:
    review.house.mandates["adviser"] = in_delegation(review.house, Capacity.ADVISER)
    comment = at_stage(review, CommentStage.SHARED)
    with refusal("not_entitled_to_withdraw", NotAllowed):
        withdraw(review, comment, "adviser")
    assert fresh(comment).stage == "shared"


def test_once_handed_over_only_who_submits_withdraws(review: Review) -> None:
    house = review.house
    house.mandates["adviser"] = in_delegation(house, Capacity.ADVISER)
    comment = share(review, house["adviser"], house.delegation("AAA"))
    from tests.factories.reviews import submit

    submit([comment], house["AAA-focal"])
    with refusal("not_entitled_to_withdraw", NotAllowed):
        withdraw(review, comment, "adviser")
    assert withdraw(review, comment, "AAA").stage == "withdrawn"


def test_what_was_handed_over_is_read_no_longer_outside_its_room(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.SUBMITTED)
    seen = handed_over_comment(comment.pk, house["secretariat"], LATER)
    assert seen.wording is not None
    withdraw(review, comment, reason="It was a mistake.")
    after = handed_over_comment(comment.pk, house["secretariat"], AFTER)
    assert (after.stage, after.wording, after.edition) == ("withdrawn", None, 2)
    assert not Wording.objects.visible_to(house["secretariat"], AFTER).exists()
    assert Wording.objects.visible_to(house["AAA"], AFTER).count() == 1
    secretariat = Circle.objects.get(kind=CircleKind.SECRETARIAT).chain
    assert (secretariat, "comment.withdrawn") in acts_of(comment.pk)


def test_a_published_comment_leaves_a_tombstone(review: Review) -> None:
    comment = published(review)
    assert comment.key == "trial.comment.1-1"
    [before] = read_published_comments().rows
    assert before.body
    withdraw(review, comment, reason="It was a mistake.")
    [after] = read_published_comments().rows
    assert (after.key, after.number, after.is_withdrawn) == ("trial.comment.1-1", 1, True)
    assert (after.body, after.reason, after.proposed, after.selectors) == ("", "", "", ())
    entry = Entry.objects.get(circle=PUBLIC, code="comment.withdrawn")
    assert entry.touches == ["trial.1", "trial.comment.1-1"]
    assert entry.subject == "trial.comment.1-1"
    payload = json.loads(bytes(entry.payload))
    assert payload == {"comments": ["trial.comment.1-1"], "move": "withdraw"}
    assert not Wording.objects.visible_to(None, AFTER).exists()


def test_withdrawing_again_returns_it_and_a_second_person_is_told(review: Review) -> None:
    comment = at_stage(review, CommentStage.SUBMITTED)
    for _time in range(2):
        assert withdraw(review, comment).stage == "withdrawn"
    with refusal("withdrawn_already", Conflict):
        withdraw(review, comment, "AAA")
    assert comment.moves.filter(move="withdraw").count() == 1


def test_a_withdrawal_is_of_what_was_read(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    with refusal("edited_elsewhere", Conflict):
        withdraw(review, comment, expected_edition=1)
    with refusal("reason_long", Invalid):
        withdraw(review, comment, reason="x" * 5_001)


@pytest.mark.parametrize("name", ["BBB", "governments", "employers", "secretariat", "observer"])
def test_nobody_else_withdraws_even_what_everybody_reads(review: Review, name: str) -> None:
    comment = published(review)
    with pytest.raises(Missing):
        withdraw(review, comment, name)
    assert fresh(comment).stage == "published"
