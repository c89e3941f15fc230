"""The parts of a framework's file that belong to this floor. Format: docs/framework-files.md."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Generic, TypeVar
from zoneinfo import available_timezones

from core.fields import Fields, Value
from core.languages import LANGUAGES, Texts
from core.reading import Place
from frameworks.drafts import (
    DocumentDraft,
    Draft,
    FrameworkDraft,
    MeetingDraft,
    MilestoneDraft,
    SectionDraft,
    SessionDraft,
    StatusDraft,
)
from frameworks.enums import Basis, DocumentKind, MilestoneKind, OfficialStatus

DraftT = TypeVar("DraftT", bound=Draft)
_ORIGINAL = ("en",)
UNKNOWN_DAY = date.min  # stands in for a day that was refused; the file is refused with it


@dataclass(frozen=True, slots=True)
class Entry(Generic[DraftT]):
    """One entry of a list in a file: its slug, what it says, and where it stands."""

    slug: str
    draft: DraftT
    place: Place


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an entry may refer to: slugs of documents and sessions, and whether all is invented."""

    is_sample: bool
    documents: Collection[str] = ()
    sessions: Collection[str] = ()


def check_format(fields: Fields, expected: str) -> None:
    """Raise Invalid, and for nothing else, unless the file says that it has the format."""
    if not fields.need("format").code([expected], "format"):
        fields.value.reading.finish()


def read_basis(fields: Fields, is_sample: bool) -> str:
    """Return how far the fact may be trusted: in a sample file always invented, else never."""
    real = [code for code in Basis.values if code != Basis.INVENTED]
    if is_sample:
        return fields.need("basis").code([Basis.INVENTED.value], "basis in a sample file")
    return fields.need("basis").code(real, "basis of a real fact")


def read_framework(fields: Fields) -> FrameworkDraft:
    """Return the framework's own facts; its slug and `is_sample` are asked for by the caller."""
    return FrameworkDraft(
        title=fields.need("title").texts(needs=LANGUAGES),
        summary=fields.need("summary").texts(needs=LANGUAGES),
        adopted_elsewhere=fields.need("adopted_elsewhere").flag(),
        authentic_languages=fields.need("authentic_languages").codes(LANGUAGES, "language"),
        texts_written_in=fields.need("texts_written_in").code(LANGUAGES, "language"),
        time_zone=_time_zone(fields.need("time_zone")),
    )


def read_meeting(value: Value, is_sample: bool) -> MeetingDraft:
    """Return the meeting of a file; what is wrong is noted in the reading."""
    with value.fields() as fields:
        return MeetingDraft(
            name=_original(fields.need("name")),
            place=_original(fields.need("place")),
            convened_by=_original(fields.need("convened_by")),
            basis=read_basis(fields, is_sample),
            date=fields.need("date").honest_date(),
        )


def read_status(value: Value, around: Surroundings) -> StatusDraft:
    """Return the official status, whose source is a document of the same file."""
    with value.fields() as fields:
        return StatusDraft(
            status=fields.need("status").code(OfficialStatus.values, "official status"),
            note=_original(fields.need("note")),
            basis=read_basis(fields, around.is_sample),
            source=fields.need("source").code(around.documents, "document of this file"),
            checked_by=_original(fields.need("checked_by")),
            checked_on=fields.need("checked_on").day() or UNKNOWN_DAY,
        )


def read_document(value: Value, is_sample: bool) -> Entry[DocumentDraft]:
    """Return one document of the register. What nobody stated is written as null."""
    with value.fields() as fields:
        slug = fields.need("slug")
        draft = DocumentDraft(
            kind=fields.need("kind").code(DocumentKind.values, "document kind"),
            title=fields.need("title").texts(),
            publisher=_original(fields.stated("publisher")),
            symbol=fields.stated("symbol").line(80),
            languages=fields.need("languages").codes(LANGUAGES, "language"),
            date=fields.stated("date").honest_date(),
            address=fields.stated("address").address(),
            licence=_original(fields.stated("licence")),
            is_seen=fields.need("is_seen").flag(),
            basis=read_basis(fields, is_sample),
            note=_original(fields.need("note")),
        )
    return Entry(slug.slug(), draft, slug.place)


def read_milestone(value: Value, around: Surroundings) -> Entry[MilestoneDraft]:
    """Return one milestone, with its document and session by slug."""
    with value.fields() as fields:
        slug = fields.need("slug")
        source = fields.stated("source")
        draft = MilestoneDraft(
            kind=fields.need("kind").code(MilestoneKind.values, "milestone kind"),
            title=_original(fields.need("title")),
            note=_original(fields.may("note")),
            date=fields.need("date").honest_date(),
            basis=read_basis(fields, around.is_sample),
            source=source.code(around.documents, "document of this file") or None,
            session=fields.may("session").code(around.sessions, "session") or None,
        )
        if not source.is_given and draft.basis not in ("", Basis.DERIVED, Basis.INVENTED):
            source.refuse("Name the document; only a derived or invented milestone has none.")
    return Entry(slug.slug(), draft, slug.place)


def read_section_head(fields: Fields) -> Entry[SectionDraft]:
    """Return a section without its provisions; those are read on the floor above."""
    slug = fields.need("slug")
    draft = SectionDraft(
        number=fields.stated("number").line(20),
        title=_original(fields.need("title")),
        is_editorial=fields.need("is_editorial").flag(),
    )
    return Entry(slug.slug(), draft, slug.place)


def read_session(value: Value, is_sample: bool) -> Entry[SessionDraft]:
    """Return one session; an invented one is marked by its slug."""
    with value.fields() as fields:
        slug = fields.need("slug")
        number = fields.stated("number")
        draft = SessionDraft(
            number=number.integer(1, 9_999),
            title=_original(fields.need("title")),
            note=_original(fields.need("note")),
            date=fields.need("date").honest_date(),
            basis=read_basis(fields, is_sample),
            is_sample=is_sample,
            time_zone=_time_zone(fields.need("time_zone")),
            last_checked_on=fields.stated("last_checked_on").day(),
        )
        name = slug.slug()
        if name and name.startswith("sample-") != is_sample:
            slug.refuse("“sample-” begins the slugs of invented sessions, and of no others.")
        if is_sample and number.is_given:
            number.refuse("An invented session takes no number; write null.")
    return Entry(name, draft, slug.place)


def refuse_repeated(entries: Collection[Entry[DraftT]], first: Value, what: str) -> None:
    """Note an error for every slug that stands in the list for a second time."""
    seen: dict[str, Place] = {}
    for entry in entries:
        if entry.slug and entry.slug in seen:
            first.reading.refuse(
                entry.place,
                f"The {what} “{entry.slug}” stands in this file twice"
                f" (first on line {seen[entry.slug].mark.line}).",
            )
        seen.setdefault(entry.slug, entry.place)


def _original(value: Value) -> Texts:
    return value.texts(needs=_ORIGINAL)


def _time_zone(value: Value) -> str:
    zone = value.line(64)
    if zone and zone not in _zones():
        value.refuse(f"“{zone}” is no time zone; write a name such as Europe/Zurich.")
        return ""
    return zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
