"""Sessions of the Governing Body, and what it decided there. Two queries for any number."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Value
from django.db.models.functions import Coalesce

from core.dates import HonestDate
from core.keyset import Order
from core.languages import Texts
from frameworks.keys import document_key
from frameworks.models import Clause, Decision, Session

from .slices import DOCUMENT_ORDER, WHOLE, Slice, Stretch, sliced

# Numbers are assigned once; sessions without one come last, by slug.
_NO_NUMBER = 32767
SESSION_ORDERS = {
    DOCUMENT_ORDER: Order(("known_number", "slug")),
    "date": Order(("known_day", "slug")),
    "-date": Order(("-known_day", "slug")),
}
DECISION_ORDERS = {
    DOCUMENT_ORDER: Order(("recorded_at", "key")),
    "-recorded_at": Order(("-recorded_at", "key")),
}


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session. `number` is None for an invented one, `last_checked_on` until somebody looked
    for an outcome."""

    slug: str
    number: int | None
    title: Texts
    note: Texts
    date: HonestDate | None
    basis: str
    is_invented: bool
    time_zone: str
    last_checked_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """One clause. `cites` holds suffixes of provisions; an empty one covers all of them."""

    label: str
    kind: str
    text: Texts
    outcome: str
    effect: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A recorded outcome. `corrects` and `corrected_by` are keys of other decisions or empty."""

    key: str
    session: str
    framework: str
    source: str  # the document's public key
    decided_on: datetime.date | None
    recorded_by: Texts
    recorded_at: datetime.datetime
    corrects: str
    correction_reason: str
    corrected_by: str
    is_invented: bool
    clauses: tuple[ClauseFacts, ...]


def session_slugs() -> tuple[str, ...]:
    """Return the slugs of all sessions, in their order. One query."""
    return tuple(session.slug for session in read_sessions().rows)


def read_sessions(stretch: Stretch = WHOLE) -> Slice[SessionFacts]:
    rows = Session.objects.annotate(
        known_number=Coalesce("number", Value(_NO_NUMBER)),
        known_day=Coalesce("first_day", Value(datetime.date.max)),
    )
    return sliced(rows, SESSION_ORDERS, stretch, _session)


def read_decisions(
    stretch: Stretch = WHOLE, *, sessions: Collection[str] = (), frameworks: Collection[str] = ()
) -> Slice[DecisionFacts]:
    """Return decisions of these sessions on these frameworks, in the order of recording."""
    rows = Decision.objects.select_related(
        "session", "framework", "source__framework", "corrects", "corrected_by"
    ).prefetch_related(Prefetch("clauses", Clause.objects.order_by("order")))
    if sessions:
        rows = rows.filter(session__slug__in=list(sessions))
    if frameworks:
        rows = rows.filter(framework__slug__in=list(frameworks))
    return sliced(rows, DECISION_ORDERS, stretch, _decision, key="key")


def _session(row: Session) -> SessionFacts:
    return SessionFacts(
        slug=row.slug,
        number=row.number,
        title=row.title,
        note=row.note,
        date=row.date,
        basis=row.basis,
        is_invented=row.is_sample,
        time_zone=row.time_zone,
        last_checked_on=row.last_checked_on,
    )


def _decision(row: Decision) -> DecisionFacts:
    correction = getattr(row, "corrected_by", None)
    return DecisionFacts(
        key=row.key,
        session=row.session.slug,
        framework=row.framework.slug,
        source=document_key(row.source.framework.slug, row.source.slug),
        decided_on=row.decided_on,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        corrects=row.corrects.key if row.corrects else "",
        correction_reason=row.correction_reason,
        corrected_by=correction.key if correction else "",
        is_invented=row.framework.is_sample,
        clauses=tuple(_clause(clause) for clause in row.clauses.all()),
    )


def _clause(row: Clause) -> ClauseFacts:
    return ClauseFacts(
        label=row.label,
        kind=row.kind,
        text=row.text,
        outcome=row.outcome,
        effect=row.effect,
        cites=tuple(row.cites),
    )
