"""The release of positions: each gets its public number, and everybody reads it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Q

from core.actor import Actor
from frameworks.keys import position_key
from record.acts import act
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.actors import actor_code
from reviews.entitlement import ROOMS
from reviews.enums import ReleaseKind
from reviews.models import Position, Round
from reviews.position_payloads import TOLD, public_lines, released_line
from stakeholders.enums import CircleKind, Group

RELEASED = ["released_at", "release", "public_number", "key"]
_AT_ONCE = 500  # rows of one UPDATE


def release_at_close(round_: Round, *, actor: Actor, at: datetime) -> list[Position]:
    """Release what every actor says in a locked round at its close; return it in the order of
    its numbers. The act joins the one that closes the round.

    That is what each actor said at the instant of the close, whenever the act of closing is done;
    what was replaced by then stays in its room, and what was said since waits for its actor's own
    word. A constant number of queries.
    """
    due = sorted(_with_corrections(_due(round_)), key=_place)
    if not due:
        return []
    give_numbers(due, round_, ReleaseKind.AT_CLOSE, at=at)
    with act(ActCode.POSITIONS_RELEASED, subject=round_.key, actor=actor, at=at) as made:
        Position.objects.bulk_update(due, RELEASED, batch_size=_AT_ONCE)
        made.touch(*touched(due))
        made.enter(PUBLIC, {"positions": public_lines(due)})
        for chain, own in _by_room(due).items():
            made.enter(chain, {"positions": [released_line(each) for each in own]})
    return due


def give_numbers(
    positions: Sequence[Position], round_: Round, release: ReleaseKind, *, at: datetime
) -> None:
    """Give positions of a round, which is locked for writing, the numbers that follow its last
    one, in their order. Nothing is saved. One query.
    """
    rows = Position.objects.filter(item__round=round_)
    last = rows.aggregate(last=Max("public_number"))["last"] or 0
    for number, position in enumerate(positions, start=last + 1):
        position.released_at, position.release = at, release
        position.public_number = number
        position.key = position_key(round_.framework.slug, round_.number, number)


def touched(positions: Collection[Position]) -> set[str]:
    """Return the public keys whose representation changes with the release of `positions`: theirs,
    and those of what the same actors had released on the same versions, which is replaced now.
    """
    keys = {
        key
        for each in positions
        for key in (each.key or "", each.item.provision.key, each.item.round.key)
    }
    places = {(each.circle_id, each.item.version_id) for each in positions}
    before = Position.objects.released().filter(
        circle__in={circle for circle, _version in places},
        item__version__in={version for _circle, version in places},
    )
    return keys | {
        key or ""
        for key, *place in before.values_list("key", "circle", "item__version")
        if tuple(place) in places
    }


def _due(round_: Round) -> list[Position]:
    later = Position.objects.filter(
        Q(at__lt=round_.closes_at) | Q(released_at__isnull=False),
        item=OuterRef("item"),
        circle=OuterRef("circle"),
        number__gt=OuterRef("number"),
    )
    rows = Position.objects.filter(
        ~Exists(later), item__round=round_, released_at=None, at__lt=round_.closes_at
    )
    return list(rows.select_related(*TOLD))


def _with_corrections(due: Sequence[Position]) -> list[Position]:
    """Add what corrected one of them since the close: an error never becomes public by itself."""
    found, latest = list(due), list(due)
    while latest:
        rows = Position.objects.filter(corrects__in=latest, released_at=None)
        latest = list(rows.select_related(*TOLD))
        found += latest
    return found


def _place(position: Position) -> tuple[str, int, int, str, int]:
    actor = position.circle
    return (
        position.item.provision.document_order,
        Group.values.index(actor.group),
        ROOMS.index(CircleKind(actor.kind)),
        actor_code(actor),
        position.number,
    )


def _by_room(positions: Sequence[Position]) -> dict[str, list[Position]]:
    rooms: defaultdict[str, list[Position]] = defaultdict(list)
    for position in positions:
        rooms[position.circle.chain].append(position)
    return rooms
