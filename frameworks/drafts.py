"""What callers hand to the services about each thing of this app: frozen values.

A field has the name of the column that keeps it, so that what a file says and what the
database holds can be compared field by field.
"""

import datetime
from dataclasses import dataclass, field, fields
from hashlib import sha256
from typing import Self

from django.db import models

from core.canonical import canonical_bytes
from core.dates import HonestDate
from core.languages import Texts

# Fields that name another row by its slug; a service resolves them before saving.
_REFERENCES = frozenset({"source", "session", "corrects"})


@dataclass(frozen=True, slots=True)
class Draft:
    """Shared by all: reading from a row, writing to one, and a fingerprint for the record."""

    @classmethod
    def of(cls, row: models.Model) -> Self:
        """Return what `row` holds."""
        return cls(**{each.name: _plain(getattr(row, each.name)) for each in fields(cls)})

    def set_on(self, row: models.Model) -> None:
        """Set every column of `row` but its references; saving is the caller's."""
        for each in fields(self):
            if each.name == "date":
                row.set_date(getattr(self, each.name))  # type: ignore[attr-defined]
            elif each.name not in _REFERENCES:
                setattr(row, each.name, getattr(self, each.name))

    def fingerprint(self) -> str:
        """Return SHA-256 over the canonical form of all fields, in hex."""
        content = {each.name: _canonical(getattr(self, each.name)) for each in fields(self)}
        return sha256(canonical_bytes(content)).hexdigest()

    def differing(self, other: Self) -> list[str]:
        """Return the names of the fields in which the two differ."""
        return [
            each.name
            for each in fields(self)
            if getattr(self, each.name) != getattr(other, each.name)
        ]


def _plain(value: object) -> object:
    return value.slug if isinstance(value, models.Model) and hasattr(value, "slug") else value


def _canonical(value: object) -> object:
    if isinstance(value, HonestDate):
        return value.iso()
    return value.isoformat() if isinstance(value, datetime.date) else value


@dataclass(frozen=True, slots=True)
class FrameworkDraft(Draft):
    title: Texts
    summary: Texts
    adopted_elsewhere: bool
    authentic_languages: list[str]
    texts_written_in: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class MeetingDraft(Draft):
    name: Texts
    place: Texts
    convened_by: Texts
    basis: str
    date: HonestDate | None


@dataclass(frozen=True, slots=True)
class StatusDraft(Draft):
    """`source` is the slug of a document of the framework, or None."""

    status: str
    note: Texts
    basis: str
    source: str | None
    checked_by: Texts
    checked_on: datetime.date


@dataclass(frozen=True, slots=True)
class SectionDraft(Draft):
    number: str
    title: Texts
    is_editorial: bool


@dataclass(frozen=True, slots=True)
class DocumentDraft(Draft):
    kind: str
    title: Texts
    publisher: Texts
    symbol: str
    languages: list[str]
    date: HonestDate | None
    address: str
    licence: Texts
    is_seen: bool
    basis: str
    note: Texts


@dataclass(frozen=True, slots=True)
class MilestoneDraft(Draft):
    """`source` is the slug of a document of the framework, `session` that of a session."""

    kind: str
    title: Texts
    note: Texts
    date: HonestDate | None
    basis: str
    source: str | None
    session: str | None


@dataclass(frozen=True, slots=True)
class SessionDraft(Draft):
    number: int | None
    title: Texts
    note: Texts
    date: HonestDate | None
    basis: str
    is_sample: bool
    time_zone: str
    last_checked_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class InstrumentDraft(Draft):
    kind: str
    tier: str
    year: int
    title: Texts
    themes: list[str]
    normlex_id: str
    address: str
    is_confirmed: bool
    status_as_of: datetime.date


@dataclass(frozen=True, slots=True)
class ClauseDraft(Draft):
    """`cites` are suffixes; empty means that it covers all of the framework's provisions."""

    label: str
    kind: str
    text: Texts
    outcome: str
    effect: str
    cites: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DecisionDraft(Draft):
    """A decision as one file tells it. `digest` is of everything that the file says.

    `corrects` is the key of the decision that this one puts right, `correction_reason` why.
    """

    decided_on: datetime.date | None
    recorded_by: Texts
    digest: str
    corrects: str | None = None
    correction_reason: str = ""
