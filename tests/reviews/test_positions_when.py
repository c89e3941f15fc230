"""On what a position is taken, and until when."""

from datetime import timedelta

import pytest

from core.errors import Conflict, Missing
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode, Stage
from provisions.services.moves import move_provision
from reviews.services.positions import take_position
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    AFTER_AGAIN,
    DURING_AGAIN,
    OPENS_AGAIN,
    PRONOUNCED,
    REASONS,
    agree,
    new_version,
    next_round,
    take_for,
    take_for_state,
    words_of,
)
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    DURING,
    Review,
    closed,
    make_review,
    make_round,
)
from tests.stakeholders.cast import House, actor

from .cast import LATER
from .refusals import refused

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_nobody_takes_a_position_on_the_portals_own_words(house: House) -> None:
    framework = make_framework()
    summary = make_provision(framework, "S1", text_status=TextStatus.EDITORIAL_SUMMARY)
    review = Review(house, framework, [summary], make_round(house, [summary]))
    with refused(Conflict, "not_on_a_summary"):
        take_for(review, "workers")


def test_an_announced_round_takes_none_until_it_begins(house: House) -> None:
    review = make_review(house, at=ANNOUNCED)
    with refused(Conflict, "round_not_open") as refusal:
        take_for(review, "workers", at=ANNOUNCED)
    assert "opens on" in refusal.detail
    assert take_for(review, "workers", at=DURING).number == 1


def test_instructions_arrive_late_and_are_taken_after_the_close(review: Review) -> None:
    closed(review.round)
    position = take_for_state(review, "AAA", at=AFTER)
    assert (position.number, position.released_at) == (1, None)


def test_there_is_no_position_on_an_item_that_is_not_there(review: Review) -> None:
    with refused(Missing):
        take_position(
            item_id=review.round.pk,
            circle_id=review.house.group("workers").pk,
            stance="support",
            expected_number=0,
            actor=actor(review.house["workers-spokesperson"]),
            at=DURING,
        )


def test_a_replaced_version_takes_none(review: Review) -> None:
    closed(review.round)
    assert new_version(review) == 2
    with refused(Conflict, "version_replaced") as refusal:
        take_for(review, "workers", at=AFTER)
    assert refusal.detail.startswith("Version 1 was replaced by version 2.")
    second = next_round(review)
    assert take_for(second, "workers", at=DURING_AGAIN).item.version.number == 2


def test_of_two_rounds_on_one_version_the_later_one_takes_it_once_it_has_begun(
    review: Review,
) -> None:
    closed(review.round)
    second = next_round(review, at=AFTER)
    assert take_for(review, "workers", at=AFTER).item.round == review.round
    with refused(Conflict, "round_not_open"):
        take_for(second, "workers", at=AFTER)
    with refused(Conflict, "later_round"):
        take_for(review, "workers", "objection", at=OPENS_AGAIN)
    assert take_for(second, "workers", at=OPENS_AGAIN).item.round == second.round


def test_none_is_taken_once_the_provision_left_review(review: Review) -> None:
    take_for(review, "employers")
    take_for(review, "workers")
    closed(review.round)
    agree(review)
    with refused(Conflict, "not_in_review") as refusal:
        take_for(review, "workers", "objection", at=PRONOUNCED)
    assert "Agreed" in refusal.detail
    move_provision(
        key=review.provisions[1].key,
        move=MoveCode.WITHDRAW,
        expected_stage=Stage.IN_REVIEW,
        expected_version=1,
        reason="It was asked for.",
        actor=actor(review.house["secretariat"]),
        at=LATER,
    )
    with refused(Conflict, "not_in_review"):
        take_for(review, "workers", place=1, at=AFTER_AGAIN)


def test_what_was_taken_is_still_returned_when_it_comes_again_too_late(review: Review) -> None:
    first = take_for(review, "workers", "reservation")
    closed(review.round)
    new_version(review)
    again = take_for(review, "workers", "reservation", expected_number=0, at=AFTER + MINUTE)
    assert again == first
    assert words_of("reservation")["reasons"] == REASONS == first.reasons
