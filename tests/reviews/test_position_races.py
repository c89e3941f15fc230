"""Positions, releases and agreements at the same instant, each on a connection of its own."""

from collections.abc import Callable

import pytest

from core.errors import Conflict, Missing
from record.models import PUBLIC, Entry
from reviews.models import Agreement, Alignment, Position
from reviews.selectors.stances import read_positions
from stakeholders.enums import Capacity
from tests.conftest import AtOnce
from tests.factories.positions import (
    agree,
    correct,
    joined,
    new_version,
    release,
    take,
    take_for,
    take_for_state,
)
from tests.factories.reviews import AFTER, CLOSES, Review, closed, make_review

from .cast import LATER, in_group
from .windows import close_due

pytestmark = pytest.mark.django_db(transaction=True)
Call = Callable[[], object]


@pytest.fixture
def review(transactional_db: None) -> Review:
    return make_review(count=2)


def outcome(call: Call) -> Call:
    """Return a call that answers "done" or the code of the refusal."""

    def attempt() -> str:
        try:
            call()
        except (Conflict, Missing) as refusal:
            return refusal.code
        return "done"

    return attempt


def test_of_two_spokespersons_with_opposite_words_one_is_told(
    review: Review, at_once: AtOnce
) -> None:
    house = review.house
    circle, first = house.group("employers"), house["employers-spokesperson"]
    second = in_group(house, Capacity.SPOKESPERSON, "employers", name="second-voice")
    results = at_once(
        outcome(lambda: take(review, first, circle, "support", expected_number=0)),
        outcome(lambda: take(review, second, circle, "objection", expected_number=0)),
    )
    assert sorted(results) == ["done", "position_changed"]
    [position] = Position.objects.all()
    assert position.stance == ("support" if results[0] == "done" else "objection")
    assert Entry.objects.filter(code="position.taken").count() == 1


def test_a_double_click_takes_one_position(review: Review, at_once: AtOnce) -> None:
    click = outcome(lambda: take_for(review, "workers", "objection", expected_number=0))
    assert at_once(click, click, click) == ["done"] * 3
    assert Position.objects.count() == 1


def test_many_actors_speak_at_once_and_none_waits_in_vain(review: Review, at_once: AtOnce) -> None:
    results = at_once(
        outcome(lambda: take_for(review, "employers")),
        outcome(lambda: take_for(review, "workers")),
        outcome(lambda: take_for_state(review, "AAA")),
        outcome(lambda: take_for_state(review, "BBB", place=1)),
    )
    assert results == ["done"] * 4
    assert set(Position.objects.values_list("number", flat=True)) == {1}


def test_a_position_is_on_the_version_that_stands_or_is_refused(
    review: Review, at_once: AtOnce
) -> None:
    closed(review.round)
    results = at_once(
        outcome(lambda: take_for(review, "workers", at=AFTER)),
        outcome(lambda: new_version(review, at=AFTER)),
    )
    assert results[1] == "done"
    assert results[0] in ("done", "not_in_review", "version_replaced")
    taken = Position.objects.values_list("item__version__number", flat=True)
    assert list(taken) == ([1] if results[0] == "done" else [])


def test_releases_of_one_round_get_numbers_of_their_own(review: Review, at_once: AtOnce) -> None:
    house = review.house
    voices = {group: house[f"{group}-spokesperson"] for group in ("employers", "workers")}
    positions = [(take_for(review, group), by) for group, by in voices.items()]
    positions.append((take_for_state(review, "AAA", place=1), house["AAA"]))
    calls = [
        outcome(lambda each=position, voice=by: release(each, voice))  # type: ignore[misc]
        for position, by in positions
    ]
    assert at_once(*calls) == ["done"] * 3
    assert [each.number for each in read_positions().rows] == [1, 2, 3]


def test_it_is_released_by_the_close_or_by_its_actors_word_and_once(
    review: Review, at_once: AtOnce
) -> None:
    position, by = take_for(review, "workers"), review.house["workers-spokesperson"]
    results = at_once(
        outcome(lambda: close_due(review.round)),
        outcome(lambda: release(position, by, at=CLOSES)),
    )
    assert results == ["done", "done"]
    position.refresh_from_db()
    assert (position.public_number, position.key) == (1, "trial.position.1-1")
    told = Entry.objects.filter(
        circle=PUBLIC, code__in=["position.released", "round.positions_released"]
    )
    assert told.count() == 1


def test_a_position_that_is_replaced_is_not_released_meanwhile(
    review: Review, at_once: AtOnce
) -> None:
    first, by = take_for(review, "workers", "objection"), review.house["workers-spokesperson"]
    results = at_once(
        outcome(lambda: release(first, by, at=LATER)),
        outcome(lambda: take_for(review, "workers", "support", expected_number=1, at=LATER)),
    )
    assert results[1] == "done"
    first.refresh_from_db()
    # Released before it was replaced, or refused after.
    assert (first.released_at is not None) == (results[0] == "done")
    assert results[0] in ("done", "position_replaced")


def test_of_two_corrections_one_stands(review: Review, at_once: AtOnce) -> None:
    house = review.house
    wrong, first = take_for(review, "workers", "objection"), house["workers-spokesperson"]
    second = in_group(house, Capacity.SPOKESPERSON, "workers", name="second-voice")
    results = at_once(
        outcome(lambda: correct(wrong, first, "support")),
        outcome(lambda: correct(wrong, second, "can_join_consensus")),
    )
    assert sorted(results) == ["done", "position_changed"]
    assert Position.objects.filter(corrects=wrong).count() == 1


def test_governments_that_join_at_once_are_numbered_one_after_the_other(
    review: Review, at_once: AtOnce
) -> None:
    house = review.house
    position = take(review, house["north-group"], house.region("north-group"))
    results = at_once(
        outcome(lambda: joined(position, house["AAA"], house.delegation("AAA"))),
        outcome(lambda: joined(position, house["BBB"], house.delegation("BBB"))),
    )
    assert results == ["done", "done"]
    assert sorted(Alignment.objects.values_list("number", flat=True)) == [1, 2]


def test_nothing_is_agreed_over_an_objection_that_everybody_reads(
    review: Review, at_once: AtOnce
) -> None:
    for group in ("employers", "workers"):
        take_for(review, group)
    closed(review.round)
    objection = take_for_state(review, "AAA", "objection", at=AFTER)
    results = at_once(
        outcome(lambda: agree(review)),
        outcome(lambda: release(objection, review.house["AAA"], at=AFTER)),
    )
    # Its own word is never refused; what is agreed is judged by what was public then.
    assert results[1] == "done"
    assert results[0] in ("done", "agreement_missing")
    for agreement in Agreement.objects.all():
        assert b"objection" not in bytes(agreement.payload)
    assert Agreement.objects.exists() == (results[0] == "done")


def test_a_new_objection_comes_before_the_agreement_or_is_refused(
    review: Review, at_once: AtOnce
) -> None:
    house = review.house
    for group in ("employers", "workers"):
        take_for(review, group)
    closed(review.round)
    position = Position.objects.get(circle=house.group("workers"))
    voice = house["workers-spokesperson"]
    results = at_once(
        outcome(lambda: agree(review)),
        # A correction of what is public is public at once.
        outcome(lambda: correct(position, voice, "objection", at=AFTER)),
    )
    assert sorted(results) in (["agreement_missing", "done"], ["done", "not_in_review"])
    review.provisions[0].refresh_from_db()
    expected = "agreed" if results[0] == "done" else "in_review"
    assert review.provisions[0].stage == expected
    assert Agreement.objects.exists() == (results[0] == "done")
