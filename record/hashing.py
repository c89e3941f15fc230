"""How an entry's hash is made. Changing this breaks every chain: add a new schema instead."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

SCHEMA = 1
GENESIS_PREFIX = b"tripartite record 1\n"


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry as it is hashed: its columns as plain values, `hash` apart from the others.

    `at` is a text in UTC with microseconds, as `instant_text` writes it; identifiers are texts.
    """

    id: str
    circle: str
    number: int
    code: str
    schema: int
    subject: str
    touches: tuple[str, ...]
    at: str
    actor_kind: str
    actor_user: str | None
    actor_mandate: str | None
    actor_for_mandate: str | None
    actor_origin: str
    payload: bytes
    previous: bytes
    hash: bytes = b""


def genesis(circle: str) -> bytes:
    """Return the 32 bytes that stand before a circle's first entry."""
    return hashlib.sha256(GENESIS_PREFIX + circle.encode()).digest()


def instant_text(at: datetime) -> str:
    """Return an aware instant as it is hashed: `2026-11-22T13:40:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_hash(entry: Sealed) -> bytes:
    """Return SHA-256 over the predecessor's hash and every other column of `entry`.

    The texts enter as they stand, without any normalizing: two spellings of one letter must
    not share a hash, or one could be exchanged for the other.
    """
    envelope = json.dumps(
        [
            entry.id,
            entry.circle,
            entry.number,
            entry.code,
            entry.schema,
            entry.subject,
            list(entry.touches),
            entry.at,
            entry.actor_kind,
            entry.actor_user,
            entry.actor_mandate,
            entry.actor_for_mandate,
            entry.actor_origin,
            hashlib.sha256(entry.payload).hexdigest(),
        ],
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(entry.previous + envelope.encode()).digest()
