"""The whole text of a framework: sections with their provisions, items under their parents."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from core.languages import Texts

from .rows import COLUMNS, TABLES, ProvisionRow, row_of

_TEXT = (
    f"SELECT {COLUMNS} FROM {TABLES} WHERE f.slug = %(framework)s"  # noqa: S608 - constants
    " ORDER BY p.document_order"
)
_SECTIONS = """
SELECT section.slug, section.number, section.title::text, section.is_editorial
FROM frameworks_section section JOIN frameworks_framework f ON f.id = section.framework_id
WHERE f.slug = %(framework)s ORDER BY section.order_key
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A provision and the items under it, in the document's order."""

    row: ProvisionRow
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section, its title by language, and its provisions; slug None for those of no section."""

    slug: str | None
    number: str
    title: Texts
    is_editorial: bool
    nodes: list[Node]


def whole_text(framework: str, *, language: str) -> list[SectionText]:
    """Return the sections of a framework (its slug) with all provisions. Two queries.

    Provisions of no section come first; sections without provisions are kept.
    """
    named = {"framework": framework, "language": language}
    with connection.cursor() as cursor:
        cursor.execute(_SECTIONS, named)
        sections = [
            SectionText(slug, number, json.loads(title), is_editorial, [])
            for slug, number, title, is_editorial in cursor.fetchall()
        ]
        cursor.execute(_TEXT, named)
        roots = _tree(map(row_of, cursor.fetchall()))
    loose = SectionText(None, "", {}, is_editorial=True, nodes=[])
    by_slug = {section.slug: section for section in sections}
    for root in roots:
        by_slug.get(root.row.section, loose).nodes.append(root)
    return [loose, *sections] if loose.nodes else sections


def _tree(rows: Iterable[ProvisionRow]) -> list[Node]:
    """Return the provisions without a parent; parents come before their items in `rows`."""
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for row in rows:
        node = nodes[row.key] = Node(row)
        above = nodes.get(row.parent or "")
        (above.items if above else roots).append(node)
    return roots
