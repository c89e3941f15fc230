"""Where we stand: every provision under review, each of our rooms beside what others released."""

from core.query import Query, words
from desk.acting import Acting, ActingRequest
from desk.presenters.positions import Table, positions_context
from reviews.querysets import rooms_of
from reviews.selectors.positions import OwnItem, begun_items, own_standings
from reviews.selectors.stances import standings
from stakeholders.models import Circle

from .frame import is_secretariat
from .page import Page, desk_page

POSITIONS = Query((words("round", "Key of a round."), words("circle", "Id of a room.")))


@desk_page(("GET",))
def positions(request: ActingRequest) -> Page:
    """Show a table for each framework: what our rooms say, marked where nobody else reads it."""
    acting = request.acting
    asked = POSITIONS.read(request.GET, refuse_unknown=False)
    read = _read(acting, asked["round"] or "", asked["circle"] or "")
    return Page("desk/positions.html", positions_context(read, acting.user.language), "positions")


def _read(acting: Acting, round_: str, circle: str) -> Table:
    """Return the provisions and rooms that are asked for, in a constant number of queries."""
    mandate, at = acting.mandate, acting.at
    items: list[OwnItem] = begun_items(mandate, at) if mandate else []
    rooms = list(Circle.objects.filter(pk__in=rooms_of(mandate, at)).select_related("organization"))
    wanted = [each for each in items if round_ in ("", each.round)]
    return Table(
        all_items=items,
        items=wanted,
        rooms=rooms,
        round=round_,
        circle=circle,
        own={
            (each.item.id, each.circle.pk): each
            for each in (own_standings(mandate, at) if mandate else [])
        },
        standings=standings([each.provision for each in wanted]),
        is_secretariat=is_secretariat(mandate),
    )
