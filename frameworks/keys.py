"""Public keys of what this app tracks: what acts touch, and what the change feed names.

A framework's key is its slug; a provision's is `<framework>.<suffix>` (a suffix holds no dot).
The other nouns carry their kind in the key, so that a reader can tell what a key names.
"""

from dataclasses import dataclass
from enum import StrEnum


class KeyKind(StrEnum):
    FRAMEWORK = "framework"
    PROVISION = "provision"
    DOCUMENT = "document"
    MILESTONE = "milestone"
    SESSION = "session"
    DECISION = "decision"
    INSTRUMENT = "instrument"
    ROUND = "round"
    COMMENT = "comment"
    POSITION = "position"
    DISPOSITION = "disposition"


# Kinds whose keys stand alone; no framework may take one of these words as its slug.
ALONE = {KeyKind.SESSION, KeyKind.DECISION, KeyKind.INSTRUMENT}
_WITHIN_FRAMEWORK = {
    KeyKind.DOCUMENT,
    KeyKind.MILESTONE,
    KeyKind.ROUND,
    KeyKind.COMMENT,
    KeyKind.POSITION,
    KeyKind.DISPOSITION,
}
RESERVED_SLUGS = frozenset(kind.value for kind in ALONE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a key names: `framework` is empty for kinds that stand alone."""

    kind: KeyKind
    framework: str
    name: str


def document_key(framework: str, slug: str) -> str:
    return f"{framework}.{KeyKind.DOCUMENT}.{slug}"


def milestone_key(framework: str, slug: str) -> str:
    return f"{framework}.{KeyKind.MILESTONE}.{slug}"


def round_key(framework: str, number: int) -> str:
    return f"{framework}.{KeyKind.ROUND}.{number}"


def comment_key(framework: str, round_number: int, number: int) -> str:
    """Return the key of a published comment: `<framework>.comment.<round>-<number>`."""
    return f"{framework}.{KeyKind.COMMENT}.{round_number}-{number}"


def position_key(framework: str, round_number: int, number: int) -> str:
    """Return the key of a released position: `<framework>.position.<round>-<number>`."""
    return f"{framework}.{KeyKind.POSITION}.{round_number}-{number}"


def disposition_key(comment: str) -> str:
    """Return the key of the answer to a published comment (its key), which has its numbers."""
    framework, _kind, numbers = comment.split(".")
    return f"{framework}.{KeyKind.DISPOSITION}.{numbers}"


def session_key(slug: str) -> str:
    return f"{KeyKind.SESSION}.{slug}"


def decision_key(key: str) -> str:
    return f"{KeyKind.DECISION}.{key}"


def instrument_key(code: str) -> str:
    return f"{KeyKind.INSTRUMENT}.{code}"


def read_key(key: str) -> Named:
    """Return what `key` names. Raises ValueError for a form that no noun has."""
    parts = key.split(".")
    match parts:
        case [slug]:
            return Named(KeyKind.FRAMEWORK, slug, slug)
        case [kind, *names] if kind in ALONE:
            return Named(KeyKind(kind), "", ".".join(names))
        case [framework, suffix]:
            return Named(KeyKind.PROVISION, framework, suffix)
        case [framework, kind, slug] if kind in _WITHIN_FRAMEWORK:
            return Named(KeyKind(kind), framework, slug)
    raise ValueError(f"“{key}” is not a public key.")
