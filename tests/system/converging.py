"""What everybody reads while groups converge: the public zone, looked at before and after."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client

from core.actor import Actor
from provisions.drafts import TextDraft
from public.cache import ANSWERS, REVISION
from reviews.services.rounds import begin_due_rounds, close_due_rounds

from .playing import Answered, Story

PORTAL = Actor.system("celery.rounds")
KEY = "trial.1"
TRACKED = ("provisions", "rounds", "comments", "positions", "dispositions")
WATCHED = (*TRACKED, f"provisions/{KEY}", "changes", "stats/convergence", "stats/stages")
TITLE = {"en": "Skills", "fr": "Compétences", "es": "Competencias"}
BODY = {
    "en": "Training is given before a new tool is used. A paper register is kept of every tool."
    " Workers are heard in time.",
    "fr": "Une formation est donnée avant l’utilisation d’un nouvel outil.",
    "es": "Se imparte formación antes de utilizar una herramienta nueva.",
}
TEXTS = {language: TextDraft(TITLE[language], BODY[language]) for language in BODY}


def public(address: str) -> Any:
    """Return what the public API answers, as nobody in particular reads it."""
    return asked(address).json()


def listed(address: str) -> list[Answered]:
    found: list[Answered] = public(address)["results"]
    return found


def asked(address: str) -> Any:
    ANSWERS.clear()
    REVISION.forget()
    answer = Client().get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return answer


@contextmanager
def unmoved() -> Iterator[None]:
    """Nothing that is done within may move a byte or an ETag of the public zone."""
    before = _seen()
    yield
    assert _seen() == before


def _seen() -> dict[str, tuple[bytes, str]]:
    answers = {address: asked(address) for address in WATCHED}
    return {address: (each.content, each["ETag"]) for address, each in answers.items()}


def actors() -> dict[str, str]:
    """Return what every actor last said of a version, by its code."""
    return {each["actor"]: each["stance"] for each in listed("positions?is_current=true")}


def copied() -> dict[str, Answered]:
    """Return what following the change feed from its beginning leaves of what is tracked."""
    copy: dict[str, Answered] = {}
    feed = public("changes?page_size=500")
    assert feed["next"] is None
    for act in feed["results"]:
        for thing in act["objects"]:
            copy[thing["key"]] = thing
    return {key: thing for key, thing in copy.items() if thing["type"] + "s" in TRACKED}


def exported() -> dict[str, Answered]:
    """Return the same as the lists have it."""
    return {row["key"]: row for noun in TRACKED for row in listed(f"{noun}?page_size=500")}


def begun(story: Story) -> None:
    """The portal opens the announced round."""
    assert begin_due_rounds(actor=PORTAL, at=story.now) == [story.round["key"]]


def closed(story: Story) -> None:
    """The portal closes the round, whose window has ended."""
    assert close_due_rounds(actor=PORTAL, at=story.now) == [story.round["key"]]


def on_words(story: Story, words: str) -> Answered:
    """Return the target of a comment that holds on to these words of the round's text."""
    [item] = story.round["items"]
    text = {"key": item["key"], "version": item["version"], "language": "en"}
    return {
        "version_text": text | {"issue": item["issues"]["en"]},
        "selectors": [{"type": "TextQuoteSelector", "exact": words}],
    }


def take(story: Story, name: str, circle: Any, stance: str, **more: Any) -> Answered:
    """Return the position that somebody takes in the story's round."""
    said = {
        "round": story.round["key"],
        "provision": KEY,
        "circle": str(circle.pk),
        "stance": stance,
        "number_seen": 0,
    }
    made: Answered = story[name].done("post", "positions", said | more)
    return made
