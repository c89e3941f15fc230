"""Rounds as the desk's API shows them."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from core.labels import labels
from desk.api.answers import address
from reviews.enums import Publication, RoundState, WindowKind
from reviews.models import Cutoff
from reviews.selectors.manifests import ManifestFacts
from reviews.selectors.progress import CircleFacts, RoundProgress
from reviews.selectors.rounds import ItemFacts, RoundFacts, WindowFacts
from stakeholders.enums import Capacity, CircleKind, Group

from .parts import Value, coded, picked


def round_value(facts: RoundFacts, language: str, at: datetime) -> Value:
    """Return a round without its provisions. `at` is the instant that `is_open` speaks of."""
    path = f"rounds/{facts.id}"
    return {
        "id": facts.id,
        "key": facts.key,
        "number": facts.number,
        "framework": facts.framework,
        "purpose": facts.purpose,
        "languages": list(facts.languages),
        **coded("state", facts.state, RoundState, language),
        **coded("publication", facts.publication, Publication, language),
        "is_open": facts.opens_at <= at < facts.closes_at,
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "time_zone": facts.time_zone,
        "announced_at": facts.announced_at,
        "closed_at": facts.closed_at,
        "edition": facts.edition,
        "url": address(path),
        "links": {
            "public": f"{settings.PUBLIC_BASE_URL}/api/v1/rounds/{facts.key}",
            "comments": address(f"{path}/comments"),
        },
    }


def whole_round_value(
    facts: RoundFacts, progress: RoundProgress | None, language: str, at: datetime
) -> Value:
    """Return a round with its provisions, its windows, and how far it has come."""
    return {
        **round_value(facts, language, at),
        "windows": [_window(each, language) for each in facts.windows],
        "items": [_item(each) for each in facts.items],
        "progress": None if progress is None else progress_value(progress, language),
    }


def progress_value(progress: RoundProgress, language: str) -> Value:
    return {
        "handed_over": [
            {"actor": named_circle_value(each.actor, language), "stages": _counts(each.stages)}
            for each in progress.handed_over
        ],
        "rooms": [
            {
                "room": named_circle_value(each.room, language),
                "stages": _counts(each.stages),
                "cutoff_at": each.cutoff_at,
            }
            for each in progress.rooms
        ],
    }


def cutoff_value(cutoff: Cutoff, round_key: str) -> Value:
    return {
        "round": round_key,
        "circle": cutoff.circle_id,
        "cutoff_at": cutoff.cutoff_at,
        "at": cutoff.at,
    }


def manifest_value(facts: ManifestFacts, language: str) -> Value:
    return {
        "round": facts.round,
        "circle": named_circle_value(facts.circle, language),
        "entitled": [
            {
                "mandate": each.mandate_id,
                **coded("capacity", each.capacity, Capacity, language),
                "organization": each.organization or None,
            }
            for each in facts.entitled
        ],
        "submitted": [
            {"comment": each.comment_id, "digest": each.digest, "at": each.at}
            for each in facts.submitted
        ],
        "payload": facts.payload.decode(),
        "salt": facts.salt,
        "digest": facts.digest,
        "matches": facts.matches,
    }


def named_circle_value(facts: CircleFacts, language: str) -> Value:
    """Return a circle as it is named beside other things."""
    return {
        "id": facts.id,
        "code": facts.code,
        **coded("kind", facts.kind, CircleKind, language),
        "name": picked(facts.name, language) or labels(Group, language)[facts.group],
    }


def _counts(stages: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(stages.items()))


def _window(facts: WindowFacts, language: str) -> Value:
    return {
        "number": facts.number,
        **coded("kind", facts.kind, WindowKind, language),
        "opens_at": facts.opens_at,
        "closes_at": facts.closes_at,
        "reason": facts.reason or None,
        "at": facts.at,
    }


def _item(facts: ItemFacts) -> Value:
    return {
        "key": facts.key,
        "number": facts.number,
        "title": facts.title,
        "version": facts.version,
        "text_status": facts.text_status,
        "issues": {language: text.issue for language, text in sorted(facts.texts.items())},
        "questions": [{"number": each.number, "text": each.text} for each in facts.questions],
    }
