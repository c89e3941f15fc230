"""One provision with all that its page needs, in at most five queries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from core.errors import Missing
from core.languages import Texts

from .frame import FRAME_COLUMNS, Frame, frame_of
from .rows import COLUMNS, TABLES, WIDTH, ProvisionRow, row_of
from .versions import VersionRow, list_versions

_ONE = (
    f"SELECT {COLUMNS}, p.id, {FRAME_COLUMNS} FROM {TABLES}"  # noqa: S608 - constants
    " WHERE p.key = %(key)s"
)
_LINKS = """
SELECT instrument.code, link.relation, link.as_of, instrument.kind, instrument.year,
    instrument.title::text, instrument.address, instrument.is_confirmed
FROM provisions_instrumentlink link
JOIN frameworks_instrument instrument ON instrument.code = link.instrument_id
WHERE link.provision_id = %(id)s ORDER BY instrument.order_key
"""
_TRANSITIONS = """
SELECT made.number, made.move, made.from_stage, made.to_stage,
    (SELECT version.number FROM provisions_version version WHERE version.id = made.version_id),
    made.reason,
    (SELECT session.slug FROM frameworks_session session
     WHERE session.id = coalesce(made.session_id, decision.session_id)),
    decision.key, clause.label, made.round_key, made.at
FROM provisions_transition made
LEFT JOIN frameworks_clause clause ON clause.id = made.clause_id
LEFT JOIN frameworks_decision decision ON decision.id = clause.decision_id
WHERE made.provision_id = %(id)s ORDER BY made.number
"""
# Neighbours come from the index of the document's order, ancestors from the order itself.
_RELATIVES = """
WITH relatives (role, id, kind, reason, at) AS (
    SELECT 'ancestor', id, '', '', NULL::timestamptz FROM provisions_provision
    WHERE document_order = ANY(%(above)s)
    UNION ALL
    SELECT 'item', id, '', '', NULL FROM provisions_provision
    WHERE document_order > %(below)s AND document_order < %(behind)s AND latest_version > 0
    UNION ALL
    (SELECT 'previous', id, '', '', NULL FROM provisions_provision
     WHERE document_order < %(order)s AND document_order > %(start)s AND latest_version > 0
     ORDER BY document_order DESC LIMIT 1)
    UNION ALL
    (SELECT 'next', id, '', '', NULL FROM provisions_provision
     WHERE document_order > %(order)s AND document_order < %(end)s AND latest_version > 0
     ORDER BY document_order LIMIT 1)
    UNION ALL
    SELECT 'predecessor', predecessor_id, kind, reason, at FROM provisions_succession
    WHERE successor_id = %(id)s
    UNION ALL
    SELECT 'successor', successor_id, kind, reason, at FROM provisions_succession
    WHERE predecessor_id = %(id)s
)
SELECT relatives.role, p.key, p.number, p.depth, p.stage, c.title, c.body, c.text_language,
    relatives.kind, relatives.reason, relatives.at
FROM relatives
JOIN provisions_provision p ON p.id = relatives.id
JOIN provisions_currenttext c ON c.provision_id = p.id AND c.language = %(language)s
ORDER BY p.document_order
"""

Params = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class LinkedInstrument:
    """A linked instrument; `title` by language, `is_confirmed` False for general knowledge."""

    code: str
    relation: str
    as_of: date
    kind: str
    year: int
    title: Texts
    address: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class TransitionRow:
    """A move that was made. `session` is the one named or the one that decided."""

    number: int
    move: str
    from_stage: str
    to_stage: str
    version: int
    reason: str
    session: str | None
    decision: str | None
    clause: str | None
    round_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Relative:
    """Another provision and how it stands to this one; kind, reason and at of a succession."""

    role: str
    key: str
    number: str
    depth: int
    stage: str
    title: str
    body: str
    text_language: str
    kind: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ProvisionDetail:
    """A provision, its instruments, versions and moves (oldest first), and its relatives."""

    row: ProvisionRow
    frame: Frame
    instruments: tuple[LinkedInstrument, ...]
    versions: tuple[VersionRow, ...]
    transitions: tuple[TransitionRow, ...]
    relatives: tuple[Relative, ...]

    def related(self, role: str) -> tuple[Relative, ...]:
        """Return relatives: ancestor, item, previous, next, predecessor or successor.

        In the document's order. Items are all that stand below, to any depth.
        """
        return tuple(relative for relative in self.relatives if relative.role == role)


def get_provision(key: str, *, language: str) -> ProvisionDetail:
    """Return a provision as its page shows it. At most five queries. Raises Missing."""
    if "\0" in key:  # which PostgreSQL would refuse with an error of its own
        raise Missing("A key holds no NUL.")
    with connection.cursor() as cursor:
        cursor.execute(_ONE, {"language": language, "key": key})
        found = cursor.fetchone()
        if found is None:
            raise Missing(f"There is no provision {key}.")
        row = row_of(found)
        named: Params = {"id": str(found[WIDTH]), "language": language, **_surroundings(row)}
        links = _linked(cursor, named) if row.links else []
        cursor.execute(_TRANSITIONS, named)
        transitions = [TransitionRow(*values) for values in cursor.fetchall()]
        cursor.execute(_RELATIVES, named)
        relatives = [Relative(*values) for values in cursor.fetchall()]
    versions = list_versions(key, language=language)
    return ProvisionDetail(
        row,
        frame_of(found[WIDTH + 1 :]),
        tuple(links),
        tuple(versions),
        tuple(transitions),
        tuple(relatives),
    )


def _surroundings(row: ProvisionRow) -> Params:
    """Return the places above a provision, and the bounds of what is below and around it."""
    start, *ranks = row.document_order.split("/")
    above = ["/".join([start, *ranks[:depth]]) for depth in range(1, len(ranks))]
    # "0" is the character behind "/": all of the framework's places lie between the two.
    order = row.document_order
    below = {"below": f"{order}/", "behind": f"{order}0"}
    return {"above": above, "order": order, "start": f"{start}/", "end": f"{start}0", **below}


def _linked(cursor: CursorWrapper, named: Params) -> list[LinkedInstrument]:
    cursor.execute(_LINKS, named)
    return [_instrument(values) for values in cursor.fetchall()]


def _instrument(values: Sequence[Any]) -> LinkedInstrument:
    code, relation, as_of, kind, year, title, address, is_confirmed = values
    return LinkedInstrument(
        code, relation, as_of, kind, year, json.loads(title), address, is_confirmed
    )
