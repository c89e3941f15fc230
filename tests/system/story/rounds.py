"""What the review secretariat does with a round, page by page."""

import re
from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor
from desk.forms.local_time import local_form
from reviews.services.rounds import close_due_rounds

from .people import Clock, Person, behind_the_scenes

GENEVA = "Europe/Zurich"
PORTAL = Actor.system("celery.rounds")


def open_round(
    secretariat: Person,
    numbers: Sequence[str],
    *,
    closes: datetime,
    purpose: str,
    questions: Sequence[str] = (),
    publication: str = "When the round closes",
    number: int = 1,
    refused: str = "",
) -> None:
    """Open a round on provisions, with the questions to the first of them; or be `refused`, in
    these words.
    """
    secretariat.open("/desk/")
    secretariat.go("Secretariat")
    secretariat.follow("New round")
    secretariat.follow(re.compile("Trial text"))
    for each in numbers:
        secretariat.choose(re.compile(rf"^\s*{each}\s"))
    secretariat.press("Go on to the terms")
    secretariat.fill("Purpose (English)", purpose)
    secretariat.fill("Closes", local_form(closes, GENEVA))
    secretariat.choose(publication)
    secretariat.page.get_by_label("Questions (English)").first.fill("\n".join(questions))
    secretariat.press("Look at it before it is opened")
    secretariat.sees_heading("Look before the round is opened")
    secretariat.sees("can’t be taken back", *questions)
    secretariat.press("Open the round")
    if refused:
        secretariat.sees(refused)
        return
    secretariat.sees_heading(f"Review round {number}")


def read_round(secretariat: Person) -> None:
    """Open the page of what was handed over."""
    secretariat.open("/desk/")
    secretariat.go("Secretariat")
    secretariat.follow("Review round 1")
    secretariat.sees("Handed over, in the order of the document")


def extend_round(secretariat: Person, *, closes: datetime, reason: str) -> None:
    read_round(secretariat)
    secretariat.follow("Extend it")
    secretariat.fill("New close", local_form(closes, GENEVA))
    secretariat.fill("Reason", reason)
    secretariat.press("Look at it first")
    secretariat.sees_heading("Look before the round is extended")
    secretariat.press("Extend the round")


def accept_late(secretariat: Person, *, offered: str, reason: str) -> None:
    """Accept the one late comment, from the list of what waits."""
    secretariat.open("/desk/")
    secretariat.sees("Late comments to decide on")
    read_round(secretariat)
    secretariat.follow(re.compile("^Late comments"))
    secretariat.sees(offered)
    secretariat.follow("Accept or decline it")
    secretariat.fill("Reason", reason)
    secretariat.press("Accept it")
    secretariat.sees("marked as received late")


def close_due(clock: Clock, at: datetime) -> list[str]:
    """Let the portal's job close, at a later instant, what is due; return the rounds it closed."""
    clock.go_on_to(at)
    return behind_the_scenes(lambda: close_due_rounds(actor=PORTAL, at=clock.now()))
