"""What a circle sees of its own positions, and what of them nobody else does."""

import pytest

from core.actor import Actor
from provisions.lifecycle import MoveCode, Stage
from provisions.services.moves import move_provision
from reviews.models import Position
from reviews.selectors.positions import OwnStanding, own_standings, positions_of
from reviews.services.positions import take_position
from stakeholders.enums import Capacity
from stakeholders.services.mandates import end_mandate
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    AFTER_AGAIN,
    DURING_AGAIN,
    OPENS_AGAIN,
    agree,
    correct,
    joined,
    new_version,
    next_round,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    DURING,
    OPENS,
    Review,
    closed,
    make_review,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House, actor

from .cast import LATER, in_delegation, in_group
from .scenes import IN_AAA, IN_EMPLOYERS, IN_NORTH, People

pytestmark = pytest.mark.django_db


def own(review: Review, name: str, kind: str, *, place: int = 0, **terms: object) -> OwnStanding:
    """Return where the one circle of this kind stands on the provision at `place`."""
    at = terms.pop("at", DURING)
    found = own_standings(review.house[name], at)  # type: ignore[arg-type]
    key = review.provisions[place].key
    [standing] = [each for each in found if each.circle.kind == kind and each.item.provision == key]
    return standing


@pytest.mark.parametrize(
    ("who", "inside"), [("AAA", IN_AAA), ("north", IN_NORTH), ("employers", IN_EMPLOYERS)]
)
def test_before_its_release_a_position_is_read_in_its_room_only(
    review: Review, everybody: People, who: str, inside: set[str]
) -> None:
    house = review.house
    take_it = {
        "AAA": lambda: take_for_state(review, "AAA", "objection"),
        "north": lambda: take(review, house["north-group"], house.region("north-group")),
        "employers": lambda: take_for(review, "employers", "objection"),
    }
    position = take_it[who]()

    def readers() -> set[str]:
        seen = Position.objects.visible_to
        return {name for name, each in everybody.items() if seen(each, AFTER).exists()}

    assert readers() == inside
    told = {
        name
        for name, each in everybody.items()
        if each is not None and any(found.current for found in own_standings(each, AFTER))
    }
    assert told == inside
    assert {name for name, each in everybody.items() if positions_of(each, AFTER)} == inside
    release(position, position.mandate)
    assert readers() == set(everybody)
    # What was taken when, and by whom, stays in the room.
    assert {name for name, each in everybody.items() if positions_of(each, AFTER)} == inside


def test_the_room_sees_the_history_and_who_took_what(review: Review) -> None:
    house = review.house
    wrong = take_for(review, "workers", "objection")
    correct(wrong, house["workers-spokesperson"], "support", at=LATER)
    now, before = positions_of(house["workers"], AFTER)
    assert (now.number, now.stance, now.corrects) == (2, "support", wrong.pk)
    assert now.correction_reason == "The wrong box was ticked."
    assert (before.number, before.stance, before.at) == (1, "objection", DURING)
    assert now.person.mandate_id == house["workers-spokesperson"].pk
    assert (now.key, now.released_at, now.release) == ("", None, "")
    closed(review.round)
    assert positions_of(house["workers"], AFTER)[0].key == "trial.position.1-1"


def test_positions_are_asked_for_by_circle_and_item(review: Review) -> None:
    house = review.house
    take_for_state(review, "AAA")
    take_for_state(review, "AAA", "objection", place=1)
    take(review, house["north-group"], house.region("north-group"))
    assert len(positions_of(house["AAA"], DURING)) == 3
    room = [house.delegation("AAA").pk]
    assert len(positions_of(house["AAA"], DURING, circles=room)) == 2
    [one] = positions_of(house["AAA"], DURING, circles=room, items=[review.item(1).pk])
    assert (one.provision, one.stance) == ("trial.2", "objection")
    assert positions_of(house["AAA"], DURING, circles=[]) == ()
    # Another's room is not opened by naming it.
    assert positions_of(house["BBB"], DURING, circles=room) == ()


def test_every_room_of_a_mandate_stands_somewhere_on_every_provision(review: Review) -> None:
    found = own_standings(review.house["AAA"], DURING)
    assert [(each.item.provision, each.circle.kind) for each in found] == [
        ("trial.1", "delegation"),
        ("trial.1", "group"),
        ("trial.1", "regional_group"),
        ("trial.2", "delegation"),
        ("trial.2", "group"),
        ("trial.2", "regional_group"),
    ]
    # It speaks for its delegation only.
    assert {each.circle.kind for each in found if each.may_take} == {"delegation"}
    first = found[0]
    assert (first.current, first.history, first.earlier) == (None, (), None)
    assert (first.expected_number, first.why) == (0, ())
    assert first.item.title == {
        "en": "Skills for new tools",
        "fr": "Compétences et nouveaux outils",
    }
    for name in ("secretariat", "chairperson", "observer"):
        assert own_standings(review.house[name], DURING) == []


def test_what_stands_is_the_latest_with_what_came_before(review: Review) -> None:
    take_for(review, "employers", "objection")
    take_for(review, "employers", "reservation")
    standing = own(review, "employers", "group")
    assert standing.current is not None
    assert (standing.current.stance, standing.expected_number) == ("reservation", 2)
    assert [each.stance for each in standing.history] == ["reservation", "objection"]
    assert not standing.may_take  # the group's secretariat is not its spokesperson
    assert own(review, "employers-spokesperson", "group").may_take


