"""A loaded house for each module, and a client that reads JSON."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from .house import forget_answers, load_house, taken_back

Get = Callable[..., Any]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Both frameworks, loaded once for the tests of a module."""
    with django_db_blocker.unblock(), taken_back():
        load_house()
        yield


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    forget_answers()
    yield
    forget_answers()


@pytest.fixture
def get(house: None, db: None, client: Client) -> Get:
    """Return what an address under /api/v1/ answers, as JSON; any but 200 fails the test."""

    def read(address: str, **headers: str) -> Any:
        path = address.removeprefix("http://testserver")
        path = path if path.startswith("/") else f"/api/v1/{path}"
        response = client.get(path, headers=headers)
        assert response.status_code == 200, response.content
        return response.json()

    return read
