"""How comments are answered and answers replied to, page by page."""

from collections.abc import Mapping, Sequence

from playwright.sync_api import expect

from .people import Person

REASONS = {
    "English": "The words say it now.",
    "French": "Le texte le dit désormais.",
    "Spanish": "El texto ya lo dice.",
}


def open_queue(secretariat: Person) -> None:
    """Open the comments of round 1 that are to be answered."""
    secretariat.open("/desk/")
    secretariat.go("Answers")
    secretariat.follow("Review round 1")
    secretariat.sees_heading("Answers to Review round 1")


def tick(secretariat: Person, comments: Sequence[str]) -> None:
    """Tick the comments with these words."""
    for words in comments:
        card = secretariat.page.locator(".room-card").filter(has_text=words)
        card.get_by_role("checkbox").check()


def put_together(secretariat: Person, comments: Sequence[str], cluster: str) -> None:
    open_queue(secretariat)
    tick(secretariat, comments)
    secretariat.fill("Name of a new cluster", cluster)
    secretariat.press("Put them together")
    secretariat.sees("They are in one cluster now.")
    marked = secretariat.page.locator(".room-card").filter(has_text=f"Cluster: {cluster}")
    expect(marked).to_have_count(len(comments))


def answer(
    secretariat: Person,
    comments: Sequence[str],
    decision: str,
    reasons: Mapping[str, str] = REASONS,
) -> None:
    """Give the comments with these words the same answer."""
    open_queue(secretariat)
    tick(secretariat, comments)
    secretariat.press("Answer them together")
    secretariat.sees(*comments)
    decide(secretariat, decision, reasons)


def decide(secretariat: Person, decision: str, reasons: Mapping[str, str]) -> None:
    """Fill the form of an answer and prepare it."""
    radio = secretariat.page.get_by_role("radio", name=decision, exact=True)
    radio.check()
    for language, words in reasons.items():
        secretariat.fill(f"Reasons ({language})", words)
    secretariat.press("Prepare the answer")
    expect(secretariat.page.get_by_role("status")).to_contain_text("prepared")


def look_before_release(secretariat: Person) -> None:
    open_queue(secretariat)
    secretariat.follow("Look before the release")
    secretariat.sees_heading("Look before the release")


def reply(person: Person, decision: str, kind: str, words: str) -> None:
    """Say to the one answer that waits whether it will do."""
    person.open("/desk/")
    person.go("Answers")
    person.sees("Waiting for your reply")
    person.follow(decision)
    person.sees_heading(f"Answer: {decision}")
    person.sees(REASONS["English"], "Your reply is public at once, in the name of the commenter.")
    person.choose(kind)
    person.fill("Your words", words)
    person.press("Send the reply")
    person.sees("Your reply is sent to the review secretariat.", kind)
