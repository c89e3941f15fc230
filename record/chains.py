"""Reading chains: their heads, and all entries as they were sealed."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from .hashing import Sealed
from .models import Chain
from .verify import Head, Row

_AT_ONCE = 2000
# One statement, so that entries and heads are of one instant while others go on appending.
# The instant is made a text by the database: whatever an intruder wrote there can be read.
_ROWS = """
SELECT coalesce(e.circle, c.circle), c.number, c.hash,
       e.id::text, e.circle, e.number, e.code, e.schema, e.subject, e.touches,
       coalesce(to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''),
       e.actor_kind, e.actor_user::text, e.actor_mandate::text, e.actor_for_mandate::text,
       e.actor_origin, e.payload, e.previous, e.hash
FROM record_entry e FULL JOIN record_chain c ON c.circle = e.circle
ORDER BY 1, e.number
"""


def current_heads() -> dict[str, Head]:
    """Return the head of each chain that has entries, by circle. One query."""
    rows = Chain.objects.filter(number__gt=0).order_by("circle").values_list()
    return {circle: Head(number, bytes(hash)) for circle, number, hash in rows}


def all_rows() -> Iterator[Row]:
    """Yield every entry of every chain, sorted by circle and number, in constant memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from map(_row, rows)


def _row(columns: tuple[Any, ...]) -> Row:
    circle, head_number, head_hash, identifier, *rest = columns
    head = None if head_number is None else Head(head_number, bytes(head_hash))
    if identifier is None:
        return Row(circle, None, head)
    *texts, payload, previous, own_hash = rest
    texts[5] = tuple(texts[5])
    values: list[Any] = [identifier, *texts, bytes(payload), bytes(previous), bytes(own_hash)]
    return Row(circle, Sealed(*values), head)
