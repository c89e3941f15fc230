"""A loaded house for each module, and a reader of its pages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.public.api.house import forget_answers, taken_back

from .markup import Markup, read_markup

Read = Callable[..., Markup]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real framework and the practice framework with its story, as `up` loads them."""
    with django_db_blocker.unblock(), taken_back():
        call_command("load_reference", verbosity=0)
        call_command("load_framework", "frameworks/data/ai-manufacturing-2026.yaml", verbosity=0)
        call_command("load_sample", verbosity=0)
        yield


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    forget_answers()
    yield
    forget_answers()


@pytest.fixture
def read(db: None, client: Client) -> Read:
    """Return a page as it was marked up; fails for another status than the one expected."""

    def read_page(path: str, *, status: int = 200) -> Markup:
        response = client.get(path)
        assert response.status_code == status, f"{path}: {response.status_code}"
        assert response["Content-Type"] == "text/html; charset=utf-8"
        return read_markup(response.content.decode())

    return read_page


@pytest.fixture
def read_house(house: None, read: Read) -> Read:
    """The same, of the loaded house."""
    return read
