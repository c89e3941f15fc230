"""What is done with comments in a room, page by page."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from .people import Person

Pick = Callable[[Person], None]


@dataclass(frozen=True)
class Said:
    """What somebody wants to say, to which provision and to whom."""

    number: str
    room: str
    words: str
    reason: str = "It is left open."
    proposed: str = ""
    question: str = ""
    pick: Pick | None = None
    purpose: str = "Change the wording"


def share(person: Person, said: Said) -> str:
    """Write a comment on what waits for one, check who will read it, share it; return its path."""
    write(person, said)
    person.press("Check and share")
    person.sees_heading("Check and share")
    person.sees("Nobody else: not the other groups, not the review secretariat.", said.words)
    person.press(f"Share in the room: {said.room}")
    person.sees("Discussion in the room")
    return person.page.url.removeprefix(person.portal)


def begin(person: Person, number: str) -> None:
    """Open the form of a comment on a provision that has none in the person's rooms."""
    person.open("/desk/")
    waiting = person.page.get_by_role("region", name="Provisions without a comment of yours")
    person.touch(waiting.get_by_role("link", name=re.compile(rf"^{number}\b")))
    person.follow("Write a comment")
    person.sees_heading("Write a comment")


def write(person: Person, said: Said) -> None:
    """Fill the form of a new comment."""
    begin(person, said.number)
    fields = person.page.locator("#audience label")
    person.touch(fields.filter(has=person.page.get_by_text(said.room, exact=True)).first)
    if said.pick:
        said.pick(person)
    person.choose(re.compile(r"^\s*Substantive"))
    person.choose(re.compile(rf"^\s*{said.purpose}"))
    if said.question:
        person.choose(said.question)
    person.fill("Your comment", said.words)
    person.fill("Reason", said.reason)
    if said.proposed:
        person.fill("Proposed wording", said.proposed)


def a_sentence(words: str) -> Pick:
    """Press on a sentence: with a mouse, a finger, or in a browser without scripts."""

    def pick(person: Person) -> None:
        sentence = person.page.locator(".picker__sentence").filter(has_text=words)
        person.touch(sentence)
        expect(sentence.get_by_role("radio")).to_be_checked()

    return pick


def by_keyboard(*, steps: int, leaves: str) -> Pick:
    """Go to the first sentence with an arrow key, and take words and marks off its end."""

    def pick(person: Person) -> None:
        page = person.page
        page.get_by_role("radio", name="The whole provision", exact=True).focus()
        page.keyboard.press("ArrowDown")
        for _ in range(steps):
            page.keyboard.press("Shift+ArrowLeft")
        expect(page.locator("[data-anchor-quote]")).to_have_text(leaves)

    return pick


def discuss(person: Person, path: str, message: str) -> None:
    person.open(path)
    person.fill("Your message", message)
    person.touch(person.page.get_by_role("button", name="Write", exact=True))
    person.sees(message)


def dissent(person: Person, path: str, words: str) -> None:
    person.open(path)
    person.choose("Note that you do not support it")
    person.fill("Why, in a few words", words)
    person.press("Note it")
    expect(person.page.locator("[data-voice=dissent]")).to_contain_text(words)


def endorse(person: Person, path: str) -> None:
    person.open(path)
    person.touch(person.page.get_by_role("button", name="Endorse", exact=True))
    expect(person.page.locator("h1 ~ .badges")).to_contain_text("Endorsed")


def choose_all(person: Person, room: str, what: str) -> None:
    """Tick every comment of a room that can be ticked, and go on to the check page."""
    person.open("/desk/")
    person.go(f"Room: {room}")
    person.follow("tick all of this list")
    person.press(what)


def submit_all(person: Person, room: str, *, acting_for: str = "") -> str:
    """Submit what is ready in a room, and return the number of the receipt."""
    choose_all(person, room, "Check and submit")
    person.sees_heading("Check and submit")
    if acting_for:
        person.page.get_by_label("Acting for").select_option(label=acting_for)
    person.press("Submit to the review secretariat")
    return read_receipt(person)


def read_receipt(person: Person) -> str:
    """Return the number of a receipt that gives the time in both zones, and the digest."""
    person.sees("Digest (SHA-256)", "the words kept here still give it")
    lead = person.page.locator(".page-head__lead")
    expect(lead).to_have_text(re.compile(r"\d\d:\d\d Geneva time \(.*\d\d:\d\d UTC\)"))
    digests = person.page.get_by_role("main").get_by_text(re.compile(r"^[0-9a-f]{64}$"))
    expect(digests.first).to_be_visible()
    return person.page.get_by_role("heading", level=1).inner_text()
