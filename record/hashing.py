"""How an entry's hash is made. Changing this breaks every chain: add a new schema instead."""

import hashlib
from datetime import UTC

from core.canonical import canonical_bytes

from .models import Entry

GENESIS_PREFIX = b"tripartite record 1\n"


def genesis(circle: str) -> bytes:
    """Return the 32 bytes that stand before a circle's first entry."""
    return hashlib.sha256(GENESIS_PREFIX + circle.encode()).digest()


def entry_hash(entry: Entry) -> bytes:
    """Return SHA-256 over the predecessor's hash and every column of `entry` but the hash."""
    envelope = canonical_bytes(
        {
            "id": str(entry.id),
            "circle": entry.circle,
            "number": entry.number,
            "code": entry.code,
            "schema": entry.schema,
            "subject": entry.subject,
            "touches": list(entry.touches),
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": [
                entry.actor_kind,
                _text(entry.actor_user),
                _text(entry.actor_mandate),
                _text(entry.actor_for_mandate),
                entry.actor_origin,
            ],
            "payload": hashlib.sha256(bytes(entry.payload)).hexdigest(),
        }
    )
    return hashlib.sha256(bytes(entry.previous) + envelope).digest()


def _text(value: object) -> str | None:
    return None if value is None else str(value)
