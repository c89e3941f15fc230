"""What provisions became, and what they came from."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection

_PAIRS = """
SELECT before.key, after.key, pair.kind
FROM provisions_succession pair
JOIN provisions_provision before ON before.id = pair.predecessor_id
JOIN provisions_provision after ON after.id = pair.successor_id
WHERE before.key = ANY(%(keys)s) OR after.key = ANY(%(keys)s)
ORDER BY before.document_order, after.document_order
"""


class Kin(NamedTuple):
    """Keys and kinds of succession, in the document's order."""

    predecessors: tuple[tuple[str, str], ...]
    successors: tuple[tuple[str, str], ...]


def kin_of(keys: Collection[str]) -> dict[str, Kin]:
    """Return the kin of those provisions that have any, by key. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"keys": list(keys)})
        pairs = cursor.fetchall()
    wanted = set(keys) & {key for before, after, _ in pairs for key in (before, after)}
    return {
        key: Kin(
            tuple((before, kind) for before, after, kind in pairs if after == key),
            tuple((after, kind) for before, after, kind in pairs if before == key),
        )
        for key in wanted
    }
