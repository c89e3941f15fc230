"""A house of readers, and a provider and a clock that tests of sending move by hand."""

from types import SimpleNamespace

import pytest

from notifications.services.recipients import ensure_recipients
from stakeholders.enums import Capacity
from tests.factories.reviews import Review, make_review
from tests.reviews.cast import in_delegation
from tests.stakeholders.cast import START, House, found_house

from .postoffice import provider


@pytest.fixture
def house(db: None) -> House:
    """The house, with a reader's row for everybody in it."""
    found = found_house()
    ensure_recipients(START)
    return found


@pytest.fixture
def adviser(house: House) -> None:
    """An adviser of AAA besides, who reads and may not hand over: `house["adviser"]`."""
    house.mandates["adviser"] = in_delegation(house, Capacity.ADVISER)
    ensure_recipients(START)


@pytest.fixture
def review(house: House) -> Review:
    """A round that opens and closes as the factory says."""
    return make_review(house)


@pytest.fixture
def post(settings):
    with provider(settings) as made:
        yield made


@pytest.fixture
def clock(at):
    """A clock that a test moves: `clock.at`."""
    made = SimpleNamespace(at=at)
    made.ask = lambda: made.at
    return made
