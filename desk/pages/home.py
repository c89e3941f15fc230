"""What waits for whoever is signed in; and what every other address of the desk answers."""

from core.errors import Missing
from desk.acting import ActingRequest

from .page import Page, desk_page


@desk_page(("GET",))
def home(request: ActingRequest) -> Page:
    return Page("desk/home.html", section="home")


@desk_page(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
def nowhere(request: ActingRequest, rest: str) -> Page:
    """Answer an address that leads nowhere, exactly as one that is not for the asker."""
    raise Missing("There is no such page.")
