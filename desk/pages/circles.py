"""The room of a circle: what is drafted in it, by provision and stage."""

from uuid import UUID

from core.cursor import read_cursor, write_cursor
from core.query import Asked, Query, choice, words
from desk.acting import Acting, ActingRequest
from desk.presenters.circles import RoomRead, room_context
from desk.presenters.comments import codes_in
from desk.presenters.links import room_path
from frameworks.selectors import Slice, Stretch
from reviews.lifecycle import CommentStage
from reviews.models import Round
from reviews.selectors.cards import CommentCard
from reviews.selectors.circles import (
    drafted_by,
    read_room,
    rounds_of_room,
    stages_in_room,
    titles_of,
)
from reviews.selectors.comments import room_comments
from reviews.selectors.progress import own_cutoffs
from reviews.selectors.published import organization_names
from reviews.selectors.rooms import rights_of
from stakeholders.models import Circle, Mandate

from .page import Page, desk_page

AT_ONCE = 100  # comments on one page
ROOM = Query(
    (
        words("round", "Key of a round."),
        choice("stage", CommentStage.values, "Stage of the comment.", many=True, default=()),
        choice("mine", ["1"], "Only what the reader drafted."),
        choice("all", ["1"], "Tick every comment of the page."),
        words("cursor", "Where to go on.", longest=1000),
    )
)


@desk_page(("GET",))
def circle(request: ActingRequest, circle_id: UUID) -> Page:
    """Show a room to who is in it; for others there is none."""
    acting = request.acting
    room = read_room(circle_id, acting.mandate, acting.at)
    asked = ROOM.read(request.GET, refuse_unknown=False)
    assert acting.mandate is not None  # noqa: S101 - nobody without one is in a room
    context = room_context(
        _read(room, asked, acting.mandate, acting), asked, acting.at, acting.user.language
    )
    return Page("desk/circle.html", context, section=room_path(circle_id))


def _read(room: Circle, asked: Asked, mandate: Mandate, acting: Acting) -> RoomRead:
    at = acting.at
    rounds = rounds_of_room(room, mandate, at)
    round_ = _chosen(rounds, asked, acting)
    home = Circle.objects.home_of(mandate).select_related("organization").get()
    mine = drafted_by(mandate, room, round_, at) if round_ else []
    found = _comments(room, round_, asked, mine, acting)
    codes = codes_in(found.rows)
    return RoomRead(
        room=room,
        rounds=rounds,
        round=round_,
        cards=found.rows,
        stages=stages_in_room(room, round_, mandate, at) if round_ else {},
        cutoff_at=own_cutoffs(round_, mandate, at).get(room.pk) if round_ else None,
        mine=len(mine),
        home=home,
        rights=rights_of(mandate, home, at=at),
        titles=titles_of({card.item_id for card in found.rows}),
        names=organization_names(codes),
        next_cursor=write_cursor(_walk(room), found.next) if found.next else "",
    )


def _chosen(rounds: list[Round], asked: Asked, acting: Acting) -> Round | None:
    """Return the round that was named, else the one that closes next, else the latest."""
    named = next((each for each in rounds if each.key == asked["round"]), None)
    running = [each for each in rounds if each.is_open_at(acting.at)]
    return named or next(iter([*reversed(running), *rounds]), None)


def _comments(
    room: Circle, round_: Round | None, asked: Asked, mine: list[str], acting: Acting
) -> Slice[CommentCard]:
    if round_ is None:
        return Slice((), None)
    walk = _walk(room)
    stretch = Stretch(
        limit=AT_ONCE,
        position=read_cursor(walk, asked["cursor"]) if asked["cursor"] else (),
        keys=mine if asked["mine"] else None,
    )
    asked_for = {"rounds": [round_.key], "stages": asked["stage"]}
    return room_comments(room, acting.mandate, acting.at, stretch, **asked_for)


def _walk(room: Circle) -> str:
    return f"room:{room.pk}"
