"""Reading on in a chain: from a number, or from an instant, without missing anything."""

from datetime import UTC, datetime, timedelta

import pytest

from core.actor import Actor
from record.acts import act
from record.models import PUBLIC
from record.stretches import (
    NOTHING,
    heads_of,
    inner_acts,
    instant_of,
    number_at,
    touched_between,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = "room-of-tests"
ACTOR = Actor.system("tests")


def enter(minutes: int, *keys: str, code: str = "test.made") -> int:
    """Enter an act some minutes after noon, and return its number in the public chain."""
    at = NOON + timedelta(minutes=minutes)
    with act(code, subject="thing", actor=ACTOR, at=at) as made:
        made.touch(*keys)
        made.enter(PUBLIC, {})
        made.enter(ROOM, {"minutes": minutes})
    return heads_of([PUBLIC])[PUBLIC].number


def test_heads_are_read_at_once_and_a_chain_without_entries_has_none() -> None:
    number = enter(0, "one")
    heads = heads_of([PUBLIC, ROOM, "elsewhere"])
    assert heads[PUBLIC].number == number
    assert heads[ROOM].number == 1
    assert len(heads[ROOM].hash) == 32
    assert heads["elsewhere"] == NOTHING


def test_a_stretch_holds_what_is_behind_its_beginning_up_to_its_end() -> None:
    first = enter(0, "one")
    second = enter(1, "two", "one")
    third = enter(2, "three")
    found = [(row.key, row.number) for row in touched_between(first, second)]
    assert found == [("one", second), ("two", second)]
    assert [row.number for row in touched_between(second, third)] == [third]
    assert touched_between(third, third) == []


@pytest.mark.parametrize(("minutes", "read"), [(-1, 0), (0, 1), (1, 1), (3, 1), (5, 3), (99, 4)])
def test_reading_on_from_an_instant_misses_nothing_later(minutes: int, read: int) -> None:
    before = heads_of([PUBLIC])[PUBLIC].number
    for entered in (0, 5, 3, 9):  # the third one's clock was behind
        enter(entered, "one")
    assert number_at(PUBLIC, NOON + timedelta(minutes=minutes)) == before + read


def test_of_a_chain_without_entries_everything_is_read() -> None:
    assert number_at("elsewhere", NOON) == 0
    assert instant_of(10**9) is None


def test_an_entry_knows_its_instant() -> None:
    assert instant_of(enter(7, "one")) == NOON + timedelta(minutes=7)


def test_the_acts_of_a_circle_come_newest_first_and_only_so_many() -> None:
    for minutes in range(4):
        enter(minutes, "one", code=f"test.made_{'abcd'[minutes]}")
    found = inner_acts(ROOM, 1, 4, limit=2)
    assert [(row.number, row.code) for row in found] == [(4, "test.made_d"), (3, "test.made_c")]
    assert found[0].payload == {"minutes": 3}
    assert found[0].actor_user is None
