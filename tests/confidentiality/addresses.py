"""Every address of the house with everything that the story knows put into it.

A parameter that is not named here fails the tests: a new route says what stands in it.
"""

import re
from collections.abc import Callable, Iterator

from tests.guards.routes import Route, routes

from .room import World

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

# What a parameter holds, by its name and, where that is not enough, the word before it.
_IDS = {
    "draft_id": "drafts",
    "comment_id": "comments",
    "round_id": "rounds",
    "round_name": "rounds",
    "circle_id": "circles",
    "submission_id": "submissions",
    "mandate_id": "mandates",
    "membership_id": "memberships",
    "token_id": "tokens",
    "invitation_id": "invitations",
    "organization_id": "organizations",
    "manifest_id": "manifests",
    "item_id": "items",
    "position_id": "positions",
    "disposition_id": "dispositions",
    "cluster_id": "clusters",
    "version": "versions",
}
_PUBLIC: dict[tuple[str, str], Callable[[World], list[str]]] = {
    ("provisions", "suffix"): lambda world: [world.first.provisions[0].suffix],
    ("provisions", "name"): lambda world: [world.first.provisions[0].key],
    ("provisions", "key"): lambda world: [world.first.provisions[0].key, _rewritten(world)],
    ("rounds", "number"): lambda world: ["1", "2"],
    ("rounds", "name"): lambda world: [world.first.round.key, world.second.round.key],
    ("comments", "name"): lambda world: world.ids["published"],
    ("positions", "name"): lambda world: world.ids["released"],
    ("dispositions", "name"): lambda world: world.ids["answered"],
    ("versions", "number"): lambda world: ["1"],
    ("frameworks", "name"): lambda world: [world.first.framework.slug],
    ("frameworks", "slug"): lambda world: [world.first.framework.slug],
    ("frameworks", "framework"): lambda world: [world.first.framework.slug],
    ("themes", "slug"): lambda world: ["skills"],
    ("themes", "code"): lambda world: ["skills"],
    ("instruments", "name"): lambda world: ["C142"],
    ("instruments", "code"): lambda world: ["C142"],
    ("sessions", "name"): lambda world: ["gb-358"],
    ("governing-body", "slug"): lambda world: ["gb-358"],
    ("decisions", "name"): lambda world: ["none"],
    ("milestones", "name"): lambda world: [f"{world.first.framework.slug}.milestone.none"],
    ("documents", "name"): lambda world: [f"{world.first.framework.slug}.document.draft"],
    ("invitation", "token"): lambda world: ["not-a-token"],
    ("calendar", "token"): lambda world: ["not-a-token"],
    ("confirm", "token"): lambda world: ["not-a-token"],
    ("stop", "token"): lambda world: ["not-a-token"],
    ("manage", "token"): lambda world: ["not-a-token"],
    ("keys", "pk"): lambda world: ["1"],
    ("desk", "rest"): lambda world: ["no-such-page/"],
}


def _rewritten(world: World) -> str:
    """Return the key of the provision that got another version."""
    return world.first.provisions[2].key


def addresses(world: World, *, most: int) -> list[str]:
    """Return every address of every route, with up to `most` ids of each kind put in, taken
    evenly from all rooms and stages. An address of the API is asked for without its slash.
    """
    return [
        path
        for route in routes()
        if not (route.is_api and route.template.endswith("/"))
        and "(?P" not in route.template  # the key of a password that nobody asked to reset
        for path in _filled(route, world, most)
    ]


def _filled(route: Route, world: World, most: int) -> Iterator[str]:
    waiting = [route.template]
    several = len(_PARAMETER.findall(route.template)) > 1
    while waiting:
        path = waiting.pop()
        found = _PARAMETER.search(path)
        if found is None:
            yield path
            continue
        before = path[: found.start()].rstrip("/").rpartition("/")[2]
        values = _spread(_values(found[1], before, world), min(most, 7) if several else most)
        for value in reversed(values):
            waiting.append(path[: found.start()] + value + path[found.end() :])


def _values(name: str, before: str, world: World) -> list[str]:
    if name in _IDS:
        return world.ids.get(_IDS[name], [])
    return _PUBLIC[before, name](world)


def _spread(values: list[str], most: int) -> list[str]:
    if len(values) <= most:
        return values
    return [values[place * len(values) // most] for place in range(most)]
