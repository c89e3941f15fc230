"""One provision as a reader of a language reads it, in one row of one query."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection


class LinkRow(NamedTuple):
    """A link to an instrument: its code, the relation, and as of when."""

    code: str
    relation: str
    as_of: date


class ProvisionRow(NamedTuple):
    """A provision with its current text in one language (`text_language` may be another).

    A named tuple, not a dataclass: lists of ten thousand are built of these. Instants are in
    UTC; `links` are ordered by code.
    """

    key: str
    suffix: str
    framework: str
    is_sample: bool
    number: str
    depth: int
    parent: str | None
    section: str | None
    kind: str
    addressees: list[str]
    themes: list[str]
    stage: str
    document_order: str
    edition: int
    created_at: datetime
    content_changed_at: datetime
    updated_at: datetime
    version: int
    text_status: str
    source: str
    source_paragraph: int | None
    source_basis: str
    version_at: datetime
    text_language: str
    issue: int
    title: str
    body: str
    text_at: datetime
    links: tuple[LinkRow, ...]


# Parent and section are looked up row by row: as joins they made the planning of this query
# take five times as long as its execution.
COLUMNS = """
    p.key, p.suffix, f.slug, f.is_sample, p.number, p.depth,
    (SELECT above.key FROM provisions_provision above WHERE above.id = p.parent_id),
    (SELECT section.slug FROM frameworks_section section WHERE section.id = p.section_id),
    p.kind, p.addressees, p.themes, p.stage, p.document_order, p.edition, p.created_at,
    p.content_changed_at, p.updated_at, c.version_number, c.text_status, c.source_slug,
    c.source_paragraph, c.source_basis, c.version_at, c.text_language, c.issue, c.title, c.body,
    c.text_at,
    ARRAY(SELECT ARRAY[link.instrument_id, link.relation, link.as_of::text]
          FROM provisions_instrumentlink link WHERE link.provision_id = p.id ORDER BY 1)
"""
TABLES = """
    provisions_provision p
    JOIN provisions_currenttext c ON c.provision_id = p.id AND c.language = %(language)s
    JOIN frameworks_framework f ON f.id = p.framework_id
"""
WIDTH = len(ProvisionRow._fields)


def row_of(values: Sequence[Any]) -> ProvisionRow:
    """Return the row for the values of `COLUMNS`, which may be followed by others."""
    links = values[WIDTH - 1]
    return ProvisionRow._make((*values[: WIDTH - 1], tuple(map(_link, links)) if links else ()))


def _link(parts: Sequence[str]) -> LinkRow:
    return LinkRow(parts[0], parts[1], date.fromisoformat(parts[2]))


def provisions_by_key(keys: Iterable[str], *, language: str) -> dict[str, ProvisionRow]:
    """Return the provisions that exist, by key, in the document's order. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM {TABLES} WHERE p.key = ANY(%(keys)s)"  # noqa: S608 - constants
            " ORDER BY p.document_order",
            {"language": language, "keys": [key for key in keys if "\0" not in key]},
        )
        return {row.key: row for row in map(row_of, cursor.fetchall())}
