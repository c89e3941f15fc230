"""What stands in a chain between two of its entries: for news, which tell each act once.

Numbers have no gaps and appear in order: whoever read up to a head never misses what came later.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from .models import PUBLIC, Chain, Entry
from .verify import Head

NOTHING = Head(0, b"")  # of a chain without entries
_TOUCHED = """
SELECT key, e.number, e.code, e.at FROM record_entry e, unnest(e.touches) AS key
WHERE e.circle = 'public' AND e.number > %s AND e.number <= %s
ORDER BY e.number, key
"""
# The inner query is kept apart: the planner would rather walk the chain from its beginning.
_NUMBER_AT = """
SELECT coalesce(
    (SELECT min(later.number) - 1 FROM (
        SELECT number FROM record_entry WHERE circle = %(circle)s AND at > %(instant)s OFFSET 0
    ) AS later),
    (SELECT number FROM record_chain WHERE circle = %(circle)s),
    0
)
"""


class Touched(NamedTuple):
    """That the public act `number` changed what stands under `key`."""

    key: str
    number: int
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InnerAct:
    """An entry of a circle's chain. `actor_user` is None for the portal's own acts and files."""

    number: int
    code: str
    subject: str
    actor_user: UUID | None
    payload: dict[str, Any]


def heads_of(circles: Collection[str]) -> dict[str, Head]:
    """Return the head of each chain by its name, `NOTHING` where it has no entries. One query.

    Read it before the data, as the public revision is.
    """
    rows = Chain.objects.filter(circle__in=circles).values_list("circle", "number", "hash")
    known = {circle: Head(number, bytes(seal)) for circle, number, seal in rows}
    return {circle: known.get(circle, NOTHING) for circle in circles}


def number_at(circle: str, instant: datetime) -> int:
    """Return the number of the entry before the first that names a later instant than `instant`;
    the head's where none does. One query.

    Numbers are the order, times are not: an entry may name an earlier instant than the one before
    it. Whoever reads on behind this number misses nothing that is later.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_AT, {"circle": circle, "instant": instant})
        return int(cursor.fetchone()[0])


def instant_of(number: int) -> datetime | None:
    """Return when the public act with this number was done; None where there is none. One query."""
    rows = Entry.objects.filter(circle=PUBLIC, number=number)
    return rows.values_list("at", flat=True).first()


def touched_between(after: int, upto: int) -> list[Touched]:
    """Return what the public acts behind `after`, up to and with `upto`, touched, in the chain's
    order. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [after, upto])
        return [Touched._make(row) for row in cursor.fetchall()]


def inner_acts(circle: str, after: int, upto: int, *, limit: int) -> list[InnerAct]:
    """Return the acts of a circle's chain behind `after`, up to and with `upto`, the newest
    `limit` of them, newest first. One query.

    It tells what happens inside a circle: whoever shows any of it asks first who reads the circle.
    """
    rows = Entry.objects.filter(circle=circle, number__gt=after, number__lte=upto)
    columns = rows.order_by("-number").values_list(
        "number", "code", "subject", "actor_user", "payload"
    )
    return [
        InnerAct(number, code, subject, user, json.loads(bytes(payload)))
        for number, code, subject, user, payload in columns[:limit]
    ]
