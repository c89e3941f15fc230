import pytest

from tests.stakeholders.cast import House, found_house


@pytest.fixture
def house(db: None) -> House:
    return found_house()
