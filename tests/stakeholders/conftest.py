import pytest

from .cast import House, found_house


@pytest.fixture
def house(db) -> House:
    return found_house()
