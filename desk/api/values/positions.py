"""Positions, who joins them, and agreements, as the desk's API shows them."""

from collections.abc import Iterable, Mapping
from typing import Any

from desk.api.answers import address
from provisions.enums import Stance
from provisions.evidence import NeedCode, Needed
from reviews.actors import actor_label
from reviews.enums import AlignmentKind, ReleaseKind
from reviews.selectors.agreements import AgreementFacts
from reviews.selectors.positions import PositionFacts
from reviews.selectors.stances import ActorFacts
from reviews.selectors.visible_positions import SeenPosition
from stakeholders.enums import CircleKind, Group

from .comments import person_value
from .parts import Value, coded


def position_value(facts: SeenPosition, language: str) -> Value:
    """Return a position as its reader may know it."""
    path = f"positions/{facts.id}"
    return {
        "id": facts.id,
        "key": facts.key or None,
        "framework": facts.framework,
        "round": facts.round,
        "provision": facts.provision,
        "version": facts.version,
        **_actor(facts.actor, language),
        **coded("group", facts.actor.group, Group, language),
        **coded("stance", facts.stance, Stance, language),
        "ad_referendum": facts.ad_referendum,
        "reasons": facts.reasons or None,
        "amendment": facts.wording or None,
        "language": facts.language,
        "is_current": facts.is_current,
        "is_corrected": facts.is_corrected,
        "corrects": facts.corrects or None,
        "correction_reason": facts.correction_reason or None,
        **_several("aligned", facts.joined, language),
        **_several("not_aligned", facts.not_joining, language),
        "released_at": facts.released_at,
        **coded("release", facts.release, ReleaseKind, language),
        "room": _in_its_room(facts.room, language) if facts.room else None,
        "url": address(path),
        "links": {"alignments": address(f"{path}/alignments")},
    }


def alignment_values(facts: SeenPosition, language: str) -> list[Value]:
    """Return the words on a position that stand: first of those who join it."""
    words = [(AlignmentKind.JOINS, facts.joined), (AlignmentKind.DOES_NOT_JOIN, facts.not_joining)]
    return [
        {**_actor(actor, language), **coded("kind", kind.value, AlignmentKind, language)}
        for kind, actors in words
        for actor in actors
    ]


def agreement_value(facts: AgreementFacts, language: str) -> Value:
    """Return an agreement with the positions of its manifest."""
    return {
        "provision": facts.provision,
        "version": facts.version,
        "round": facts.round,
        "pronounced_at": facts.pronounced_at,
        "at": facts.at,
        "stands": facts.stands,
        "digest": facts.digest,
        "positions": [_stood(each, language) for each in facts.positions],
    }


def needed_value(needed: Needed, language: str) -> Value:
    """Return something that stands in the way of an agreement, in the active language."""
    return {
        **coded("code", needed.code.value, NeedCode, language),
        "sentence": needed.sentence(),
        "actors": [each.actor for each in needed.who],
    }


def _stood(line: Mapping[str, Any], language: str) -> Value:
    return {
        "key": line["key"],
        "actor": line["actor"],
        **coded("stance", line["stance"], Stance, language),
        "ad_referendum": line["ad_referendum"],
        "aligned": line["joined"],
        "not_aligned": line["not_joining"],
        "is_current": line["current"],
        "digest": line["digest"],
    }


def _actor(actor: ActorFacts, language: str) -> Value:
    return {
        "actor": actor.code,
        **coded("actor_kind", actor.kind, CircleKind, language),
        "actor_label": _name(actor, language),
    }


def _several(name: str, actors: Iterable[ActorFacts], language: str) -> Value:
    found = list(actors)
    return {
        name: [each.code for each in found],
        f"{name}_labels": [_name(each, language) for each in found],
    }


def _name(actor: ActorFacts, language: str) -> str:
    return actor_label(actor.kind, actor.code, actor.name, language)


def _in_its_room(facts: PositionFacts, language: str) -> Value:
    return {
        "circle": facts.circle.pk,
        "number": facts.number,
        "corrects_id": facts.corrects,
        "person": person_value(facts.person, language),
        "for_person": person_value(facts.for_person, language) if facts.for_person else None,
        "mandate_is_active": facts.mandate_is_active,
        "at": facts.at,
    }
