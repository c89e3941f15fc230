"""Review rounds as the API says them. Nothing here tells what is said in one."""

from core.labels import labels
from core.public_paths import absolute, api_path, round_path
from reviews.enums import Publication, RoundState, WindowKind
from reviews.selectors.rounds import ItemFacts, RoundFacts, WindowFacts

from .values import Value, coded, marked, worded


def round_value(facts: RoundFacts, language: str) -> Value:
    """Return a round with its windows, texts and questions."""
    return {
        "key": facts.key,
        "type": "round",
        "url": absolute(api_path(f"rounds/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "number": facts.number,
        **worded("purpose", facts.purpose, language),
        "languages": list(facts.languages),
        **coded("state", facts.state, RoundState, language),
        **coded("publication", facts.publication, Publication, language),
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "time_zone": facts.time_zone,
        "announced_at": facts.announced_at,
        "closed_at": facts.closed_at,
        "windows": [_window(window, language) for window in facts.windows],
        "items": [_item(item, language) for item in facts.items],
        "comments_published": facts.comments_published,
        "edition": facts.edition,
        "content_changed_at": facts.content_changed_at,
        "links": {
            "html": absolute(round_path(facts.key, language)),
            "comments": absolute(api_path(f"comments?round={facts.key}")),
        },
    }


def _window(facts: WindowFacts, language: str) -> Value:
    return {
        "kind": facts.kind,
        "kind_label": labels(WindowKind, language)[facts.kind],
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "reason": facts.reason or None,
        "at": facts.at,
    }


def _item(facts: ItemFacts, language: str) -> Value:
    return {
        "provision": facts.key,
        "version": facts.version,
        "texts": [
            {"language": code, "issue": text.issue} for code, text in sorted(facts.texts.items())
        ],
        "questions": [
            {"number": question.number, **worded("text", question.text, language)}
            for question in facts.questions
        ],
    }