def test_one_framework_or_one_item_is_asked_for(house: House) -> None:
    one = make_review(house, framework=make_framework("one"))
    make_review(house, framework=make_framework("two"))
    by = house["employers-spokesperson"]
    assert len(own_standings(by, DURING)) == 4
    assert {each.item.framework for each in own_standings(by, DURING, framework="one")} == {"one"}
    [found] = own_standings(by, DURING, item_id=one.item(1).pk)
    assert found.item.provision == "one.2"
    assert own_standings(by, DURING, item_id=house.group("employers").pk) == []
    limited = in_group(house, Capacity.SPOKESPERSON, "employers", name="l", framework_key="two")
    assert {each.item.framework for each in own_standings(limited, DURING)} == {"two"}


def test_an_announced_round_asks_for_nothing_yet(house: House) -> None:
    make_review(house, at=ANNOUNCED)
    by = house["employers-spokesperson"]
    assert own_standings(by, ANNOUNCED) == []
    assert len(own_standings(by, OPENS)) == 2


def test_a_changed_text_asks_an_actor_again(review: Review) -> None:
    take_for(review, "employers", "objection")
    assert not own(review, "employers-spokesperson", "group").needs_reconfirmation
    closed(review.round)
    new_version(review)
    before = own(review, "employers-spokesperson", "group", at=AFTER)
    # It is told at once, and asked when a round on the new words begins.
    assert (before.why, before.may_take) == (("text_changed",), False)
    assert (before.item.version, before.item.latest_version) == (1, 2)
    second = next_round(review)
    asked = own(review, "employers-spokesperson", "group", at=OPENS_AGAIN)
    assert (asked.why, asked.may_take, asked.current) == (("text_changed",), True, None)
    assert asked.earlier is not None
    assert (asked.earlier.stance, asked.earlier.version) == ("objection", 1)
    assert (asked.item.round, asked.expected_number) == (second.round.key, 0)
    take_for(second, "employers", at=DURING_AGAIN)
    assert own(review, "employers-spokesperson", "group", at=AFTER_AGAIN).why == ()
    # Who never spoke is not asked to say it again.
    assert own(review, "workers-spokesperson", "group", at=OPENS_AGAIN).why == ()


def test_a_later_round_on_the_same_words_starts_with_what_was_said_of_them(
    review: Review,
) -> None:
    take_for(review, "employers", "objection")
    closed(review.round)
    next_round(review)
    standing = own(review, "employers-spokesperson", "group", at=DURING_AGAIN)
    assert standing.current is not None
    assert (standing.current.stance, standing.expected_number) == ("objection", 0)
    assert standing.why == ()


def test_a_mandate_that_ended_asks_its_own_circle_again(review: Review) -> None:
    house = review.house
    by = in_delegation(house, Capacity.DELEGATE, name="leaving")
    take(review, by, house.delegation("AAA"))
    end_mandate(mandate_id=by.pk, actor=actor(house["AAA-focal"]), at=LATER)
    standing = own(review, "AAA", "delegation", at=AFTER)
    assert standing.why == ("mandate_ended",)
    assert standing.current is not None
    assert not standing.current.mandate_is_active
    again = take_for_state(review, "AAA", at=AFTER)
    assert (again.number, own(review, "AAA", "delegation", at=AFTER).why) == (2, ())


def test_nobody_is_asked_again_once_it_is_over(review: Review) -> None:
    for group in ("employers", "workers"):
        take_for(review, group)
    closed(review.round)
    agree(review)
    end_mandate(
        mandate_id=review.house["workers-spokesperson"].pk,
        actor=actor(review.house["workers"]),
        at=AFTER,
    )
    standing = own(review, "workers", "group", at=AFTER_AGAIN)
    assert (standing.why, standing.may_take) == ((), False)
    move_provision(
        key="trial.2",
        move=MoveCode.WITHDRAW,
        expected_stage=Stage.IN_REVIEW,
        expected_version=1,
        reason="It was asked for.",
        actor=actor(review.house["secretariat"]),
        at=AFTER,
    )
    assert not own(review, "employers-spokesperson", "group", place=1, at=AFTER_AGAIN).may_take


def test_a_substitute_may_take_it_through_somebody_and_both_are_shown(review: Review) -> None:
    house = review.house
    substitute = in_group(house, Capacity.SUBSTITUTE, "workers")
    [first, _second] = own_standings(substitute, DURING)
    assert first.may_take
    assert house["workers-spokesperson"].pk in {each.pk for each in first.rights.through}
    take_position(
        item_id=first.item.id,
        circle_id=first.circle.pk,
        stance="support",
        expected_number=0,
        actor=Actor.person(substitute.user_id, substitute.pk, house["workers-spokesperson"].pk),
        at=DURING,
    )
    [facts] = positions_of(house["workers"], DURING)
    assert facts.for_person is not None
    assert facts.person.mandate_id == substitute.pk
    assert facts.for_person.mandate_id == house["workers-spokesperson"].pk
    assert facts.mandate_is_active


def test_ten_provisions_cost_no_more_queries_than_two(house: House) -> None:
    counts = []
    for slug, count in (("two", 2), ("ten", 10)):
        review = make_review(house, framework=make_framework(slug), count=count)
        for place in range(count):
            position = take(review, house["north-group"], house.region("north-group"), place=place)
            joined(position, house["AAA"], house.delegation("AAA"))
            take_for_state(review, "BBB", place=place)
        with count_queries() as statements:
            found = own_standings(house["BBB"], DURING, framework=slug)
        assert len(found) == 3 * count
        assert sum(1 for each in found if each.current) == 2 * count
        counts.append(len(statements))
        with count_queries() as statements:
            assert len(positions_of(house["BBB"], DURING)) >= 2 * count
        assert len(statements) == 2
    assert counts[0] == counts[1] < 30
