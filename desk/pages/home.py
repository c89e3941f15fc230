"""What waits for whoever is signed in; and what every other address of the desk answers."""

from core.errors import Missing
from desk.acting import ActingRequest
from desk.presenters.placements import to_place_section
from desk.presenters.waiting import announced_lines, waiting_context
from reviews.enums import RoundState
from reviews.selectors.placements import placements_to_confirm
from reviews.selectors.rounds import read_rounds
from reviews.selectors.waiting import waiting_for

from .page import Page, desk_page


@desk_page(("GET",))
def home(request: ActingRequest) -> Page:
    """Show what waits under the mandate that is acted under."""
    acting, language = request.acting, request.acting.user.language
    announced = read_rounds(states=[RoundState.ANNOUNCED]).rows
    context = {
        **waiting_context(waiting_for(acting.mandate, acting.at), language),
        "announced": announced_lines(announced, acting.at, language),
        "to_place": to_place_section(placements_to_confirm(acting.mandate, acting.at), language),
    }
    return Page("desk/home.html", context, "home")


@desk_page(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
def nowhere(request: ActingRequest, rest: str) -> Page:
    """Answer an address that leads nowhere, exactly as one that is not for the asker."""
    raise Missing("There is no such page.")
