"""Review rounds: what the groups are asked, until when, and what was published of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import localized
from core.public_paths import api_path, framework_path, round_path
from core.words import said
from frameworks.keys import round_key
from frameworks.selectors import Stretch
from notifications.enums import Topic
from public.presenters.parts.citation import citation
from public.presenters.parts.comments import CommentShown, comments_shown
from public.presenters.parts.following import follow
from public.presenters.parts.rounds import (
    ItemLine,
    answers_note,
    item_lines,
    publication_note,
    round_facts,
    round_line,
    round_title,
    window_events,
)
from reviews.enums import RoundState
from reviews.selectors.published import read_published_comments
from reviews.selectors.rounds import RoundFacts, read_rounds
from reviews.selectors.stances import read_positions, standings

from .page import Ask, Page, public_page

# What a reader looks for first stands first.
_SHOWN_FIRST = (RoundState.OPEN, RoundState.ANNOUNCED, RoundState.CLOSED)


@public_page()
def rounds(ask: Ask) -> Page:
    found = read_rounds().rows
    shown = [round_line(each, ask.language) for state in _SHOWN_FIRST for each in _in(state, found)]
    return Page("public/rounds.html", {"section": "rounds", "rounds": shown})


@public_page()
def round_page(ask: Ask, framework: str, number: int) -> Page:
    key = round_key(framework, number)
    found = read_rounds(Stretch(keys=[key])).rows
    if not found:
        raise Missing(
            _("There is no review round %(number)d on “%(framework)s”. The list names them all.")
            % {"number": number, "framework": framework[:80]}
        )
    return Page("public/round.html", _context(found[0], ask))


def _in(state: RoundState, found: Iterable[RoundFacts]) -> list[RoundFacts]:
    """Return the rounds in `state`: those that close first at the head, the closed ones last."""
    there = [each for each in found if each.state == state]
    return sorted(there, key=lambda each: each.closes_at, reverse=state is RoundState.CLOSED)


def _context(facts: RoundFacts, ask: Ask) -> dict[str, Any]:
    language = ask.language
    comments = comments_shown(read_published_comments(rounds=[facts.key]).rows, language)
    standing = standings([item.key for item in facts.items])
    items = item_lines(facts, standing, read_positions(rounds=[facts.key]).rows, language)
    title = said(facts.framework_title, language)["text"]
    return {
        "section": "rounds",
        "crumbs": _crumbs(facts, language),
        "title": round_title(facts.number),
        "over": title,
        "line": round_line(facts, language),
        "facts": round_facts(facts, language),
        "publication": publication_note(facts),
        "items": [{**item, "comments": _of(item, comments)} for item in items],
        "answered": answers_note([bool(each["answer"]) for each in comments]),
        "convergence_url": localized(f"/convergence/?round={facts.key}", language),
        "events": window_events(facts, language),
        "api_url": api_path(f"rounds/{facts.key}"),
        "comments_api_url": f"{api_path('comments')}?round={facts.key}",
        "positions_api_url": f"{api_path('positions')}?round={facts.key}",
        "dispositions_api_url": f"{api_path('dispositions')}?round={facts.key}",
        "comments_csv_url": f"{api_path('comments')}?round={facts.key}&format=csv&lang={language}",
        "desk_url": f"/desk/rounds/{facts.id}/",
        "cite": citation(
            f"{title}, {round_title(facts.number)}", round_path(facts.key, language), ask.revision
        ),
        "is_invented": facts.is_invented,
        "follow": follow(Topic.ROUND, facts.key),
    }


def _crumbs(facts: RoundFacts, language: str) -> list[dict[str, str]]:
    return [
        {"label": _("Review rounds"), "url": localized("/rounds/", language)},
        {
            "label": said(facts.framework_title, language)["text"],
            "url": framework_path(facts.framework, language),
        },
    ]


def _of(item: ItemLine, comments: Iterable[CommentShown]) -> list[CommentShown]:
    return [each for each in comments if each["provision_url"] == item["url"]]
