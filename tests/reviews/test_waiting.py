"""What waits for somebody at the desk, by what they may do there."""

from datetime import timedelta

import pytest

from reviews.lifecycle import CommentStage
from reviews.selectors.sections import MOST
from reviews.selectors.waiting import my_drafts, waiting_for
from reviews.services.comments import withdraw_comment
from reviews.services.cutoffs import set_cutoff
from reviews.services.late import decline_late
from stakeholders.enums import Capacity
from tests.factories.dispositions import (
    RELEASED,
    REPLIED,
    make_answering,
    prepare,
    release,
    reply,
)
from tests.factories.reviews import AFTER, CLOSES, DURING, OPENS, Review, closed, make_draft, share
from tests.stakeholders.cast import actor

from .cast import LATER, in_delegation
from .stages import at_stage


def test_rounds_that_run_are_listed_with_ones_own_cutoff(review: Review) -> None:
    house = review.house
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation("AAA").pk,
        cutoff_at=LATER,
        actor=actor(house["AAA-focal"]),
        at=DURING,
    )
    for name, cutoff in (("AAA", LATER), ("BBB", None), ("employers", None), ("secretariat", None)):
        [found] = waiting_for(house[name], DURING).rounds
        assert (found.key, found.closes_at) == (review.round.key, CLOSES)
        assert found.cutoff_at == cutoff


@pytest.mark.parametrize(
    ("at", "runs"),
    [
        (OPENS, True),
        (CLOSES - timedelta(microseconds=1), True),
        (CLOSES, False),
    ],
)
def test_a_round_runs_while_something_may_be_submitted(review: Review, at, runs: bool) -> None:
    assert bool(waiting_for(review.house["AAA"], at).rounds) == runs


def test_a_round_that_was_closed_runs_no_more(review: Review) -> None:
    closed(review.round)
    waiting = waiting_for(review.house["AAA"], AFTER)
    assert waiting.rounds == ()
    assert waiting.uncommented.total == 0


def test_provisions_wait_until_ones_own_circle_commented(review: Review) -> None:
    house = review.house
    assert [each.provision for each in waiting_for(house["AAA"], DURING).uncommented.rows] == [
        "trial.1",
        "trial.2",
    ]
    comment = share(review, house["AAA"], house.delegation("AAA"))
    share(review, house["AAA"], house.region("north-group"), place=1)  # in another name
    for name, keys in (("AAA-focal", ["trial.2"]), ("BBB", ["trial.1", "trial.2"])):
        waiting = waiting_for(house[name], DURING).uncommented
        assert [each.provision for each in waiting.rows] == keys
        assert waiting.total == len(keys)
    withdraw_comment(
        comment_id=comment.pk, expected_edition=1, actor=actor(house["AAA"]), at=DURING
    )
    assert waiting_for(house["AAA"], DURING).uncommented.total == 2


def test_drafts_wait_for_their_author_the_latest_first(review: Review) -> None:
    house = review.house
    for hour in range(3):
        make_draft(
            review,
            house["AAA"],
            house.delegation("AAA"),
            body=f"Draft {hour}. " + "x" * 500,
            at=DURING + timedelta(hours=hour),
        )
    drafts = waiting_for(house["AAA"], DURING).drafts
    assert drafts.total == 3
    assert [each.beginning[:8] for each in drafts.rows] == ["Draft 2.", "Draft 1.", "Draft 0."]
    assert all(len(each.beginning) == 200 for each in drafts.rows)
    assert my_drafts(house["AAA-focal"], DURING) == []


def test_only_so_many_rows_are_shown_and_all_are_counted(review: Review) -> None:
    house = review.house
    for _each in range(MOST + 2):
        make_draft(review, house["AAA"], house.delegation("AAA"))
    drafts = waiting_for(house["AAA"], DURING).drafts
    assert (len(drafts.rows), drafts.total) == (MOST, MOST + 2)


@pytest.mark.parametrize(
    ("name", "endorse", "submit"),
    [
        ("AAA", 0, 1),
        ("AAA-focal", 1, 1),
        ("adviser", 0, 0),
        ("substitute", 1, 1),
        ("BBB-focal", 0, 0),
        ("governments", 0, 0),
        ("north-group", 0, 0),
        ("secretariat", 0, 0),
    ],
)
def test_what_is_to_be_endorsed_and_submitted_waits_for_who_does(
    review: Review, name: str, endorse: int, submit: int
) -> None:
    house = review.house
    for capacity in (Capacity.ADVISER, Capacity.SUBSTITUTE):
        house.mandates[capacity] = in_delegation(house, capacity)
    at_stage(review, CommentStage.SHARED)
    at_stage(review, CommentStage.ENDORSED)
    at_stage(review, CommentStage.SUBMITTED)
    waiting = waiting_for(house[name], LATER)
    assert (waiting.to_endorse.total, waiting.to_submit.total) == (endorse, submit)
    assert len(waiting.to_endorse.rows) == endorse


def test_late_offers_wait_for_the_review_secretariat_until_it_decides(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.OFFERED_LATE)
    decide = waiting_for(house["secretariat"], AFTER).to_decide
    assert [each.id for each in decide.rows] == [comment.pk]
    for name in ("AAA", "governments", "chairperson", "observer"):
        assert waiting_for(house[name], AFTER).to_decide.total == 0
    decline_late(
        comment_id=comment.pk,
        expected_edition=1,
        reason="Too late.",
        actor=actor(house["secretariat"]),
        at=AFTER,
    )
    assert waiting_for(house["secretariat"], AFTER).to_decide.total == 0


def test_a_released_answer_waits_for_a_reply_of_whoever_submitted_the_comment(db: None) -> None:
    answering = make_answering()
    prepare(answering, answering.comments)
    submitter, other = answering.house["AAA-focal"], answering.house["employers-spokesperson"]
    assert waiting_for(submitter, RELEASED).to_reply.total == 0
    release(answering)
    waiting = waiting_for(submitter, RELEASED).to_reply
    assert [each.card.id for each in waiting.rows] == [answering.delegation.pk]
    assert waiting_for(other, RELEASED).to_reply.total == 0
    reply(answering.delegation, submitter)
    assert waiting_for(submitter, REPLIED).to_reply.total == 0
