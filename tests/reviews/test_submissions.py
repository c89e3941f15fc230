"""Submitting: one or many, all or none, in the window, with a receipt that proves the words."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC, Entry
from reviews.digests import receipt_digest
from reviews.models import Comment, Submission, SubmittedComment
from reviews.services.comments import endorse_comment, revise_comment, withdraw_comment
from reviews.services.submissions import MAX_AT_ONCE, submit_comments
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    CLOSES,
    DURING,
    OPENS,
    Review,
    make_review,
    make_round,
    share,
    submit,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import actor

from .cast import LATER, acts_of, fresh, in_delegation, refusal
from .contents import content_in


def shared(review: Review, count: int = 3) -> list[Comment]:
    house = review.house
    return [
        share(review, house["AAA"], house.delegation("AAA"), body=f"Words {number}.")
        for number in range(count)
    ]


def test_many_are_submitted_at_once_with_one_receipt(review: Review) -> None:
    comments = shared(review)
    receipt = submit(comments, review.house["AAA-focal"])
    assert re.fullmatch(r"T-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", receipt.number)
    assert (receipt.at, receipt.is_late, receipt.round) == (DURING, False, review.round)
    assert receipt.circle == receipt.speaks_for == review.house.delegation("AAA")
    for comment in map(fresh, comments):
        assert (comment.stage, comment.submitted_at, comment.is_late) == (
            "submitted",
            DURING,
            False,
        )
        assert [each.move for each in comment.moves.all()] == ["share", "endorse", "submit"]
    lines = receipt.comments.order_by("comment_id")
    assert receipt.digest == receipt_digest([line.digest for line in lines])
    assert len({line.digest for line in lines}) == 3


def test_receipts_are_numbered_at_random(review: Review) -> None:
    numbers = {submit([each], review.house["AAA-focal"]).number for each in shared(review)}
    assert len(numbers) == 3


def test_the_record_tells_the_room_and_the_secretariat_and_nobody_else(review: Review) -> None:
    comments = shared(review)
    receipt = submit(comments, review.house["AAA-focal"])
    secretariat = Circle.objects.get(kind=CircleKind.SECRETARIAT)
    assert acts_of(receipt.pk) == {
        (review.house.delegation("AAA").chain, "comment.submitted"),
        (secretariat.chain, "comment.submitted"),
    }
    [seen] = Entry.objects.filter(circle=secretariat.chain, subject=str(receipt.pk))
    told = bytes(seen.payload)
    assert all(str(comment.pk).encode() in told for comment in comments)
    for inner in (b"number", b"wording", b"endorse", b"mandate"):
        assert inner not in told
    assert not Entry.objects.filter(circle=PUBLIC, subject=str(receipt.pk)).exists()


def test_an_endorsed_comment_is_submitted_by_a_delegate(review: Review) -> None:
    house = review.house
    [comment] = shared(review, 1)
    with refusal("not_endorsed", Conflict):
        submit([comment], house["AAA"])
    endorse_comment(
        comment_id=comment.pk, expected_edition=1, actor=actor(house["AAA-focal"]), at=DURING
    )
    receipt = submit([comment], house["AAA"])
    assert receipt.mandate == house["AAA"]
    assert [each.mandate for each in comment.moves.all()] == [
        house["AAA"],
        house["AAA-focal"],
        house["AAA"],
    ]


def test_submitting_again_returns_the_receipt_after_the_close_too(review: Review) -> None:
    house = review.house
    comments = shared(review)
    receipt = submit(comments, house["AAA-focal"])
    for at in (LATER, CLOSES + timedelta(days=1)):
        assert submit(list(reversed(comments)), house["AAA-focal"], at=at) == receipt
    assert Submission.objects.count() == 1
    assert SubmittedComment.objects.count() == 3
    with refusal("submitted_already", Conflict):
        submit(comments[:1], house["AAA"], at=LATER)


def test_of_a_mixed_choice_nothing_is_submitted_and_each_is_named(house) -> None:
    review = make_review(house, count=1)
    another = make_provision(review.framework, "2")
    other = Review(house, review.framework, [another], make_round(house, [another]))
    mine = house.delegation("AAA")
    ready = share(review, house["AAA"], mine)
    foreign = share(other, house["AAA"], mine)
    named = share(review, house["AAA"], house.group("governments"))
    withdrawn = share(review, house["AAA"], mine)
    withdraw_comment(
        comment_id=withdrawn.pk, expected_edition=1, actor=actor(house["AAA"]), at=DURING
    )
    gone = share(review, house["AAA"], mine)
    submit([gone], house["AAA-focal"])
    hidden = share(review, house["BBB"], house.delegation("BBB"))
    wanted = [ready.pk, foreign.pk, named.pk, withdrawn.pk, gone.pk, hidden.pk, uuid4()]
    before = Entry.objects.count()
    with pytest.raises(Conflict) as refused:
        submit_comments(comment_ids=wanted, actor=actor(house["AAA-focal"]), at=DURING)
    assert refused.value.code == "not_ready"
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("comment_ids/1", "another_round"),
        ("comment_ids/2", "another_name"),
        ("comment_ids/3", "move_not_in_table"),
        ("comment_ids/4", "submitted_already"),
        ("comment_ids/5", "not_found"),
        ("comment_ids/6", "not_found"),
    ]
    assert fresh(ready).stage == "shared"
    assert Entry.objects.count() == before


def test_what_cannot_be_a_choice_is_refused(review: Review) -> None:
    [comment] = shared(review, 1)
    known: dict[str, Any] = {"actor": actor(review.house["AAA-focal"]), "at": DURING}
    with refusal("nothing_chosen", Invalid):
        submit_comments(comment_ids=[], **known)
    with refusal("too_many", Invalid):
        submit_comments(comment_ids=[uuid4()] * (MAX_AT_ONCE + 1), **known)
    with pytest.raises(Missing):
        submit_comments(comment_ids=[uuid4()], **known)
    receipt = submit_comments(comment_ids=[comment.pk, comment.pk], **known)
    assert receipt.comments.count() == 1


def test_a_comment_that_changed_since_it_was_read_is_not_submitted(review: Review) -> None:
    house = review.house
    [comment] = shared(review, 1)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(house["AAA"]),
        at=DURING,
    )
    known: dict[str, Any] = {
        "comment_ids": [comment.pk],
        "actor": actor(house["AAA-focal"]),
        "at": DURING,
    }
    with refusal("edited_elsewhere", Conflict):
        submit_comments(**known, editions={comment.pk: 1})
    assert submit_comments(**known, editions={comment.pk: 2}).comments.get().wording == 2


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS - timedelta(microseconds=1), "round_not_open"),
        (OPENS, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "round_closed"),
        (CLOSES + timedelta(seconds=1), "round_closed"),
    ],
)
def test_the_window_is_checked_when_something_is_submitted(house, at, code) -> None:
    review = make_review(house, at=OPENS - timedelta(days=5))
    comment = share(review, house["AAA"], house.delegation("AAA"), at=OPENS - timedelta(days=1))
    with refusal(code, Conflict):
        submit([comment], house["AAA-focal"], at=at)
    assert fresh(comment).stage == ("shared" if code else "submitted")


def test_after_the_close_it_says_when_in_which_zone_and_that_the_text_is_kept(
    review: Review,
) -> None:
    [comment] = shared(review, 1)
    with pytest.raises(Conflict) as refused:
        submit([comment], review.house["AAA-focal"], at=CLOSES + timedelta(seconds=1))
    said = refused.value.detail
    assert "18:00" in said  # in Geneva
    assert "16:00" in said
    assert "UTC" in said
    assert "kept" in said


def test_a_round_that_was_closed_early_takes_nothing_more(review: Review) -> None:
    from reviews.services.rounds import close_round_early

    [comment] = shared(review, 1)
    close_round_early(
        round_id=review.round.pk,
        reason="All is said.",
        expected_edition=review.round.edition,
        actor=actor(review.house["secretariat"]),
        at=LATER,
    )
    with refusal("round_closed", Conflict):
        submit([comment], review.house["AAA-focal"], at=LATER)


def test_five_hundred_are_submitted_in_as_many_queries_as_two(review: Review) -> None:
    counts = []
    for count in (2, 5):
        comments = shared(review, count)
        with count_queries() as statements:
            submit(comments, review.house["AAA-focal"])
        counts.append(len(statements))
    assert counts[0] == counts[1] < 45


def test_a_delegation_submits_its_comments_of_two_rooms_in_one_receipt(review: Review) -> None:
    house = review.house
    inside = share(review, house["AAA"], house.delegation("AAA"))
    outside = share(
        review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("AAA")
    )
    receipt = submit([outside, inside], house["AAA-focal"])
    assert receipt.circle == house.delegation("AAA")
    chains = {chain for chain, _code in acts_of(receipt.pk)}
    assert {house.delegation("AAA").chain, house.region("north-group").chain} < chains
    alone = share(
        review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("AAA")
    )
    assert submit([alone], house["AAA-focal"]).circle == house.region("north-group")


def test_a_substitute_is_named_with_whom_they_act_for(review: Review) -> None:
    from dataclasses import replace

    house = review.house
    substitute = in_delegation(house, Capacity.SUBSTITUTE)
    [comment] = shared(review, 1)
    with pytest.raises(NotAllowed):
        submit([comment], substitute)
    acting = replace(actor(substitute), for_mandate_id=house["AAA-focal"].pk)
    receipt = submit_comments(comment_ids=[comment.pk], actor=acting, at=DURING)
    assert (receipt.mandate, receipt.for_mandate) == (substitute, house["AAA-focal"])
    for move in comment.moves.exclude(move="share"):
        assert (move.mandate, move.for_mandate) == (substitute, house["AAA-focal"])
