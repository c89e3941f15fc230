"""Reads of the public chain, for the change feed, the pages of changes, Atom and calendars.

Of who acted only the kind is told, and for the portal's own jobs and files their name: never
an id of a person or a mandate.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from .models import PUBLIC, Entry

_COLUMNS = ("number", "code", "subject", "touches", "at", "actor_kind", "actor_origin", "hash")


@dataclass(frozen=True, slots=True)
class PublicAct:
    """One entry of the public chain; `touches` are the public keys whose representation it
    changed, `hash` (hex) seals it and everything before it."""

    number: int
    code: str
    subject: str
    touches: tuple[str, ...]
    at: datetime
    actor_kind: str
    actor_origin: str
    hash: str


@dataclass(frozen=True, slots=True)
class Edits:
    """How often a key was touched, and when for the last time."""

    count: int
    latest: datetime


def public_acts_after(number: int, limit: int) -> tuple[PublicAct, ...]:
    """Return the acts behind `number` in the chain's order, at most `limit`. One query.

    Numbers have no gaps and appear in order, so nothing can come in between later.
    """
    rows = Entry.objects.filter(circle=PUBLIC, number__gt=number).order_by("number")
    return _acts(rows.values_list(*_COLUMNS)[:limit])


def newest_public_acts(limit: int, *, before: int | None = None) -> tuple[PublicAct, ...]:
    """Return the newest acts, newest first, at most `limit`; those before a number if given."""
    rows = Entry.objects.filter(circle=PUBLIC).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return _acts(rows.values_list(*_COLUMNS)[:limit])


def newest_public_acts_of(
    keys: Collection[str], limit: int, *, before: int | None = None
) -> tuple[PublicAct, ...]:
    """Return the newest acts that touched any of `keys`, newest first, at most `limit`; those
    before a number if given. One query: few keys are found by the index of touched keys, for many
    the chain is walked backwards until there are enough.
    """
    rows = Entry.objects.filter(circle=PUBLIC, touches__overlap=sorted(keys)).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    return _acts(rows.values_list(*_COLUMNS)[:limit])


def edits_of(keys: Collection[str]) -> dict[str, Edits]:
    """Return how often acts touched each key; keys that none touched are absent. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, count(*), max(at) FROM record_entry, unnest(touches) AS key"
            # The overlap finds the entries by index; the key picks what was asked out of them.
            " WHERE circle = 'public' AND touches && %s::varchar[] AND key = ANY(%s) GROUP BY key",
            [list(keys), list(keys)],
        )
        return {key: Edits(count, latest) for key, count, latest in cursor.fetchall()}


def public_payloads(code: str, subjects: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return (subject, payload) of every public act of this code on these subjects, newest
    first. One query.
    """
    rows = Entry.objects.filter(circle=PUBLIC, subject__in=sorted(subjects), code=code)
    found = rows.order_by("-number").values_list("subject", "payload")
    return [(subject, json.loads(bytes(payload))) for subject, payload in found]


def _acts(rows: Iterable[tuple[Any, ...]]) -> tuple[PublicAct, ...]:
    return tuple(
        PublicAct(number, code, subject, tuple(touches), at, kind, origin, bytes(seal).hex())
        for number, code, subject, touches, at, kind, origin, seal in rows
    )
