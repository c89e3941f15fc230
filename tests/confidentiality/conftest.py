from collections.abc import Iterator
from typing import Any

import pytest

from tests.public.api.house import forget_answers, taken_back

from .asking import at_the_hour
from .room import World
from .world import build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The whole story, told once for a file of tests and taken back after them."""
    with django_db_blocker.unblock(), taken_back():
        yield build()


@pytest.fixture(autouse=True)
def the_hour() -> Iterator[None]:
    forget_answers()
    with at_the_hour():
        yield
    forget_answers()
