"""The story told twice, with and without what one room says among itself."""

import hashlib
from collections.abc import Iterator

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


def assert_unnoticed(room: str) -> None:
    """Tell the story twice and compare what everybody outside `room` was answered."""
    outside = sorted(ASKERS - ROOMS[room])
    plain, paths, chains = _told(outside, None, "", room)
    secretive, _paths, more_chains = _told(outside, paths, room, room)
    assert chains == more_chains
    assert len(plain) > len(outside) * 100
    assert {key for key in plain if plain[key] != secretive[key]} == set()


def _told(
    names: list[str], paths: list[str] | None, secrets_of: str, room: str
) -> tuple[dict[tuple[str, str], str], list[str], dict[str, list[str]]]:
    """Tell the story and return a digest of each answer, the paths, and the others' chains."""
    with taken_back():
        world = build(secrets_of=secrets_of)
        asked = paths or addresses(world, most=MOST)
        answers = dict(_answers(world, names, asked))
        return answers, asked, _chains_of_others(world, room)


def _answers(
    world: World, names: list[str], paths: list[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    for name in names:
        forget_answers()
        browser, program = browser_of(world, name), program_of(world, name)
        for path in paths:
            if name != "anonymous" and not path.startswith(PRIVATE):
                continue  # the same for everybody, whoever asks: the public zone's own tests
            client: Client = program if path.startswith("/api/v1/desk") else browser
            yield (name, path), _digest(words_of(client.get(path)))


def _digest(words: str) -> str:
    return hashlib.sha256(without_noise(words).encode()).hexdigest()


def _chains_of_others(world: World, room: str) -> dict[str, list[str]]:
    """Return the hashes of every chain but the room's own: ids, numbers and times included."""
    chains: dict[str, list[str]] = {}
    own = world.people.circle(room).chain
    for circle, sealed in (
        Entry.objects.exclude(circle=own).order_by("circle", "number").values_list("circle", "hash")
    ):
        chains.setdefault(circle, []).append(bytes(sealed).hex())
    return chains
