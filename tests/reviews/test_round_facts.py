"""Rounds as everybody may read them."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Missing
from provisions.models import Provision
from reviews.selectors.rounds import read_rounds, round_facts
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.factories.reviews import ANNOUNCED, CLOSES, make_review
from tests.provisions.queries import count_queries

from .refusals import refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def provision() -> Provision:
    return make_provision()


def test_rounds_are_read_in_a_constant_number_of_queries(house):
    for slug in ("one", "two", "three"):
        make_review(house, framework=make_framework(slug), count=4)
    with count_queries() as statements:
        found = read_rounds().rows
    assert [each.key for each in found] == ["one.round.1", "three.round.1", "two.round.1"]
    assert [len(each.items) for each in found] == [4, 4, 4]
    assert len(statements) == 5


def test_rounds_are_found_by_framework_state_and_provision(house):
    one = make_review(house, framework=make_framework("one"))
    two = make_review(house, framework=make_framework("two"), at=ANNOUNCED)

    def keys(**wanted: Any) -> list[str]:
        return [each.key for each in read_rounds(**wanted).rows]

    assert keys(frameworks=["two"]) == [two.round.key]
    assert keys(states=["open"]) == [one.round.key]
    assert keys(provisions=["two.1", "two.2"]) == [two.round.key]


def test_the_facts_of_a_round_say_what_is_public(house):
    review = make_review(house)
    facts = round_facts(review.round.key)
    assert facts == round_facts(review.round.pk)
    assert (facts.framework, facts.time_zone, facts.edition) == ("trial", "Europe/Zurich", 1)
    assert [(item.key, item.version) for item in facts.items] == [("trial.1", 1), ("trial.2", 1)]
    assert [(each.kind, each.closes_at, each.reason) for each in facts.windows] == [
        ("set", CLOSES, "")
    ]
    for unknown in ("trial.round.9", "a\0b"):
        with refused(Missing):
            round_facts(unknown)
