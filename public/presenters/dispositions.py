"""Released answers to published comments as the API says them, with what was replied."""

from core.public_paths import absolute, api_path, comment_path
from reviews.enums import DispositionKind, ReplyKind
from reviews.selectors.published_dispositions import PublishedDisposition
from reviews.selectors.replies import ReplyFacts

from .values import Value, coded, marked, worded


def disposition_value(facts: PublishedDisposition, language: str) -> Value:
    """Return the latest released answer to a comment, with the ones before it."""
    return {
        "key": facts.key,
        "type": "disposition",
        "url": absolute(api_path(f"dispositions/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "round": facts.round,
        "comment": facts.comment,
        "provision": facts.provision,
        "version": facts.version,
        **_answer(facts, language),
        "earlier": [_answer(each, language) for each in facts.earlier],
        "links": {
            "html": absolute(comment_path(facts.comment, language)),
            "comment": absolute(api_path(f"comments/{facts.comment}")),
        },
    }


def _answer(facts: PublishedDisposition, language: str) -> Value:
    return {
        "number": facts.number,
        **coded("kind", facts.kind, DispositionKind, language),
        **worded("reasons", facts.reasons, language),
        "duplicate_of": facts.duplicate_of or None,
        "released_at": facts.released_at,
        "reply": _reply(facts.reply, language) if facts.reply else None,
    }


def _reply(facts: ReplyFacts, language: str) -> Value:
    return {
        **coded("kind", facts.kind, ReplyKind, language),
        "text": facts.text or None,
        "language": facts.language if facts.text else None,
        "at": facts.at,
    }
