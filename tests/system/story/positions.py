"""What is done with positions, page by page: taken, corrected, joined, released, agreed."""

import re
from dataclasses import dataclass
from datetime import datetime

from playwright.sync_api import Locator, expect

from desk.forms.local_time import local_form

from .people import Person
from .rounds import GENEVA

# How the choice of each stance explains itself, which tells it from the others.
MEANS = {
    "Support": "The text can stand as it is.",
    "Support subject to amendment": "Support if the text is changed as you word it.",
    "Can join the consensus": "Not the first choice, but you do not stand in the way.",
    "Reservation": "Your reasons are minuted.",
    "Objection": "The version can’t be agreed while this stands.",
}


@dataclass(frozen=True)
class Stand:
    """What an actor says of a version. `amended` are words of it and what they should be."""

    stance: str
    reasons: str = ""
    amended: tuple[str, str] = ("", "")


def take(person: Person, stand: Stand, *, waits: str = "Positions to take") -> str:
    """Say something of provision 1, which waits for it; return the path of the position."""
    person.open("/desk/")
    waiting = person.page.get_by_role("region", name=waits)
    person.touch(waiting.get_by_role("link", name=re.compile(r"^1\b")))
    say(person, stand)
    person.sees_heading("Look before the position is recorded")
    person.sees("In the name of", "When it becomes public:", stand.stance, stand.reasons)
    person.press("Record the position")
    person.sees("The position is recorded. Only your circle sees it.", stand.stance)
    return person.page.url.removeprefix(person.portal)


def say(person: Person, stand: Stand) -> None:
    """Fill the form of a position, and go on to the look before it is recorded."""
    person.choose(MEANS[stand.stance])
    person.fill("Reasons", stand.reasons)
    words, better = stand.amended
    if better:
        person.press("Start from the text of the version")
        wording = person.page.get_by_label("Amendment", exact=True)
        expect(wording).not_to_be_empty()
        wording.fill(wording.input_value().replace(words, better))
    person.press("Look at it first")


def line_of(person: Person, words: str) -> Locator:
    """Return the line of provision 1 in the table of positions, which is sure to have `words`."""
    person.open("/desk/")
    person.go("Positions")
    line = person.page.get_by_role("row").filter(has_text="Skills 1")
    expect(line).to_contain_text(words)
    return line


def correct(person: Person, wrong: str, stand: Stand, reason: str) -> None:
    """Put what should have been recorded in the place of a stance recorded in error."""
    person.touch(line_of(person, wrong).get_by_role("link", name=wrong, exact=True))
    person.follow("Correct an error")
    person.fill("What was recorded in error", reason)
    say(person, stand)
    person.sees_heading("Look before the error is corrected")
    person.sees("At once, with what was recorded in error: that is public already.", reason)
    person.press("Record the correction")
    person.sees("The error is corrected; it stays in the history.", stand.stance)


def align(person: Person, path: str, word: str, *, told: str) -> None:
    """Say in the name of one's government whether it joins a position."""
    person.open(path)
    person.touch(person.page.get_by_role("main").get_by_role("button", name=word, exact=True))
    person.sees("Your word is noted.", told)


def release(person: Person, path: str) -> None:
    """Make public what was taken after the close, after a look at who will read it."""
    person.open("/desk/")
    person.sees("Taken after the round closed: only your own word makes them public.")
    person.open(path)
    person.follow("Release it on our own word")
    person.sees_heading("Release on our own word")
    person.sees("It can’t be taken back.")
    person.press("Release it to everybody")
    person.sees("The position is released. Everybody reads it.")


def look_at_agreement(secretariat: Person) -> None:
    """Open the page that says what an agreement on provision 1 needs."""
    line = line_of(secretariat, "What an agreement needs")
    secretariat.touch(line.get_by_role("link", name="What an agreement needs"))
    secretariat.sees_heading("Record an agreement")


def record_agreement(secretariat: Person, *, chair: str, pronounced: datetime) -> None:
    """Record what the chairperson pronounced, after a look at the positions before it."""
    look_at_agreement(secretariat)
    chosen = secretariat.page.get_by_label("Chairperson", exact=True).locator("option:checked")
    expect(chosen).to_contain_text(chair)
    secretariat.fill("When it was pronounced", local_form(pronounced, GENEVA))
    secretariat.press("Look at it first")
    secretariat.sees_heading("Look before the agreement is recorded")
    secretariat.press("Record the agreement")
    secretariat.sees_heading("Agreement recorded")
    secretariat.sees("Digest (SHA-256)")
