"""The story told plainly, and again with what one room says among itself."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from django.test import Client

from record.models import Entry
from tests.public.api.house import forget_answers, taken_back

from .addresses import addresses
from .asking import browser_of, program_of, words_of
from .noise import without_noise
from .people import ROOMS
from .room import World
from .world import build

PRIVATE = ("/desk", "/api/v1/desk")
# One of each kind: the same entitlement twice would be asked twice for nothing.
ASKERS = frozenset(
    {"anonymous", "superuser", "ended", "secretariat", "employers-spokesperson"}
    | {"AAA-focal", "BBB", "governments-spokesperson", "workers-spokesperson"}
)
MOST = 5  # ids of a kind, one from each room, at different stages


@dataclass(frozen=True)
class Telling:
    """What was answered when the story was told once.

    `answers` holds a digest by asker and path; `chains` the hashes of all entries by chain, ids,
    numbers and times included; `own_chains` names the chain of each room.
    """

    paths: list[str]
    answers: dict[tuple[str, str], str]
    chains: dict[str, list[str]]
    own_chains: dict[str, str]


def assert_unnoticed(room: str) -> None:
    """Compare what everybody outside `room` is answered with what the plain telling answered."""
    outside = ASKERS - ROOMS[room]
    plain = _told_plainly()
    secretive = _told(outside, plain.paths, room)
    assert _without(plain, room) == _without(secretive, room)
    heard = {key: each for key, each in plain.answers.items() if key[0] in outside}
    assert len(heard) > len(outside) * 100
    assert {key for key in heard if heard[key] != secretive.answers[key]} == set()


@cache  # the same for every room
def _told_plainly() -> Telling:
    return _told(ASKERS, None, "")


def _told(names: Collection[str], paths: list[str] | None, secrets_of: str) -> Telling:
    """Tell the story, ask as each of `names`, and undo it all."""
    with taken_back():
        world = build(secrets_of=secrets_of)
        asked = paths or addresses(world, most=MOST)
        return Telling(
            paths=asked,
            answers={key: each for name in names for key, each in _answers(world, name, asked)},
            chains=_chains(),
            own_chains={room: world.people.circle(room).chain for room in ROOMS},
        )


def _answers(world: World, name: str, paths: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what one asker is answered, whoever asked before."""
    with taken_back():
        forget_answers()
        browser, program = browser_of(world, name), program_of(world, name)
        for path in paths:
            if name != "anonymous" and not path.startswith(PRIVATE):
                continue  # the same for everybody, whoever asks: the public zone's own tests
            client: Client = program if path.startswith("/api/v1/desk") else browser
            yield (name, path), _digest(words_of(client.get(path)))


def _without(telling: Telling, room: str) -> dict[str, list[str]]:
    """Return every chain but the room's own."""
    own = telling.own_chains[room]
    return {chain: hashes for chain, hashes in telling.chains.items() if chain != own}


def _chains() -> dict[str, list[str]]:
    chains: dict[str, list[str]] = {}
    for circle, sealed in Entry.objects.order_by("circle", "number").values_list("circle", "hash"):
        chains.setdefault(circle, []).append(bytes(sealed).hex())
    return chains


def _digest(words: str) -> str:
    return hashlib.sha256(without_noise(words).encode()).hexdigest()
