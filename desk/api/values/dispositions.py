"""Answers, replies and how answers are prepared, as the desk's API shows them."""

from desk.api.answers import address
from frameworks.keys import disposition_key
from reviews.enums import DispositionKind, ReplyKind
from reviews.selectors.answer_queue import AnswerCase, ClusterFacts
from reviews.selectors.dispositions import DispositionFacts
from reviews.selectors.replies import ReplyFacts

from .comments import handed_value, person_value
from .parts import Value, coded


def disposition_value(facts: DispositionFacts, language: str, *, is_current: bool) -> Value:
    """Return an answer; `is_current`: the reader knows of no later one to its comment."""
    path = f"dispositions/{facts.id}"
    comment, is_public = facts.comment_key, facts.comment_key and facts.released_at
    return {
        "id": facts.id,
        "key": disposition_key(comment) if is_public else None,
        "number": facts.number,
        "comment": facts.comment_id,
        "comment_key": comment or None,
        "framework": facts.framework,
        "round": facts.round,
        "provision": facts.provision,
        "version": facts.version,
        **coded("kind", facts.kind, DispositionKind, language),
        "reasons": dict(facts.reasons),
        "duplicate_of": facts.duplicate_of,
        "duplicate_of_key": facts.duplicate_of_key or None,
        "released_at": facts.released_at,
        "is_current": is_current,
        "reply": reply_value(facts.reply, language) if facts.reply else None,
        "url": address(path),
        "links": {
            "comment": address(f"comments/{facts.comment_id}"),
            "replies": address(f"{path}/replies"),
        },
    }


def reply_value(facts: ReplyFacts, language: str) -> Value:
    return {
        "number": facts.number,
        **coded("kind", facts.kind, ReplyKind, language),
        "text": facts.text or None,
        "language": facts.language,
        "at": facts.at,
    }


def case_value(case: AnswerCase, language: str) -> Value:
    """Return a comment with how far its answer has come."""
    prepared, released = case.prepared, case.released
    return {
        "comment": handed_value(case.handed, language),
        "number": case.number,
        "assignee": person_value(case.assignee, language) if case.assignee else None,
        "cluster": cluster_value(case.cluster) if case.cluster else None,
        "prepared": disposition_value(prepared, language, is_current=True) if prepared else None,
        "released": (
            disposition_value(released, language, is_current=prepared is None) if released else None
        ),
        "missing_languages": list(case.missing_languages),
    }


def cluster_value(facts: ClusterFacts) -> Value:
    return {
        "id": facts.id,
        "provision": facts.provision,
        "name": facts.name,
        "comment_ids": list(facts.comment_ids),
        "at": facts.at,
    }
