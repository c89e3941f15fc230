"""What moved: provision × actor × round, from what was released and nothing else."""

import pytest

from reviews.selectors.stances import convergence
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    AFTER_AGAIN,
    DURING_AGAIN,
    agree,
    new_version,
    next_round,
    release,
    take_for,
    take_for_state,
)
from tests.factories.reviews import Review, closed, make_review
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House

pytestmark = pytest.mark.django_db
Line = tuple[str, int, str, str, str, str]


def lines(framework: str | None = None) -> list[Line]:
    return [
        (
            row.provision,
            row.version,
            row.round.rpartition(".")[2],
            row.actor.code,
            row.stance,
            row.moved,
        )
        for row in convergence(framework)
    ]


def test_before_a_release_nothing_converges(review: Review) -> None:
    take_for(review, "employers")
    assert lines() == []


@pytest.fixture
def changed(review: Review) -> Review:
    """A round in which three actors spoke, and whose first text was then replaced."""
    by = review.house["employers-spokesperson"]
    release(take_for(review, "employers", "reservation"), by)
    take_for(review, "employers", "objection")  # the last word of the round
    take_for(review, "workers")
    take_for_state(review, "AAA", place=1)
    closed(review.round)
    new_version(review)
    return review


FIRST_ROUND = [
    ("trial.1", 1, "1", "employers", "objection", "new"),
    ("trial.1", 1, "1", "workers", "support", "new"),
]
OTHER_PROVISION = [("trial.2", 1, "1", "AAA", "support", "new")]


def test_whoever_spoke_of_the_old_words_is_asked_again(changed: Review) -> None:
    assert lines() == [
        *FIRST_ROUND,
        ("trial.1", 2, "", "employers", "", "to_reconfirm"),
        ("trial.1", 2, "", "workers", "", "to_reconfirm"),
        *OTHER_PROVISION,
    ]
    second = next_round(changed)
    position = take_for(second, "employers", at=DURING_AGAIN)
    release(position, changed.house["employers-spokesperson"], at=DURING_AGAIN)
    assert lines() == [
        *FIRST_ROUND,
        ("trial.1", 2, "2", "employers", "support", "changed"),
        ("trial.1", 2, "2", "workers", "", "to_reconfirm"),
        *OTHER_PROVISION,
    ]


def test_what_each_actor_says_in_each_round_and_how_it_moved(changed: Review) -> None:
    second = next_round(changed)
    take_for_state(second, "BBB", at=DURING_AGAIN)
    for group in ("employers", "workers"):
        take_for(second, group, at=DURING_AGAIN)
    closed(second.round)
    expected = [
        *FIRST_ROUND,
        ("trial.1", 2, "2", "BBB", "support", "new"),
        ("trial.1", 2, "2", "employers", "support", "changed"),
        ("trial.1", 2, "2", "workers", "support", "same"),
        *OTHER_PROVISION,
    ]
    assert lines() == expected
    row = convergence()[3]
    assert row.position is not None
    assert row.previous is not None
    assert (row.position.key, row.previous.stance) == ("trial.position.2-2", "objection")
    agree(second, at=AFTER_AGAIN, pronounced_at=AFTER_AGAIN)
    assert lines() == expected


def test_one_framework_is_asked_for_by_its_slug(house: House) -> None:
    for slug in ("one", "two"):
        review = make_review(house, framework=make_framework(slug), count=1)
        take_for(review, "workers")
        closed(review.round)
    assert [line[0] for line in lines()] == ["one.1", "two.1"]
    assert [line[0] for line in lines("two")] == ["two.1"]
    assert lines("three") == []


def test_it_costs_three_queries_whatever_was_said(house: House) -> None:
    counts = []
    for slug, count in (("one", 1), ("four", 4)):
        review = make_review(house, framework=make_framework(slug), count=count)
        for place in range(count):
            take_for(review, "workers", place=place)
            take_for_state(review, "AAA", place=place)
        closed(review.round)
        with count_queries() as statements:
            assert len(convergence(slug)) == 2 * count
        counts.append(len(statements))
    assert counts == [3, 3]
