"""What the record says of positions: facts, codes and salted digests, never a word of prose."""

import hashlib
from collections.abc import Collection, Iterable
from uuid import UUID

from core.canonical import canonical_bytes
from provisions.services.payloads import salted_digest

from .actors import actor_code
from .enums import AlignmentKind
from .models import Alignment, Position

# What a position comes with to be told of: of its item, its actor, and what it corrects.
TOLD = ("item__round", "item__provision", "item__version", "circle__organization", "corrects")


def position_digest(position: Position) -> str:
    """Return SHA-256 (hex) over canonical JSON of all that a position says and of what. Its
    random id, which is not public, keeps it from being guessed.
    """
    content: dict[str, object] = {
        "position": str(position.pk),
        "actor": actor_code(position.circle),
        "provision": position.item.provision.key,
        "version": position.item.version.number,
        "stance": position.stance,
        "ad_referendum": position.ad_referendum,
        "reasons": position.reasons,
        "wording": position.wording,
        "language": position.language,
    }
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def inner_line(position: Position) -> dict[str, object]:
    """Return what the chain of its circle holds of a position when it is taken."""
    return {
        "position": str(position.pk),
        "round": position.item.round.key,
        "provision": position.item.provision.key,
        "version": position.item.version.number,
        "number": position.number,
        "stance": position.stance,
        "ad_referendum": position.ad_referendum,
        "corrects": str(position.corrects_id) if position.corrects_id else None,
        "reason": salted_digest(str(position.pk), position.correction_reason),
        "for_mandate": str(position.for_mandate_id) if position.for_mandate_id else None,
        "digest": position_digest(position),
    }


def released_line(position: Position) -> dict[str, object]:
    """Return what the chain of its circle holds when a position becomes public: under which key."""
    return {"position": str(position.pk), "key": position.key}


def public_lines(positions: Iterable[Position]) -> list[dict[str, object]]:
    """Return what everybody may know of positions that are being released, in their order.

    Where an error was never public, that there was one stays with the circle. One query.
    """
    found = list(positions)
    words = _words([each.pk for each in found])
    return [_public_line(each, words.get(each.pk, [])) for each in found]


def _public_line(position: Position, words: Iterable[tuple[str, str]]) -> dict[str, object]:
    corrected = position.corrects.key if position.corrects else None
    said = list(words)
    return {
        "key": position.key,
        "provision": position.item.provision.key,
        "version": position.item.version.number,
        "actor": actor_code(position.circle),
        "stance": position.stance,
        "ad_referendum": position.ad_referendum,
        "joined": [code for word, code in said if word == AlignmentKind.JOINS],
        "not_joining": [code for word, code in said if word == AlignmentKind.DOES_NOT_JOIN],
        "corrects": corrected,
        "reason": salted_digest(str(position.pk), position.correction_reason) if corrected else "",
        "digest": position_digest(position),
    }


def _words(ids: Collection[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Return the latest word of each government on each position, ordered by their codes."""
    rows = (
        Alignment.objects.filter(position__in=ids)
        .order_by("position_id", "circle_id", "-number")
        .distinct("position_id", "circle_id")
        .values_list("position", "kind", "circle__organization__code")
    )
    words: dict[UUID, list[tuple[str, str]]] = {}
    for position, kind, code in rows:
        words.setdefault(position, []).append((kind, code or ""))
    return {position: sorted(said, key=lambda each: each[1]) for position, said in words.items()}
