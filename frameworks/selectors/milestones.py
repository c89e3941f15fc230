"""Milestones on the frameworks' roads. One query for any number."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Value
from django.db.models.functions import Coalesce

from core.dates import HonestDate, parse_honest_date
from core.keyset import Order
from core.languages import Texts
from frameworks.act_codes import ActCode
from frameworks.keys import milestone_key
from frameworks.models import Milestone
from record.selectors import public_payloads

from .slices import DOCUMENT_ORDER, WHOLE, Slice, Stretch, sliced

# By date, milestones without one come last.
MILESTONE_ORDERS = {
    DOCUMENT_ORDER: Order(("framework__slug", "order_key", "slug")),
    "date": Order(("known_day", "framework__slug", "slug")),
}
_UNKNOWN = Value(date.max)


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A milestone of a framework (its slug). `source` and `session` are slugs or empty."""

    framework: str
    slug: str
    kind: str
    title: Texts
    note: Texts
    date: HonestDate | None
    time_zone: str
    basis: str
    source: str
    session: str
    passed_at: datetime | None
    is_invented: bool
    framework_title: Texts = field(default_factory=dict)

    @property
    def key(self) -> str:
        return milestone_key(self.framework, self.slug)


def read_milestones(
    stretch: Stretch = WHOLE,
    *,
    frameworks: Collection[str] = (),
    kinds: Collection[str] = (),
    sessions: Collection[str] = (),
) -> Slice[MilestoneFacts]:
    """Return milestones of these frameworks, kinds and sessions, of all where none is named.

    `stretch.keys` are slugs, which are unique within a framework only: name the frameworks too.
    """
    rows = Milestone.objects.select_related("framework", "source", "session")
    rows = rows.annotate(known_day=Coalesce("first_day", _UNKNOWN))
    if frameworks:
        rows = rows.filter(framework__slug__in=list(frameworks))
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if sessions:
        rows = rows.filter(session__slug__in=list(sessions))
    return sliced(rows, MILESTONE_ORDERS, stretch, _milestone)


def former_dates(keys: Collection[str]) -> dict[str, list[HonestDate]]:
    """Return the dates from which each milestone was moved away, newest first; those that never
    had another are absent. One query. Entries that do not tell the former date are passed over.
    """
    found: dict[str, list[HonestDate]] = {}
    for key, payload in public_payloads(ActCode.MILESTONE_MOVED, keys):
        if former := payload.get("former_date"):
            found.setdefault(key, []).append(parse_honest_date(former))
    return found


def _milestone(row: Milestone) -> MilestoneFacts:
    return MilestoneFacts(
        framework=row.framework.slug,
        framework_title=row.framework.title,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        note=row.note,
        date=row.date,
        time_zone=row.framework.time_zone,
        basis=row.basis,
        source=row.source.slug if row.source else "",
        session=row.session.slug if row.session else "",
        passed_at=row.passed_at,
        is_invented=row.framework.is_sample,
    )
