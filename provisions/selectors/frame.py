"""What a provision's page says of the framework around it, as columns of the provision's query.

They are looked up in the same query: a page right after a write may ask six in all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.languages import Texts

# Of the documents those that a version or the official status rests on.
FRAME_COLUMNS = """
    f.title::text, f.adopted_elsewhere, f.texts_written_in,
    (SELECT section.title::text FROM frameworks_section section WHERE section.id = p.section_id),
    (SELECT json_build_array(s.status, s.basis, d.slug, s.checked_on)::text
     FROM frameworks_statusrecord s LEFT JOIN frameworks_document d ON d.id = s.source_id
     WHERE s.framework_id = f.id ORDER BY s.number DESC LIMIT 1),
    (SELECT json_object_agg(d.slug, json_build_array(d.title, d.publisher, d.address))::text
     FROM frameworks_document d WHERE d.framework_id = f.id AND (
        d.id IN (SELECT v.source_id FROM provisions_version v WHERE v.provision_id = p.id)
        OR d.id IN (SELECT s.source_id FROM frameworks_statusrecord s
                    WHERE s.framework_id = f.id ORDER BY s.number DESC LIMIT 1)))
"""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document; `address` is empty where none is known here."""

    title: Texts
    publisher: Texts
    address: str


@dataclass(frozen=True, slots=True)
class FrameStatus:
    """The official status that holds; `source` is the slug of a document, or None."""

    status: str
    basis: str
    source: str | None
    checked_on: date


@dataclass(frozen=True, slots=True)
class Frame:
    """The framework around a provision, its section's title, and the sources by slug."""

    title: Texts
    adopted_elsewhere: bool
    texts_written_in: str
    section: Texts
    status: FrameStatus | None
    documents: Mapping[str, SourceDocument]


def frame_of(values: Sequence[Any]) -> Frame:
    """Return the frame for the values of `FRAME_COLUMNS`."""
    title, adopted_elsewhere, written_in, section, status, documents = values
    return Frame(
        title=json.loads(title),
        adopted_elsewhere=adopted_elsewhere,
        texts_written_in=written_in,
        section=json.loads(section) if section else {},
        status=_status(*json.loads(status)) if status else None,
        documents={
            slug: SourceDocument(*parts) for slug, parts in json.loads(documents or "{}").items()
        },
    )


def _status(status: str, basis: str, source: str | None, checked_on: str) -> FrameStatus:
    return FrameStatus(status, basis, source, date.fromisoformat(checked_on))
