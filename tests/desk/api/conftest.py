"""A house of people, and a program of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests.factories.reviews import Review
from tests.stakeholders.cast import House, found_house

from .programs import Program, token_of
from .writing import open_review

ProgramOf = Callable[..., Program]


@pytest.fixture
def house(db: None) -> House:
    return found_house()


@pytest.fixture
def program(house: House) -> ProgramOf:
    """`program("AAA", scope="comment") -> Program` of a person of the house."""
    known: dict[tuple[str, str], Program] = {}

    def of(name: str, scope: str = "comment") -> Program:
        if (name, scope) not in known:
            known[name, scope] = Program(token_of(house[name], scope))
        return known[name, scope]

    return of


@pytest.fixture
def review(house: House) -> Review:
    """A round that is open now, on two provisions in English and French."""
    return open_review(house)


@dataclass
class Clock:
    """The instant at which requests arrive: a minute ahead, when every token is issued."""

    now: datetime


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    it = Clock(timezone.now() + timedelta(minutes=1))
    monkeypatch.setattr("desk.api.authentication.timezone", SimpleNamespace(now=lambda: it.now))
    return it


@pytest.fixture
def taking(house, review):
    """`taking("employers") -> body` of a position of a group, a region or a State."""

    def body(actor: str, stance: str = "support", *, place: int = 0, **more):
        circle = (
            house.group(actor)
            if actor in ("employers", "workers", "governments")
            else house.delegation(actor)
            if actor in house.states
            else house.region(actor)
        )
        return {
            "round": review.round.key,
            "provision": review.provisions[place].key,
            "circle": str(circle.pk),
            "stance": stance,
            "number_seen": 0,
        } | more

    return body
