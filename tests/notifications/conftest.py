"""A provider and a clock that tests of sending move by hand."""

from types import SimpleNamespace

import pytest

from .postoffice import provider


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
