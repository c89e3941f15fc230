"""What the rooms' spokespersons say of versions: some of it released, the rest their room's own."""

from datetime import datetime
from typing import Any

from reviews.models import Position
from reviews.services.alignments import align
from reviews.services.positions import correct_position, take_position
from stakeholders.models import Circle
from tests.stakeholders.cast import actor

from .people import EVERYBODY, ROOMS
from .room import Room, World

# Who belongs to the regional group, with who speaks for it and what it says of the group's word.
MEMBERS = {"AAA": ("AAA-focal", "joins"), "BBB": ("BBB-focal", "does_not_join")}


def before_the_close(room: Room) -> None:
    """Change one's mind before anything is released: only the last word will be."""
    unsaid = _take(room, "objection", reasons=room.word("rethought"))
    room.world.canaries.watch(unsaid.pk, room.members)
    _take(
        room,
        "support_subject_to_amendment",
        reasons=room.word("position", EVERYBODY),
        wording=room.word("amendment", EVERYBODY),
    )


def members_of_the_region(world: World, at: datetime) -> None:
    """Join the regional group's position, and not join it, while only its room knows of it."""
    group = world.people.circle("north-group")
    position = Position.objects.filter(circle=group).latest("number")
    for member, (speaker, word) in MEMBERS.items():
        align(
            position_id=position.pk,
            circle_id=world.people.circle(member).pk,
            kind=word,
            actor=actor(world.people.mandates[speaker]),
            at=at,
        )


def after_the_close(room: Room) -> None:
    """Put right what was released, and then think again where nobody else reads it."""
    standing = Position.objects.filter(item=room.review.item(), circle=_circle(room)).latest(
        "number"
    )
    correct_position(
        position_id=standing.pk,
        stance="reservation",
        reasons=room.word("corrected", EVERYBODY),
        correction_reason=room.word("mistaken", EVERYBODY),
        actor=actor(room.endorser),
        at=room.at,
    )
    kept = _take(room, "objection", reasons=room.word("instructed"))
    room.world.keep("positions", kept.pk)
    room.world.canaries.watch(kept.pk, room.members)


def in_the_open_round(room: Room) -> None:
    """Take a position that waits for the close."""
    waiting = _take(
        room,
        "support_subject_to_amendment",
        reasons=room.word("waiting"),
        wording=room.word("wished"),
    )
    room.world.keep("positions", waiting.pk)
    room.world.canaries.watch(waiting.pk, room.members)


def whispered(room: Room) -> None:
    """Say something that is replaced before anybody else could read it."""
    _take(room, "objection", reasons=room.word("whispered"))


def released(world: World) -> None:
    """Keep the ids of what everybody reads, for the addresses that are asked for."""
    for room in ROOMS:
        rows = Position.objects.filter(circle=world.people.circle(room)).released()
        latest = rows.latest("number")
        world.keep("positions", latest.pk)
        world.keep("released", latest.key)
    for review in (world.first, world.second):
        world.keep("items", review.item().pk)


def _take(room: Room, stance: str, **said: Any) -> Position:
    taken = Position.objects.filter(item=room.review.item(), circle=_circle(room)).count()
    return take_position(
        item_id=room.review.item().pk,
        circle_id=_circle(room).pk,
        stance=stance,
        expected_number=taken,
        actor=actor(room.endorser),
        at=room.at,
        **said,
    )


def _circle(room: Room) -> Circle:
    return room.world.people.circle(room.name)
