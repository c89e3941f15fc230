"""Frameworks with their official status, meeting and sections. Four queries for any number."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, Subquery

from core.dates import HonestDate
from core.keyset import Order
from core.languages import Texts
from frameworks.models import Framework, Meeting, Section, StatusRecord

from .slices import DOCUMENT_ORDER, WHOLE, Slice, Stretch, sliced

FRAMEWORK_ORDERS = {
    DOCUMENT_ORDER: Order(("slug",)),
    "-content_changed_at": Order(("-content_changed_at", "slug")),
}


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the institution did, as one recording says; `source` is a document's slug."""

    number: int
    status: str
    note: Texts
    basis: str
    source: str
    checked_by: Texts
    checked_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    name: Texts
    place: Texts
    convened_by: Texts
    basis: str
    date: HonestDate | None


@dataclass(frozen=True, slots=True)
class SectionFacts:
    slug: str
    number: str
    title: Texts
    is_editorial: bool


@dataclass(frozen=True, slots=True)
class FrameworkFacts:
    """A framework. `statuses` are all recordings, oldest first; the last one holds."""

    slug: str
    title: Texts
    summary: Texts
    is_invented: bool
    adopted_elsewhere: bool
    authentic_languages: tuple[str, ...]
    time_zone: str
    edition: int
    created_at: datetime
    content_changed_at: datetime
    statuses: tuple[StatusFacts, ...]
    meeting: MeetingFacts | None
    sections: tuple[SectionFacts, ...]

    @property
    def status(self) -> StatusFacts | None:
        """Return the official status that holds, or None where none was recorded."""
        return self.statuses[-1] if self.statuses else None


def framework_slugs() -> tuple[str, ...]:
    """Return the slugs of all frameworks, in their order. One query."""
    return tuple(Framework.objects.order_by("slug").values_list("slug", flat=True))


def read_frameworks(
    stretch: Stretch = WHOLE, *, official_status: Collection[str] = ()
) -> Slice[FrameworkFacts]:
    """Return frameworks; `official_status` keeps those whose present status is among them."""
    rows = Framework.objects.select_related("meeting").prefetch_related(
        Prefetch("statuses", StatusRecord.objects.select_related("source").order_by("number")),
        Prefetch("sections", Section.objects.order_by("order_key")),
    )
    if official_status:
        latest = StatusRecord.objects.filter(framework=OuterRef("pk")).order_by("-number")
        rows = rows.alias(present=Subquery(latest.values("status")[:1]))
        rows = rows.filter(present__in=list(official_status))
    return sliced(rows, FRAMEWORK_ORDERS, stretch, _framework)


def _framework(row: Framework) -> FrameworkFacts:
    meeting = getattr(row, "meeting", None)
    return FrameworkFacts(
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        is_invented=row.is_sample,
        adopted_elsewhere=row.adopted_elsewhere,
        authentic_languages=tuple(row.authentic_languages),
        time_zone=row.time_zone,
        edition=row.edition,
        created_at=row.created_at,
        content_changed_at=row.content_changed_at,
        statuses=tuple(_status(status) for status in row.statuses.all()),
        meeting=_meeting(meeting) if meeting else None,
        sections=tuple(_section(section) for section in row.sections.all()),
    )


def _status(row: StatusRecord) -> StatusFacts:
    return StatusFacts(
        number=row.number,
        status=row.status,
        note=row.note,
        basis=row.basis,
        source=row.source.slug if row.source else "",
        checked_by=row.checked_by,
        checked_on=row.checked_on,
        recorded_at=row.recorded_at,
    )


def _meeting(row: Meeting) -> MeetingFacts:
    return MeetingFacts(
        name=row.name,
        place=row.place,
        convened_by=row.convened_by,
        basis=row.basis,
        date=row.date,
    )


def _section(row: Section) -> SectionFacts:
    return SectionFacts(
        slug=row.slug, number=row.number, title=row.title, is_editorial=row.is_editorial
    )
