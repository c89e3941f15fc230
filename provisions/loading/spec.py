"""What a framework's file says, read and checked, before anything is compared with a database."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.reading import Place, Reading
from frameworks.drafts import (
    DocumentDraft,
    FrameworkDraft,
    MeetingDraft,
    MilestoneDraft,
    SectionDraft,
    SessionDraft,
    StatusDraft,
)
from frameworks.loading.entries import Entry
from provisions.drafts import TextDraft
from provisions.enums import TextStatus


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """Where a text's words come from; the document is a slug, empty where none is named."""

    document: str
    paragraph: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """A link to an instrument (its code)."""

    instrument: str
    relation: str
    as_of: datetime.date


@dataclass(frozen=True, slots=True)
class ProvisionSpec:
    """One provision. What an item left out is its parent's, but `addressees` stay None then."""

    suffix: str
    number: str
    section: str
    parent: str
    kind: str
    addressees: list[str] | None
    themes: list[str]
    text_status: str
    source: SourceSpec
    links: list[LinkSpec]
    texts: Mapping[str, TextDraft]
    withdrawn: str
    place: Place
    text_places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class SuccessionSpec:
    """What became of provisions; `predecessors` and `successors` are suffixes."""

    kind: str
    predecessors: list[str]
    successors: list[str]
    reason: str
    place: Place

    @property
    def name(self) -> str:
        """Return `s3+s4>2`, the same for the same pairs."""
        return f"{'+'.join(self.predecessors)}>{'+'.join(self.successors)}"


@dataclass(frozen=True, slots=True)
class FrameworkFile:
    """A whole file. `provisions` stand in the document's order, each before its items."""

    reading: Reading
    slug: str
    slug_place: Place
    is_sample: bool
    framework: FrameworkDraft
    status: StatusDraft
    status_place: Place
    meeting: MeetingDraft
    documents: Sequence[Entry[DocumentDraft]]
    sessions: Sequence[Entry[SessionDraft]]
    milestones: Sequence[Entry[MilestoneDraft]]
    sections: Sequence[Entry[SectionDraft]]
    provisions: Sequence[ProvisionSpec]
    successions: Sequence[SuccessionSpec]

    def originals(self, spec: ProvisionSpec) -> list[str]:
        """Return the languages whose words make a version; the others translate them.

        The authentic languages are those of the official text; our own words have one original.
        """
        if spec.text_status == TextStatus.OFFICIAL and self.framework.authentic_languages:
            return [code for code in self.framework.authentic_languages if code in spec.texts]
        return [self.framework.texts_written_in]
