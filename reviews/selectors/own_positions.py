"""Positions in their own rooms, each with who took it and when, and who joins it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reviews.enums import AlignmentKind
from reviews.models import Alignment, Position
from stakeholders.models import Circle, Mandate

from .cards import Person, person_facts


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """A position in its own room. `round` and `provision` are public keys, `key` is empty and
    `released_at` None until it is released; `corrects` is the id of another position.
    `mandate_is_active`: that of whoever it was taken for, now.
    """

    id: UUID
    number: int
    item_id: UUID
    round: str
    provision: str
    version: int
    circle: Circle
    stance: str
    ad_referendum: bool
    reasons: str
    wording: str
    language: str
    corrects: UUID | None
    correction_reason: str
    person: Person
    for_person: Person | None
    at: datetime
    released_at: datetime | None
    release: str
    key: str
    joined: tuple[Circle, ...]
    not_joining: tuple[Circle, ...]
    mandate_is_active: bool


def positions_of(
    mandate: Mandate | None,
    at: datetime,
    *,
    circles: Collection[UUID] | None = None,
    items: Collection[UUID] | None = None,
    provisions: Collection[str] | None = None,
) -> tuple[PositionFacts, ...]:
    """Return the positions in the rooms of `mandate`, replaced ones included: by provision, then
    by actor, the latest first. Of these circles, items and provisions (keys) where some are
    named. Three queries for any number.
    """
    rows = Position.objects.in_rooms_of(mandate, at)
    wanted = {"circle__in": circles, "item__in": items, "item__provision__key__in": provisions}
    rows = rows.filter(**{path: list(of) for path, of in wanted.items() if of is not None})
    found = list(
        rows.select_related(*_RELATED).order_by(
            "item__provision__document_order", "circle", "-item__round__number", "-number"
        )
    )
    words = _alignments(found, mandate, at)
    return tuple(_position(row, words.get(row.pk, ()), at) for row in found)


_RELATED = (
    "item__round",
    "item__provision",
    "item__version",
    "circle__organization",
    "mandate__user",
    "mandate__organization",
    "for_mandate__user",
    "for_mandate__organization",
)


def _alignments(
    rows: Iterable[Position], mandate: Mandate | None, at: datetime
) -> dict[UUID, list[Alignment]]:
    """Return the latest word of each government on each position, ordered by their codes."""
    found = (
        Alignment.objects.visible_to(mandate, at)
        .filter(position__in=[row.pk for row in rows])
        .order_by("position_id", "circle_id", "-number")
        .distinct("position_id", "circle_id")
        .select_related("circle__organization")
    )
    words: dict[UUID, list[Alignment]] = {}
    for each in sorted(found, key=lambda word: str(word.circle.organization)):
        words.setdefault(each.position_id, []).append(each)
    return words


def _position(row: Position, words: Iterable[Alignment], at: datetime) -> PositionFacts:
    said = list(words)
    return PositionFacts(
        id=row.pk,
        number=row.number,
        item_id=row.item_id,
        round=row.item.round.key,
        provision=row.item.provision.key,
        version=row.item.version.number,
        circle=row.circle,
        stance=row.stance,
        ad_referendum=row.ad_referendum,
        reasons=row.reasons,
        wording=row.wording,
        language=row.language,
        corrects=row.corrects_id,
        correction_reason=row.correction_reason,
        person=person_facts(row.mandate),
        for_person=person_facts(row.for_mandate) if row.for_mandate else None,
        at=row.at,
        released_at=row.released_at,
        release=row.release,
        key=row.key or "",
        joined=tuple(each.circle for each in said if each.kind == AlignmentKind.JOINS),
        not_joining=tuple(each.circle for each in said if each.kind == AlignmentKind.DOES_NOT_JOIN),
        mandate_is_active=(row.for_mandate or row.mandate).is_active_at(at),
    )
