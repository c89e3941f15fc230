"""Published comments as the API says them: in the name of an actor, never of a person."""

from collections.abc import Iterable, Sequence

from core.public_paths import absolute, api_path, comment_path
from frameworks.keys import disposition_key
from reviews.actors import actor_label
from reviews.enums import CommentType, PlacementKind, Purpose
from reviews.selectors.placements import PlacementFacts, placements_of
from reviews.selectors.published import ANY_TIME, PublishedComment
from reviews.selectors.published_dispositions import answered
from stakeholders.enums import CircleKind, Group

from .values import Value, coded, marked


def comment_values(found: Sequence[PublishedComment], language: str) -> list[Value]:
    """Return published comments with where their words went and whether they were answered.
    A constant number of queries.
    """
    have_answer = answered([each.key for each in found])
    placed = placements_of([each.id for each in found], None, ANY_TIME)
    return [
        _comment(
            each, placed.get(each.id, ()), is_answered=each.key in have_answer, language=language
        )
        for each in found
    ]


def _comment(
    facts: PublishedComment,
    placed: Iterable[PlacementFacts],
    *,
    is_answered: bool,
    language: str,
) -> Value:
    """Return a published comment; one that was withdrawn since keeps its number and no words."""
    return {
        "key": facts.key,
        "type": "comment",
        "url": absolute(api_path(f"comments/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "round": facts.round,
        "number": facts.number,
        "provision": facts.provision,
        "version": facts.version,
        "version_language": facts.version_language,
        "version_issue": facts.version_issue,
        "selectors": list(facts.selectors),
        "question": facts.question,
        "actor": facts.actor,
        **coded("actor_kind", facts.actor_kind, CircleKind, language),
        "actor_label": actor_name(facts, language),
        **coded("group", facts.group, Group, language),
        "co_sponsors": list(facts.co_sponsors),
        "not_supporting": list(facts.not_supporting),
        **_words(facts, language),
        "disposition": disposition_key(facts.key) if is_answered else None,
        "placements": [_placement(each, language) for each in placed],
        "is_late": facts.is_late,
        "is_withdrawn": facts.is_withdrawn,
        "submitted_at": facts.submitted_at,
        "published_at": facts.published_at,
        "links": {"html": absolute(comment_path(facts.key, language))},
    }


def _words(facts: PublishedComment, language: str) -> Value:
    """Return what it says; all of it null once it was withdrawn."""
    return {
        **coded("comment_type", facts.type, CommentType, language),
        **coded("purpose", facts.purpose, Purpose, language),
        "language": facts.language or None,
        "text": facts.body or None,
        "reason": facts.reason or None,
        "proposed": facts.proposed or None,
    }


def actor_name(facts: PublishedComment, language: str) -> str:
    """Return what the actor is called: a group, or an organization by its name."""
    return actor_label(facts.actor_kind, facts.actor, facts.actor_name, language)


def _placement(facts: PlacementFacts, language: str) -> Value:
    return {
        "version": facts.version,
        **coded("kind", facts.kind, PlacementKind, language),
        "score": facts.score,
        "language": facts.language or None,
        "selectors": list(facts.selectors),
        "is_confirmed": facts.is_confirmed,
        "needs_confirmation": facts.needs_confirmation,
        "placed_at": facts.at,
    }
