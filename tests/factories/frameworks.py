"""Frameworks with a document and a section, and what the Governing Body does with them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from core.dates import parse_honest_date
from frameworks.enums import Basis, ClauseKind, ClauseOutcome, DocumentKind, InstrumentKind
from frameworks.models import (
    Clause,
    Decision,
    Document,
    Framework,
    Instrument,
    Section,
    Session,
)

BEGINNING = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)


def make_framework(
    slug: str = "trial",
    *,
    adopted_elsewhere: bool = False,
    authentic_languages: Sequence[str] = ("en",),
    at: datetime = BEGINNING,
) -> Framework:
    """Return a sample framework with the document `draft` and the section `part-one`."""
    framework = Framework.objects.create(
        slug=slug,
        title={"en": f"Trial text {slug}", "fr": f"Texte d’essai {slug}"},
        is_sample=True,
        adopted_elsewhere=adopted_elsewhere,
        authentic_languages=list(authentic_languages),
        created_at=at,
        content_changed_at=at,
    )
    Document.objects.create(
        framework=framework,
        slug="draft",
        kind=DocumentKind.CONCLUSIONS,
        title={"en": "Invented draft"},
        is_seen=True,
        basis=Basis.INVENTED,
        order_key="00001",
    )
    Section.objects.create(
        framework=framework,
        slug="part-one",
        number="I",
        title={"en": "Part one", "fr": "Première partie", "es": "Primera parte"},
        order_key="00001",
    )
    return framework


def make_session(slug: str = "trial-1", first_day: str = "2026-10-26") -> Session:
    """Return an invented session of one day."""
    session = Session(
        slug=slug, title={"en": f"Session {slug}"}, basis=Basis.INVENTED, is_sample=True
    )
    session.set_date(parse_honest_date(first_day))
    session.save()
    return session


def make_clause(
    framework: Framework,
    session: Session,
    effect: str,
    *,
    cites: Sequence[str] = (),
    at: datetime = BEGINNING,
) -> Clause:
    """Return the one clause (a) of a new decision of `session` on `framework`."""
    decision = Decision.objects.create(
        key=f"{session.slug}.{Decision.objects.count() + 1}",
        session=session,
        framework=framework,
        source=framework.documents.get(slug="draft"),
        decided_on=date(2026, 10, 28),
        recorded_by={"en": "the trial secretariat"},
        recorded_at=at,
    )
    return Clause.objects.create(
        decision=decision,
        label="(a)",
        kind=ClauseKind.APPROVED_TEXT,
        text={"en": "Decided."},
        outcome=ClauseOutcome.ADOPTED,
        effect=effect,
        cites=list(cites),
        order=1,
    )


def make_instrument(code: str = "C142", kind: str = InstrumentKind.CONVENTION) -> Instrument:
    """Return the instrument with this code, made on first use."""
    instrument, _ = Instrument.objects.get_or_create(
        code=code,
        defaults={
            "kind": kind,
            "year": 1975,
            "title": {"en": f"Instrument {code}"},
            "is_confirmed": False,
            "status_as_of": date(2026, 11, 22),
            "order_key": code,
        },
    )
    return instrument
