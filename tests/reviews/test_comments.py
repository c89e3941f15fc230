"""What a room does with its comments before they are handed over."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing
from record.models import Entry
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import MadeMove
from reviews.services.comments import (
    endorse_comment,
    merge_comments,
    return_comment,
    revise_comment,
)
from stakeholders.enums import Capacity
from tests.factories.reviews import AFTER, DURING, Review, make_review, share, submit
from tests.stakeholders.cast import House, actor

from .cast import LATER, acts_of, fresh, in_delegation, in_group, refusal
from .contents import content_in
from .stages import at_stage
from .tries import TRIES


def test_new_words_are_a_new_wording_by_a_further_author(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.ENDORSED)
    adviser = in_delegation(house, Capacity.ADVISER)
    revised = revise_comment(
        comment_id=comment.pk,
        expected_edition=2,
        content=content_in(comment, body=" Other\nwords. "),
        actor=actor(adviser),
        at=LATER,
    )
    assert (revised.stage, revised.latest_wording, revised.edition) == ("shared", 2, 3)
    assert [each.body for each in comment.wordings.all()] == [
        "Words of Delegate-aaa.",
        "Other words.",
    ]
    assert {each.mandate for each in comment.authors.all()} == {house["AAA"], adviser}
    assert fresh(comment).content_changed_at == LATER


def test_the_same_words_again_change_nothing(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    for _time in range(2):
        revise_comment(
            comment_id=comment.pk,
            expected_edition=1,
            content=content_in(comment, body="Other words."),
            actor=actor(house["AAA"]),
            at=LATER,
        )
    assert comment.wordings.count() == 2
    with refusal("edited_elsewhere", Conflict):
        revise_comment(
            comment_id=comment.pk,
            expected_edition=1,
            content=content_in(comment, body="Third words."),
            actor=actor(house["AAA"]),
            at=LATER,
        )


def test_words_are_revised_after_the_close_too(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(review.house["AAA"]),
        at=AFTER,
    )
    assert fresh(comment).latest_wording == 2


def test_a_revision_is_checked_as_a_draft_is(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    house = review.house
    known: dict[str, Any] = {
        "comment_id": comment.pk,
        "expected_edition": 1,
        "actor": actor(house["AAA"]),
    }
    with pytest.raises(Invalid) as refused:
        revise_comment(
            **known,
            content=content_in(
                comment, body="", type="remark", circle_id=house.group("governments").pk
            ),
            at=LATER,
        )
    assert [error.pointer for error in refused.value.errors] == ["body", "type", "circle"]
    with refusal("foreign_text", Invalid):
        revise_comment(
            **known, content=content_in(comment, text_id=review.text(place=1).pk), at=LATER
        )
    assert comment.wordings.count() == 1


def test_a_comment_may_go_over_to_the_text_in_another_language(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    french = review.text(language="fr")
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, text_id=french.pk),
        actor=actor(review.house["AAA"]),
        at=LATER,
    )
    assert comment.wordings.latest("number").text == french


def test_endorsing_twice_returns_it_and_a_second_person_is_told(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    focal = actor(review.house["AAA-focal"])
    again = endorse_comment(comment_id=comment.pk, expected_edition=1, actor=focal, at=LATER)
    assert (again.pk, again.edition) == (comment.pk, 2)
    other = in_delegation(review.house, Capacity.SPOKESPERSON)
    with refusal("endorsed_already", Conflict):
        endorse_comment(comment_id=comment.pk, expected_edition=1, actor=actor(other), at=LATER)


def test_an_endorsement_is_of_the_words_that_were_read(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(review.house["AAA"]),
        at=LATER,
    )
    with refusal("edited_elsewhere", Conflict):
        endorse_comment(
            comment_id=comment.pk,
            expected_edition=1,
            actor=actor(review.house["AAA-focal"]),
            at=LATER,
        )


def test_an_endorsement_is_taken_back_with_a_reason(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    by = actor(review.house["AAA-focal"])
    known: dict[str, Any] = {
        "comment_id": comment.pk,
        "expected_edition": 2,
        "actor": by,
        "at": LATER,
    }
    with refusal("reason_empty", Invalid):
        return_comment(**known, reason=" \n")
    with refusal("reason_long", Invalid):
        return_comment(**known, reason="x" * 5_001)
    for _time in range(2):
        assert return_comment(**known, reason="The capital thinks again.").stage == "shared"
    move = comment.moves.latest("number")
    assert (move.move, move.reason) == ("return", "The capital thinks again.")
    entry = Entry.objects.get(code="comment.returned")
    assert b"capital" not in bytes(entry.payload)


def test_each_act_is_in_the_rooms_chain_only(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    room = review.house.delegation("AAA").chain
    assert acts_of(comment.pk) == {(room, "comment.shared"), (room, "comment.endorsed")}


@pytest.mark.parametrize("name", ["BBB", "governments", "employers", "secretariat", "observer"])
def test_whoever_is_outside_the_room_finds_no_comment(house: House, name: str) -> None:
    review = make_review(house, count=1)
    comment = share(review, house["AAA"], house.delegation("AAA"))
    for move, attempt in TRIES.items():
        if move not in (CommentMove.PUBLISH, CommentMove.MERGE):
            with pytest.raises(Missing):
                attempt(review, comment, house[name])
    with pytest.raises(Missing):
        merge_comments(into_id=comment.pk, other_ids=[uuid4()], actor=actor(house[name]), at=LATER)
    assert fresh(comment).edition == 1
    assert MadeMove.objects.count() == 1


def test_an_unknown_comment_and_a_hidden_one_are_refused_alike(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    sentences = set()
    for comment_id in (comment.pk, uuid4()):
        with pytest.raises(Missing) as refused:
            endorse_comment(
                comment_id=comment_id,
                expected_edition=1,
                actor=actor(review.house["employers"]),
                at=LATER,
            )
        sentences.add((refused.value.detail, refused.value.code, refused.value.errors))
    assert len(sentences) == 1


def test_a_group_speaks_through_its_spokesperson(review: Review) -> None:
    house = review.house
    delegate = in_group(house, Capacity.DELEGATE, "workers")
    comment = share(review, delegate, house.group("workers"))
    assert comment.speaks_for == house.group("workers")
    receipt = submit([comment], house["workers-spokesperson"], at=DURING + timedelta(hours=2))
    assert receipt.speaks_for == house.group("workers")
