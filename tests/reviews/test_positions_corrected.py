"""Corrections: an error is put right by an act that says so, in its room or before everybody."""

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC
from reviews.models import Position
from stakeholders.enums import Capacity
from tests.factories.positions import (
    correct,
    new_version,
    next_round,
    release,
    take_for,
    take_for_state,
)
from tests.factories.reviews import AFTER, Review, closed

from .cast import LATER, in_delegation, in_group
from .refusals import refused
from .told import everything_in, payloads, public, touches

pytestmark = pytest.mark.django_db


def test_an_error_that_was_never_public_is_corrected_in_the_room(review: Review) -> None:
    by = review.house["workers-spokesperson"]
    wrong = take_for(review, "workers", "objection")
    right = correct(wrong, by, "support")
    assert (right.number, right.corrects, right.released_at) == (2, wrong, None)
    assert public() == []
    closed(review.round)
    [shown] = public()
    # That there was an error, and which, stays with the circle.
    assert (shown.stance, shown.corrects, shown.correction_reason) == ("support", None, "")
    [said] = payloads(PUBLIC, "round.positions_released")
    assert (said["positions"][0]["corrects"], said["positions"][0]["reason"]) == (None, "")


def test_an_error_that_was_public_is_corrected_before_everybody_in_the_same_act(
    review: Review,
) -> None:
    by = review.house["workers-spokesperson"]
    wrong = release(take_for(review, "workers", "objection"), by)
    right = correct(wrong, by, "support", at=LATER)
    assert (right.key, right.release, right.released_at) == (
        "trial.position.1-2",
        "own_word",
        LATER,
    )
    was, now = public()
    assert (was.stance, was.is_current, was.is_corrected) == ("objection", False, True)
    assert (now.stance, now.is_current, now.corrects) == ("support", True, was.key)
    assert now.correction_reason == "The wrong box was ticked."
    [said] = payloads(PUBLIC, "position.corrected")
    assert said["positions"][0]["corrects"] == was.key
    assert len(said["positions"][0]["reason"]) == 64
    assert touches("position.corrected") == {was.key, now.key, "trial.1", "trial.round.1"}
    assert str(right.pk) not in everything_in(PUBLIC)


def test_a_correction_says_why_and_says_something_else(review: Review) -> None:
    by = review.house["workers-spokesperson"]
    wrong = take_for(review, "workers", "objection")
    with refused(Invalid, "correction_reason_empty"):
        correct(wrong, by, "support", correction_reason=" ")
    with refused(Invalid, "nothing_corrected"):
        correct(wrong, by, "objection")
    with refused(Invalid, "reasons_empty"):
        correct(wrong, by, "reservation", reasons="")
    assert Position.objects.count() == 1


def test_only_the_standing_position_is_corrected_once(review: Review) -> None:
    house = review.house
    by = house["workers-spokesperson"]
    wrong = take_for(review, "workers", "objection")
    right = correct(wrong, by, "support")
    assert correct(wrong, by, "support") == right  # a double click
    with refused(Conflict, "position_changed"):
        correct(wrong, by, "can_join_consensus")
    second = in_group(house, Capacity.SPOKESPERSON, "workers", name="second-voice")
    with refused(Conflict, "position_changed"):
        correct(wrong, second, "support")
    # A correction may itself have been in error.
    assert correct(right, second, "can_join_consensus").corrects == right


def test_only_its_own_people_correct_a_position(review: Review) -> None:
    house = review.house
    wrong = take_for_state(review, "AAA", "objection")
    for name in ("secretariat", "BBB", "north-group", "workers-spokesperson", "observer"):
        with refused(Missing, "not_found"):
            correct(wrong, house[name], "support")
    with refused(NotAllowed, "not_entitled_to_take_positions"):
        correct(wrong, in_delegation(house, Capacity.ADVISER), "support")


def test_what_was_said_of_a_replaced_version_stays_as_it_was_said(review: Review) -> None:
    wrong = take_for(review, "workers", "objection")
    closed(review.round)
    new_version(review)
    next_round(review)
    with refused(Conflict, "version_replaced"):
        correct(wrong, review.house["workers-spokesperson"], "support", at=AFTER)
