"""To whoever is not entitled, what exists answers exactly like what does not, read or written."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from reviews.models import (
    Alignment,
    Comment,
    Cutoff,
    Disposition,
    Draft,
    MadeMove,
    Message,
    Placement,
    Position,
    Reply,
    Submission,
    Voice,
    Wording,
)
from tests.guards.routes import routes

from .asking import browser_of, program_of, words_of
from .noise import without_noise
from .people import DRAFTS, ROOMS
from .room import SECRETARIAT, World

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("as-if-absent")]

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")
# For each room somebody who knows it well, and is not in it.
OUTSIDERS = {
    "AAA": ("BBB-focal", "north-group", "governments-spokesperson", "secretariat"),
    "north-group": ("CCC-focal", "governments", "secretariat", "chairperson"),
    "governments": ("employers-spokesperson", "secretariat", "observer"),
    "employers": ("workers-spokesperson", "secretariat", "ended", "unconfirmed"),
    "workers": ("employers", "AAA-focal", "superuser", "anonymous"),
    "secretariat": ("employers-spokesperson", "AAA-focal", "chairperson", "anonymous"),
}
TABLES = (
    *(Alignment, Comment, Cutoff, Disposition, Draft, MadeMove, Message, Placement, Position),
    *(Reply, Submission, Voice, Wording),
)
_PUBLIC_ID = "<uuid:item_id>"  # a provision in a round: everybody may know of it
_PARAMETER = re.compile(r"<uuid:(\w+)>")


def secrets_of(world: World, room: str) -> dict[str, str]:
    """One id of each noun that only the room may know of."""
    if room == "secretariat":
        prepared = Disposition.objects.filter(released_at=None).order_by("pk")
        return {"disposition_id": str(prepared[0].pk)}
    circle = world.people.circle(room)
    waiting = Position.objects.get(circle=circle, item=world.second.item())
    shared = Comment.objects.filter(circle=circle, stage="shared", round=world.second.round)
    draft = Draft.objects.filter(circle=circle, mandate=world.people.mandates[DRAFTS[room]])
    return {
        "comment_id": str(shared.order_by("pk")[0].pk),
        "draft_id": str(draft.order_by("pk")[0].pk),
        "circle_id": str(circle.pk),
        "position_id": str(waiting.pk),
    }


def templates(names: set[str], item: object) -> list[str]:
    """Every address of the desk with one secret id in it, and that of one of these nouns."""
    found = []
    for route in routes():
        template = route.template.replace(_PUBLIC_ID, str(item))
        parameters = re.findall(r"<[^>]+>", template)
        if route.is_api and template.endswith("/") or len(parameters) != 1:
            continue
        if (match := _PARAMETER.search(template)) and match[1] in names:
            found.append(template)
    return found


def answers(client: Client, path: str, found: UUID | str) -> Iterator[str]:
    """What reading, posting a form, and sending JSON bring, without what differs by chance."""
    form = {"edition": "1", "reason": "x", "text": "x", "kind": "support", "comments": str(found)}
    members = {"reason": "x", "text": "x", "kind": "support", "comment_ids": [str(found)]}
    yield _plain(client.get(path), found)
    if path.startswith("/api/"):
        for method in (client.post, client.put, client.delete):
            sent = method(
                path, members, content_type="application/json", headers={"If-Match": '"1"'}
            )
            yield _plain(sent, found)
    else:
        yield _plain(client.post(path, form), found)


def _plain(answer: HttpResponseBase, found: UUID | str) -> str:
    return without_noise(words_of(answer).replace(str(found), "ID"))


def _counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


@pytest.mark.parametrize(
    ("room", "name"), [(room, name) for room, names in OUTSIDERS.items() for name in names]
)
def test_what_is_there_answers_an_outsider_like_what_is_not(
    world: World, db: None, room: str, name: str
):
    assert name not in ROOMS.get(room, SECRETARIAT)
    before = _counts()
    ids = secrets_of(world, room)
    browser, program = browser_of(world, name), program_of(world, name)
    browser.get("/desk/")  # says once that the mandate acted under has ended
    differing = []
    for template in templates(set(ids), world.second.item().pk):
        client = program if template.startswith("/api/") else browser
        found = ids[str(_PARAMETER.search(template)[1])]  # type: ignore[index]
        there = list(answers(client, _PARAMETER.sub(found, template), found))
        absent = list(answers(client, _PARAMETER.sub(str(NOWHERE), template), NOWHERE))
        if there != absent:
            differing.append(template)
    assert differing == []
    assert _counts() == before


def test_there_is_much_to_ask_for():
    assert len(templates({"comment_id", "draft_id", "circle_id"}, NOWHERE)) > 30
    assert len(templates({"position_id", "disposition_id"}, NOWHERE)) > 4
