"""Governments join another's position, or say that they don't: who, on what, and who learns it."""

from datetime import datetime

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC
from reviews.models import Alignment, Position
from reviews.selectors.own_positions import positions_of
from stakeholders.enums import Capacity
from tests.factories.positions import (
    agree,
    correct,
    joined,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import AFTER, DURING, Review, closed

from .cast import LATER, governments_spokesperson, in_delegation
from .refusals import refused
from .told import everything_in, payloads, public, touches

pytestmark = pytest.mark.django_db


def of_north(review: Review, stance: str = "objection") -> Position:
    """Return the position of the regional group that AAA and BBB are in, and CCC is not."""
    house = review.house
    return take(review, house["north-group"], house.region("north-group"), stance)


def aligned(
    review: Review, position: Position, code: str, kind: str = "joins", *, at: datetime = DURING
) -> Alignment:
    house = review.house
    return joined(position, house[code], house.delegation(code), kind, at=at)


def test_a_member_joins_before_the_release_and_only_the_room_learns_it(review: Review) -> None:
    house = review.house
    position = of_north(review)
    before = everything_in(PUBLIC)
    alignment = aligned(review, position, "AAA")
    assert (alignment.number, alignment.kind, alignment.mandate) == (1, "joins", house["AAA"])
    assert everything_in(PUBLIC) == before
    [said] = payloads(house.region("north-group").chain, "position.aligned")
    assert (said["actor"], said["kind"]) == ("AAA", "joins")
    # Read by the room, and by nobody else.
    for name, seen in {
        "BBB": True,
        "north-group": True,
        "CCC": False,
        "secretariat": False,
    }.items():
        found = Alignment.objects.visible_to(house[name], DURING)
        assert found.exists() is seen, name
    assert not Alignment.objects.visible_to(None, DURING).exists()
    [facts] = positions_of(house["BBB"], DURING)
    assert [str(each.organization) for each in facts.joined] == ["AAA"]


@pytest.mark.parametrize("name", ["CCC", "workers-spokesperson", "secretariat", "observer"])
def test_before_the_release_there_is_no_such_position_for_others(review: Review, name: str) -> None:
    house = review.house
    position = of_north(review)
    with refused(Missing, "not_found") as refusal:
        joined(position, house[name], house.delegation("CCC"))
    assert refusal.detail == "There is no such position."


def test_after_the_release_any_government_joins_and_everybody_reads_it_at_once(
    review: Review,
) -> None:
    house = review.house
    position = release(of_north(review), house["north-group"])
    aligned(review, position, "CCC")
    joined(position, house["south-group"], house.region("south-group"))
    [shown] = public()
    assert [each.code for each in shown.joined] == ["CCC", "south-group"]
    assert payloads(PUBLIC, "position.aligned")[0] == {
        "key": position.key,
        "actor": "CCC",
        "kind": "joins",
    }
    assert str(position.pk) not in everything_in(PUBLIC)
    assert len(payloads(house.delegation("CCC").chain, "position.aligned")) == 1


def test_the_public_keys_of_a_released_position_are_touched(review: Review) -> None:
    position = release(of_north(review), review.house["north-group"])
    aligned(review, position, "CCC")
    assert touches("position.aligned") == {position.key, "trial.1", "trial.round.1"}


def test_only_a_member_says_that_it_does_not_join(review: Review) -> None:
    house = review.house
    position = release(of_north(review), house["north-group"])
    aligned(review, position, "BBB", "does_not_join")
    with refused(Conflict, "not_a_member"):
        aligned(review, position, "CCC", "does_not_join")
    with refused(Conflict, "not_a_member"):
        aligned(
            review, release(take_for_state(review, "AAA"), house["AAA"]), "BBB", "does_not_join"
        )
    # Every government is in the Government group.
    common = take(review, governments_spokesperson(house), house.group("governments"))
    aligned(review, common, "CCC", "does_not_join")
    joined(common, house["south-group"], house.region("south-group"), "does_not_join")
    assert [each.code for each in public()[0].not_joining] == ["BBB"]


def test_only_positions_of_other_governments_are_joined(review: Review) -> None:
    house = review.house
    of_employers = release(take_for(review, "employers"), house["employers-spokesperson"])
    with refused(Conflict, "nothing_to_join"):
        aligned(review, of_employers, "AAA")
    own = take_for_state(review, "AAA")
    with refused(Conflict, "nothing_to_join"):
        aligned(review, own, "AAA")
    position = release(of_north(review), house["north-group"])
    with refused(Conflict, "nothing_to_join"):
        joined(position, house["workers-spokesperson"], house.group("workers"))
    with refused(Conflict, "nothing_to_join"):
        joined(position, governments_spokesperson(house), house.group("governments"))


def test_only_who_submits_for_it_speaks_for_a_delegation(review: Review) -> None:
    house = review.house
    position = of_north(review)
    with refused(NotAllowed, "not_entitled_to_take_positions"):
        joined(position, in_delegation(house, Capacity.ADVISER), house.delegation("AAA"))
    with refused(Missing, "not_found"):  # of another delegation's room it knows nothing
        joined(position, house["AAA"], house.delegation("BBB"))
    with refused(Missing, "not_found"):
        joined(position, house["AAA"], type(house.delegation("AAA"))())


def test_the_latest_word_counts_and_can_be_taken_back(review: Review) -> None:
    position = of_north(review)
    with refused(Conflict, "nothing_said"):
        aligned(review, position, "AAA", "taken_back")
    first = aligned(review, position, "AAA")
    assert aligned(review, position, "AAA") == first  # a double click
    aligned(review, position, "AAA", "does_not_join")
    release(position, review.house["north-group"])
    assert [each.code for each in public()[0].not_joining] == ["AAA"]
    back = aligned(review, position, "AAA", "taken_back")
    assert (public()[0].joined, public()[0].not_joining) == ((), ())
    assert aligned(review, position, "AAA", "taken_back") == back
    assert back.number == 3


def test_a_colleague_who_says_the_same_is_told(review: Review) -> None:
    position = of_north(review)
    aligned(review, position, "AAA")
    with refused(Conflict, "said_already"):
        joined(position, review.house["AAA-focal"], review.house.delegation("AAA"))


def test_an_unknown_word_is_refused(review: Review) -> None:
    with refused(Invalid, "unknown_alignment"):
        aligned(review, of_north(review), "AAA", "perhaps")


def test_a_new_position_starts_without_those_who_joined_the_old_one(review: Review) -> None:
    house = review.house
    first = of_north(review)
    aligned(review, first, "AAA")
    second = of_north(review, "support")
    with refused(Conflict, "position_replaced"):
        aligned(review, first, "BBB")
    closed(review.round)
    [shown] = public()
    assert (shown.stance, shown.joined) == ("support", ())
    aligned(review, second, "BBB", at=AFTER)
    assert [each.code for each in public()[0].joined] == ["BBB"]
    correct(second, house["north-group"], "objection", at=AFTER)
    assert public()[-1].joined == ()


def test_what_replaced_it_in_its_room_is_not_told_to_others(review: Review) -> None:
    house = review.house
    first = release(of_north(review), house["north-group"])
    of_north(review, "support")  # unreleased: CCC can't know
    aligned(review, first, "CCC")
    with refused(Conflict, "position_replaced"):  # the room knows
        aligned(review, first, "AAA")
    closed(review.round)
    with refused(Conflict, "position_replaced"):  # now everybody does
        aligned(review, first, "CCC", "taken_back", at=AFTER)


def test_nobody_joins_once_the_provision_left_review(review: Review) -> None:
    position = of_north(review, "support")
    for group in ("employers", "workers"):
        take_for(review, group)
    closed(review.round)
    agree(review)
    with refused(Conflict, "not_in_review"):
        aligned(review, position, "CCC", at=AFTER)


def test_a_mandate_that_is_not_active_joins_nothing(review: Review) -> None:
    house = review.house
    position = of_north(review)
    house["BBB"].user.is_active = False
    house["BBB"].user.save()
    with refused(NotAllowed, "no_active_mandate"):
        aligned(review, position, "BBB", at=LATER)
