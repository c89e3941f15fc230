"""A house in which everything confidential has been said once, in every room and at every stage.

Each step of the story draws its ids from a seed of its own, so that steps which only one room
takes shift nothing in the steps of the others.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from core.ids import seeded_ids
from notifications.services.recipients import ensure_recipients
from reviews.border import crossings_of, outer_edition
from reviews.models import Comment, Manifest, Round
from reviews.services.comments import (
    endorse_comment,
    merge_comments,
    return_comment,
    revise_comment,
    withdraw_comment,
)
from reviews.services.cutoffs import set_cutoff
from reviews.services.late import accept_late, decline_late
from reviews.services.rounds import close_due_round, extend_round
from reviews.services.submissions import offer_late
from tests.factories.reviews import PORTAL, Review, make_review, make_round
from tests.stakeholders.cast import actor

from . import answers, keys, positions
from .calendar import (
    AFTER_FIRST,
    FIRST_CLOSES,
    FIRST_OPENS,
    IN_FIRST,
    IN_SECOND,
    NOW,
    SECOND_CLOSES,
    SECOND_OPENS,
)
from .people import ALL_ROOMS, EVERYBODY, KNOWN_TO, ROOMS, People, gather
from .room import SECRETARIAT, Room, World


@contextmanager
def step(name: str) -> Iterator[None]:
    with seeded_ids(zlib.crc32(name.encode())):
        yield


def build(*, secrets_of: str = "") -> World:
    """Let the whole story happen. `secrets_of` names a room that says more among itself."""
    people = gather()
    world = _open_rounds(people)
    for name, user in people.users.items():
        world.canaries.watch(user.name, KNOWN_TO[name] | {name})
        world.canaries.watch(user.email.partition("@")[0], KNOWN_TO[name] | {name})
    if secrets_of:
        _whisper(world, secrets_of, world.first, IN_FIRST, "before")
    for room in ROOMS:
        with step(f"first {room}"):
            _first_round(world, room)
            answers.comment_on_the_third(world, room, IN_FIRST)
    with step("region"):
        positions.members_of_the_region(world, IN_FIRST)
    with step("close"):
        close_due_round(round_id=world.first.round.pk, actor=PORTAL, at=FIRST_CLOSES)
    for room in ROOMS:
        with step(f"instructed {room}"):
            positions.after_the_close(Room(world, room, world.first, AFTER_FIRST))
    _open_second(world)
    for room in ROOMS:
        with step(f"late {room}"):
            _late(world, room)
        with step(f"second {room}"):
            _second_round(world, room)
    if secrets_of:
        _whisper(world, secrets_of, world.second, IN_SECOND, "after")
    with step("extend"):
        _extend(world)
    with step("answers"):
        answers.prepare_and_release(world, IN_SECOND)
        answers.next_version(world, IN_SECOND)
    with step("keys"):
        keys.hand_out(world)
    with step("readers"):
        ensure_recipients(NOW)  # by whose ids the minute of their digests is spread
    _watch_what_the_house_made(world)
    return world


def _open_rounds(people: People) -> World:
    with step("open"):
        first = make_review(
            people.house, count=3, opens_at=FIRST_OPENS, closes_at=FIRST_CLOSES, at=FIRST_OPENS
        )
        # A provision may be in one open round at a time: the second begins when the first ended.
        second = Review(people.house, first.framework, first.provisions, first.round)
    return World(people, first, second)


def _open_second(world: World) -> None:
    with step("open second"):
        world.second.round = make_round(
            world.people.house,
            world.first.provisions[:2],
            opens_at=SECOND_OPENS,
            closes_at=SECOND_CLOSES - timedelta(days=1),
            at=SECOND_OPENS,
        )


def _extend(world: World) -> None:
    world.second.round.refresh_from_db()
    world.second.round = extend_round(
        round_id=world.second.round.pk,
        closes_at=SECOND_CLOSES,
        reason="More time was asked for.",
        expected_edition=world.second.round.edition,
        actor=actor(world.people.mandates["secretariat"]),
        at=NOW - timedelta(hours=1),
    )


def _first_round(world: World, name: str) -> None:
    """In the round that is closed now: what was published, withdrawn since, or never submitted."""
    room = Room(world, name, world.first, IN_FIRST)
    published = room.share(EVERYBODY)
    withdrawn = room.share()
    unsubmitted = room.share()
    for comment in (published, withdrawn, unsubmitted):
        room.talk(comment)
    room.submit([published, withdrawn])
    positions.before_the_close(room)
    world.canaries.readers[str(withdrawn.pk)] = room.members | SECRETARIAT
    withdraw_comment(
        comment_id=withdrawn.pk,
        expected_edition=_edition(withdrawn.pk),
        reason=room.word("withdrawn"),
        actor=actor(room.endorser),
        at=room.at,
    )


def _late(world: World, name: str) -> None:
    """After the close: one comment offered and accepted, one declined, one still waiting."""
    room = Room(world, name, world.first, AFTER_FIRST)
    both = room.members | SECRETARIAT
    accepted, declined, waiting = room.share(EVERYBODY), room.share(both), room.share(both)
    for comment in (accepted, declined, waiting):
        _endorse(room, comment)
    made = offer_late(
        comment_ids=[each.pk for each in (accepted, declined, waiting)],
        reason=room.word("late", both),
        actor=actor(room.endorser),
        at=room.at,
    )
    room.watch_receipt(made)
    secretary = actor(world.people.mandates["secretariat"])
    for comment, decide, kind in (
        (accepted, accept_late, "accepted"),
        (declined, decline_late, "declined"),
    ):
        decide(
            comment_id=comment.pk,
            expected_edition=_edition_at_the_border(comment.pk),
            reason=room.word(kind, both),
            actor=secretary,
            at=room.at + timedelta(hours=1),
        )


def _second_round(world: World, name: str) -> None:
    """In the round that is open now: every stage of a comment, and a cut-off of one's own."""
    room = Room(world, name, world.second, IN_SECOND)
    room.draft()
    shared, revised, endorsed, returned = (room.share() for _ in range(4))
    room.talk(shared)
    revise_comment(
        comment_id=revised.pk,
        expected_edition=1,
        content=room.content(),
        actor=actor(room.drafter),
        at=room.at,
    )
    for comment in (endorsed, returned):
        _endorse(room, comment)
    return_comment(
        comment_id=returned.pk,
        expected_edition=_edition(returned.pk),
        reason=room.word("returned"),
        actor=actor(room.endorser),
        at=room.at,
    )
    into, other = room.share(), room.share()
    merge_comments(into_id=into.pk, other_ids=[other.pk], actor=actor(room.endorser), at=room.at)
    submitted = room.share(room.members | SECRETARIAT)
    room.talk(submitted)
    room.submit([submitted])
    cutoff = set_cutoff(
        round_id=world.second.round.pk,
        circle_id=world.people.circle(name).pk,
        cutoff_at=NOW + timedelta(days=3),
        actor=actor(room.endorser),
        at=room.at,
    )
    world.canaries.watch(cutoff.pk, room.members)
    positions.in_the_open_round(room)


