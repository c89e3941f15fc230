"""How the next version of a provision is drafted and published, and places confirmed."""

import re

from playwright.sync_api import expect

from .people import Person


def begin_next(secretariat: Person) -> None:
    """Begin the next version of provision 1, from the page of the round that is over."""
    secretariat.open("/desk/")
    secretariat.go("Secretariat")
    secretariat.follow("Review round 1")
    secretariat.follow(re.compile("Skills 1"))
    secretariat.press("Begin the draft")
    secretariat.sees("The working draft is begun. Only the review secretariat reads it.")
    secretariat.sees_heading("Version 2, in preparation")


def take_over(secretariat: Person, comment: str, *, adds: str) -> None:
    """Take over the wording that a comment proposes, and see the redline it makes."""
    beside = secretariat.page.locator(".beside").filter(has_text=comment)
    secretariat.touch(beside.get_by_role("button", name=re.compile("^Take over")))
    secretariat.sees("The wording is in the draft, and credited.")
    expect(beside).to_contain_text("Taken over")
    expect(secretariat.page.locator("#draft .redline.sheet ins").first).to_contain_text(adds)


def take_out(secretariat: Person, words: str, *, because_of: str) -> None:
    """Delete words of the draft by hand, and credit the comment that asked for it."""
    text = secretariat.page.get_by_label("Text (English)", exact=True)
    text.fill(text.input_value().replace(words, "").replace("  ", " "))
    beside = secretariat.page.locator(".beside").filter(has_text=because_of)
    secretariat.touch(beside.get_by_role("button", name=re.compile("^Credit")))
    secretariat.sees("The comment is credited.")
    expect(beside).to_contain_text("Credited")
    deleted = secretariat.page.locator("#draft .redline.sheet del").filter(
        has_text=words.rstrip(".")
    )
    expect(deleted.first).to_be_visible()


def publish(secretariat: Person, reason: str) -> None:
    """Look at the draft once more and publish it; without a reason it is refused."""
    secretariat.press("Check and publish")
    secretariat.sees_heading("Check version 2 before everybody reads it")
    secretariat.sees("The provision goes back to draft.", "no round opens before that")
    secretariat.press("Publish version 2")
    expect(secretariat.page.get_by_role("alert")).to_be_visible()
    secretariat.fill("Why the provision goes back to draft", reason)
    secretariat.press("Publish version 2")
    secretariat.sees("Version 2 is published. Everybody reads it.")


def confirm_gone(secretariat: Person, *, comment: str, words: str) -> None:
    """Say of the Employers’ comment that its words are gone, having seen both texts."""
    secretariat.open("/desk/")
    waiting = secretariat.page.get_by_role("region", name="Places of comments to confirm")
    secretariat.touch(waiting.get_by_role("link", name=re.compile("Employers")))
    secretariat.sees_heading("Where does this comment stand in version 2?")
    secretariat.sees("No place found", comment)
    old = secretariat.page.get_by_role("region", name="Version 1")
    new = secretariat.page.get_by_role("region", name="Version 2")
    expect(old).to_contain_text(words)
    expect(new).not_to_contain_text(words)
    secretariat.press("Its words are gone")
    secretariat.sees("Confirmed. 1 more waits; it is shown here.")


def confirm_kept(secretariat: Person, *, comment: str, words: str) -> None:
    """Say of the last comment that waits that it stands on the words that were suggested."""
    secretariat.sees("Similar words", comment)
    new = secretariat.page.get_by_role("region", name="Version 2")
    expect(new.locator("mark")).to_contain_text(words)
    secretariat.press("It stands on these words")
    secretariat.sees("Confirmed. No other place waits.", "No place waits")
