"""Whose act it is, and what it makes of a round in each state."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.actor import Actor
from core.errors import DomainError, Missing, NotAllowed
from core.ids import new_id
from reviews.enums import RoundState
from reviews.models import Round
from stakeholders.enums import Capacity
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    ANNOUNCED,
    DURING,
    OPENS,
    PORTAL,
    make_round,
)
from tests.stakeholders.cast import EVERYBODY, House, actor, admitted

from .refusals import refused
from .windows import begin, close_due, close_early, extend

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def secretary(house: House) -> Actor:
    return actor(house["secretariat"])


@pytest.fixture
def colleague(house: House) -> Actor:
    return actor(admitted(house["secretariat"], "colleague", Capacity.SECRETARIAT))


@pytest.fixture
def announced(house: House) -> Round:
    return make_round(house, [make_provision()], at=ANNOUNCED)


@pytest.mark.parametrize("change", [extend, close_early])
@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "secretariat"])
def test_nobody_but_the_review_secretariat_changes_a_window(review, change, name):
    with refused(NotAllowed, "secretariat_needed"):
        change(review.round, actor(review.house[name]))


@pytest.mark.parametrize("change", [extend, close_early])
def test_jobs_change_no_window(review, change):
    with refused(NotAllowed, "person_needed"):
        change(review.round, PORTAL)


@pytest.mark.parametrize("change", [begin, close_due])
def test_nobody_does_what_is_the_portals_to_do(review, secretary, change):
    for by in (secretary, Actor.importer("file")):
        with refused(NotAllowed, "portal_only"):
            change(review.round, by)


@pytest.mark.parametrize("change", [extend, close_early, begin, close_due])
def test_a_round_that_there_is_not_is_missing(review, secretary, change):
    nowhere = Round(pk=new_id(), edition=1)
    with refused(Missing):
        change(nowhere, secretary if change in (extend, close_early) else PORTAL)


# What each act makes of a round in each state, at an instant that suits the state:
# the state it leads to, or the code of the refusal.
MATRIX: dict[tuple[Callable[..., Round], str], str] = {
    (begin, "announced"): "open",
    (begin, "open"): "open",
    (begin, "closed"): "closed",
    (extend, "announced"): "announced",
    (extend, "open"): "open",
    (extend, "closed"): "round_closed",
    (close_early, "announced"): "round_not_open",
    (close_early, "open"): "closed",
    (close_early, "closed"): "round_closed",
    (close_due, "announced"): "round_not_due",
    (close_due, "open"): "round_not_due",
    (close_due, "closed"): "closed",
}
INSTANTS = {"announced": ANNOUNCED + HOUR, "open": DURING, "closed": AFTER}


@pytest.mark.parametrize(("change", "state"), MATRIX)
def test_every_act_in_every_state(house, secretary, change, state):
    round_ = make_round(house, [make_provision()], at=ANNOUNCED)
    if state != "announced":
        round_ = begin(round_)
    if state == "closed":
        round_ = close_due(round_)
    at = OPENS if (change, state) == (begin, "announced") else INSTANTS[state]
    by = secretary if change in (extend, close_early) else PORTAL
    try:
        outcome = change(round_, by, at=at).state
    except DomainError as refusal:
        outcome = refusal.code
    assert outcome == MATRIX[change, state]


def test_the_matrix_knows_every_state():
    assert {state for _change, state in MATRIX} == set(RoundState.values)
