"""What a planner learns of positions: who took none, and who is to confirm one again."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from provisions.enums import TextStatus
from reviews.models import RoundItem
from reviews.position_items import refusal_of
from reviews.selectors.unfinished import Unfinished, Work, unfinished
from reviews.selectors.unfinished_positions import open_items
from stakeholders.enums import Capacity, Group
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    DURING_AGAIN,
    OPENS_AGAIN,
    agree,
    joined,
    new_version,
    next_round,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    CLOSES,
    DURING,
    OPENS,
    Review,
    closed,
    make_review,
    make_round,
)
from tests.stakeholders.cast import House, actor

from .cast import LATER, in_delegation, in_group

pytestmark = pytest.mark.django_db
OVERDUE = {Work.CUTOFF_PASSED, Work.LEFT_OVER, Work.SILENT}


def found(at: datetime, *works: Work) -> list[Unfinished]:
    return [each for each in unfinished(at) if each.work in works]


def circles(at: datetime, *works: Work) -> set[UUID]:
    return {each.circle for each in found(at, *works)}


def test_a_circle_that_spoke_is_not_silent_and_one_that_could_not_is_not_asked(
    review: Review,
) -> None:
    house = review.house
    take_for_state(review, "AAA")
    taken = release(take_for(review, "workers"), house["workers-spokesperson"])
    joint = release(
        take(review, house["north-group"], house.region("north-group")), house["north-group"]
    )
    joined(joint, house["BBB"], house.delegation("BBB"))
    assert taken.released_at
    assert found(CLOSES - timedelta(seconds=1), Work.SILENT) == []
    # The Government group has nobody who takes positions for it.
    assert circles(AFTER, Work.SILENT) == {
        house.delegation("CCC").pk,
        house.region("south-group").pk,
        house.group("employers").pk,
    }


def test_nobody_is_silent_where_no_position_may_be_taken(review: Review) -> None:
    for group in (Group.EMPLOYERS, Group.WORKERS):
        take_for(review, group)
    closed(review.round)
    assert review.house.delegation("AAA").pk in circles(AFTER, Work.SILENT)
    agree(review)
    assert review.house.delegation("AAA").pk in circles(AFTER, Work.SILENT)
    new_version(review, place=1)
    assert found(AFTER, Work.SILENT) == []


def test_a_speaker_for_another_framework_makes_no_circle_silent(house: House) -> None:
    review = make_review(house)
    end_mandate(
        mandate_id=house["employers-spokesperson"].pk, actor=actor(house["employers"]), at=DURING
    )
    assert house.group("employers").pk not in circles(AFTER, Work.SILENT)
    in_group(house, Capacity.SPOKESPERSON, "employers", name="new", framework_key="elsewhere")
    assert house.group("employers").pk not in circles(AFTER, Work.SILENT)
    in_group(
        house, Capacity.SPOKESPERSON, "employers", name="own", framework_key=review.framework.slug
    )
    assert house.group("employers").pk in circles(AFTER, Work.SILENT)


def test_a_position_on_earlier_words_waits_once_a_round_on_new_ones_opens(review: Review) -> None:
    take_for_state(review, "AAA", "reservation")
    closed(review.round)
    new_version(review)
    assert found(AFTER, Work.RECONFIRM) == []
    second = next_round(review)
    [waiting] = found(DURING_AGAIN, Work.RECONFIRM)
    assert (waiting.circle, waiting.since) == (review.house.delegation("AAA").pk, OPENS_AGAIN)
    assert (waiting.framework, waiting.round, waiting.deadline) == ("trial", "", None)
    take_for_state(second, "AAA", at=DURING_AGAIN)
    assert found(DURING_AGAIN, Work.RECONFIRM) == []


def test_a_position_waits_since_the_mandate_it_was_taken_for_ended(review: Review) -> None:
    house = review.house
    leaving = in_delegation(house, Capacity.DELEGATE, name="leaving")
    take(review, leaving, house.delegation("AAA"))
    assert found(LATER, Work.RECONFIRM) == []
    end_mandate(mandate_id=leaving.pk, actor=actor(house["AAA-focal"]), at=LATER)
    [waiting] = found(AFTER, Work.RECONFIRM)
    assert (waiting.circle, waiting.since) == (house.delegation("AAA").pk, LATER)
    take_for_state(review, "AAA", at=AFTER)
    assert found(AFTER, Work.RECONFIRM) == []


def test_the_rule_of_where_a_position_may_be_taken_is_the_same_for_many(review: Review) -> None:
    """`open_items` and `refusal_of` say it twice, in SQL and in a sentence."""
    make_review(review.house, framework=make_framework("ahead"), at=ANNOUNCED)
    summary = make_provision(
        make_framework("summary"), "S1", text_status=TextStatus.EDITORIAL_SUMMARY
    )
    make_round(review.house, [summary])
    closed(review.round)
    new_version(review)
    for at, count in ((ANNOUNCED, 0), (OPENS, 3), (AFTER, 3)):
        rows = RoundItem.objects.select_related("round__framework", "provision", "version")
        possible = {each.pk for each in rows if refusal_of(each, is_latest=True, at=at) is None}
        assert set(open_items(at).values_list("pk", flat=True)) == possible
        assert len(possible) == count
