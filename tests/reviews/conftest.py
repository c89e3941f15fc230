import pytest

from tests.factories.reviews import Review, make_review
from tests.stakeholders.cast import House, found_house

from .scenes import People, all_people


@pytest.fixture
def house(db: None) -> House:
    return found_house()


@pytest.fixture
def review(house: House) -> Review:
    """A round that is open, on two provisions in English and French."""
    return make_review(house)


@pytest.fixture
def everybody(house: House) -> People:
    """Everybody there is, some who are no longer or not yet there, and nobody."""
    return all_people(house)
