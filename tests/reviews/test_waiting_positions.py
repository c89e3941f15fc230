"""Which positions wait for a word, and for whom."""

from datetime import timedelta
from typing import Any

from reviews.selectors.sections import Section
from reviews.selectors.waiting import waiting_for
from reviews.selectors.waiting_positions import WaitingPositions
from stakeholders.enums import Capacity, Group
from stakeholders.services.mandates import end_mandate
from tests.factories.positions import agree, new_version, next_round, release, take, take_for_state
from tests.factories.reviews import AFTER, CLOSES, DURING, Review, closed
from tests.stakeholders.cast import EVERYBODY, actor, admitted


def keys(section: Section) -> list[str]:
    return [each.item.provision for each in section.rows]


def waits(review: Review, name: str = "AAA", *, at=DURING) -> WaitingPositions:
    return waiting_for(review.house[name], at).positions


def test_whoever_speaks_for_a_circle_has_a_position_to_take_on_each_provision(
    review: Review,
) -> None:
    everything = [each.key for each in review.provisions]
    speaking = {"employers-spokesperson", "AAA", "AAA-focal", "BBB-focal", "north-group"}
    for name in EVERYBODY:
        expected = everything if name in speaking else []
        assert keys(waits(review, name).to_take) == expected, name


def test_what_is_taken_waits_no_more_and_is_released_by_the_close(review: Review) -> None:
    take_for_state(review, "AAA")
    assert keys(waits(review).to_take) == [review.provisions[1].key]
    assert waits(review).to_release == Section()
    assert len(keys(waits(review, "BBB-focal").to_take)) == 2
    closed(review.round)
    assert waits(review, at=AFTER).to_release == Section()


def test_what_is_taken_after_the_close_waits_for_the_actor_s_own_word(review: Review) -> None:
    closed(review.round)
    position = take_for_state(review, "AAA", at=AFTER)
    assert keys(waits(review, at=AFTER).to_release) == [review.provisions[0].key]
    assert waits(review, "BBB-focal", at=AFTER).to_release == Section()
    release(position, review.house["AAA"], at=AFTER)
    assert waits(review, at=AFTER).to_release == Section()


def test_a_new_version_asks_for_the_position_anew_once_a_round_is_on_it(review: Review) -> None:
    take_for_state(review, "AAA", "reservation")
    closed(review.round)
    new_version(review)
    assert waits(review, at=AFTER).to_reconfirm == Section()
    second = next_round(review)
    at = second.round.opens_at
    assert keys(waits(review, at=at).to_reconfirm) == [review.provisions[0].key]
    assert review.provisions[0].key not in keys(waits(review, at=at).to_take)
    assert keys(waits(review, "BBB-focal", at=at).to_take)[0] == review.provisions[0].key
    take_for_state(second, "AAA", at=at)
    assert waits(review, at=at).to_reconfirm == Section()


def test_a_mandate_that_ended_asks_those_who_stay(review: Review) -> None:
    house = review.house
    take_for_state(review, "AAA")
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=DURING)
    later = DURING + timedelta(minutes=1)
    [found] = waits(review, "AAA-focal", at=later).to_reconfirm.rows
    assert found.why == ("mandate_ended",)


def test_nothing_waits_on_what_left_review_or_is_of_another_round(review: Review) -> None:
    for group in (Group.EMPLOYERS, Group.WORKERS):
        house = review.house
        take(review, house[f"{group}-spokesperson"], house.group(group))
    closed(review.round)
    agree(review)
    assert keys(waits(review, at=CLOSES + timedelta(days=1)).to_take) == [review.provisions[1].key]


def test_a_substitute_finds_what_waits_for_those_they_act_for(review: Review) -> None:
    house = review.house
    terms: dict[str, Any] = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    stand_in = admitted(house["AAA-focal"], "stand-in", Capacity.SUBSTITUTE, **terms)
    adviser = admitted(house["AAA-focal"], "adviser", Capacity.ADVISER, **terms)
    assert waiting_for(stand_in, DURING).positions.to_take.total == 2
    assert waiting_for(adviser, DURING).positions == WaitingPositions()
