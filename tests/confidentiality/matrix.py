"""What the two halves of the access matrix share: the addresses, and the search in the answers."""

from django.test import Client

from .addresses import addresses
from .asking import words_of
from .room import World

MOST = 6  # ids of a kind, from every room and many stages
DESK_API = "/api/v1/desk"


def asked(world: World) -> list[str]:
    return addresses(world, most=MOST)


def leaks(client: Client, name: str, world: World, paths: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path in paths:
        answer = client.get(path)
        words = words_of(answer)
        assert answer.status_code < 500 or answer.status_code == 503, f"{path}: {words[:500]}"
        _entitled, leaked = world.canaries.read_by(name, words, asked=path)
        if leaked:
            found[path] = leaked
    return found