def _whisper(world: World, name: str, review: Review, at: datetime, when: str) -> None:
    """Say more in one room, and hand nothing of it over."""
    counted, world.canaries.numbers = world.canaries.numbers, count(8000)
    with step(f"whisper {name} {when}"):
        room = Room(world, name, review, at)
        room.draft()
        positions.whispered(room)
        one, two, three, four = (room.share() for _ in range(4))
        room.talk(one)
        _endorse(room, two)
        merge_comments(
            into_id=three.pk, other_ids=[four.pk], actor=actor(room.endorser), at=room.at
        )
        withdraw_comment(
            comment_id=one.pk, expected_edition=1, actor=actor(room.drafter), at=room.at
        )
        # Set and lifted again: after one's own cut-off nobody but the endorser shares.
        for cutoff_at in (review.round.closes_at - timedelta(hours=30), None):
            set_cutoff(
                round_id=review.round.pk,
                circle_id=world.people.circle(name).pk,
                cutoff_at=cutoff_at,
                actor=actor(room.endorser),
                at=at,
            )
    world.canaries.numbers = counted


def _endorse(room: Room, comment: Comment) -> None:
    endorse_comment(
        comment_id=comment.pk,
        expected_edition=_edition(comment.pk),
        actor=actor(room.endorser),
        at=room.at,
    )


def _edition(comment_id: UUID) -> int:
    return Comment.objects.get(pk=comment_id).edition


def _edition_at_the_border(comment_id: UUID) -> int:
    comment = Comment.objects.get(pk=comment_id)
    return outer_edition(comment, crossings_of([comment])[comment_id])


def _watch_what_the_house_made(world: World) -> None:
    members = {world.people.circle(room).pk: names for room, names in ALL_ROOMS.items()}
    for manifest in Manifest.objects.select_related("circle"):
        for token in (manifest.pk, manifest.digest):
            world.canaries.watch(token, members[manifest.circle_id])
    positions.released(world)
    published = Comment.objects.filter(published_at__isnull=False)
    world.ids["published"] = [str(each.key) for each in published.order_by("key")]
    for name, mandate in world.people.mandates.items():
        world.keep("mandates", mandate.pk)
        world.canaries.watch(mandate.pk, KNOWN_TO[name] | {name})
    for round_ in Round.objects.all():
        world.keep("rounds", round_.pk)
    for room in ALL_ROOMS:
        world.keep("circles", world.people.circle(room).pk)
