"""Drafts of every noun of this app, and the framework that they belong to."""

from datetime import UTC, date, datetime

from core.actor import Actor
from core.dates import parse_honest_date
from frameworks.drafts import (
    ClauseDraft,
    DecisionDraft,
    DocumentDraft,
    FrameworkDraft,
    InstrumentDraft,
    MeetingDraft,
    MilestoneDraft,
    SectionDraft,
    SessionDraft,
    StatusDraft,
)
from frameworks.models import Framework
from frameworks.services.documents import register_document
from frameworks.services.frameworks import create_framework

FILE = Actor.importer("tests")
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)

FRAMEWORK = FrameworkDraft(
    title={"en": "Trial"},
    summary={"en": "A trial."},
    adopted_elsewhere=False,
    authentic_languages=["en"],
    texts_written_in="en",
    time_zone="Europe/Zurich",
)
DOCUMENT = DocumentDraft(
    kind="decision",
    title={"en": "Minutes"},
    publisher={},
    symbol="T/1",
    languages=["en"],
    date=parse_honest_date("2026-11"),
    address="https://example.org/minutes",
    licence={},
    is_seen=True,
    basis="invented",
    note={"en": "Read."},
)
MEETING = MeetingDraft(
    name={"en": "Meeting"},
    place={"en": "Nowhere"},
    convened_by={"en": "Nobody"},
    basis="invented",
    date=parse_honest_date("2026-04-13/2026-04-17"),
)
MILESTONE = MilestoneDraft(
    kind="governing_body",
    title={"en": "Session"},
    note={},
    date=parse_honest_date("2026-10"),
    basis="invented",
    source="minutes",
    session=None,
)
SECTION = SectionDraft(number="I", title={"en": "Part"}, is_editorial=False)
STATUS = StatusDraft(
    status="in_preparation",
    note={"en": "Nothing yet."},
    basis="invented",
    source="minutes",
    checked_by={"en": "the editors"},
    checked_on=date(2026, 11, 20),
)
SESSION = SessionDraft(
    number=None,
    title={"en": "Session"},
    note={"en": "Invented."},
    date=parse_honest_date("2026-12"),
    basis="invented",
    is_sample=True,
    time_zone="Europe/Zurich",
    last_checked_on=None,
)
INSTRUMENT = InstrumentDraft(
    kind="convention",
    tier="technical",
    year=1975,
    title={"en": "Human Resources Development Convention"},
    themes=["skills"],
    normlex_id="312287",
    address="",
    is_confirmed=True,
    status_as_of=date(2026, 11, 22),
)
DECISION = DecisionDraft(
    decided_on=date(2026, 11, 20), recorded_by={"en": "the editors"}, digest="0" * 64
)
CLAUSE = ClauseDraft(
    label="(a)", kind="took_note", text={"en": "Took note."}, outcome="adopted", effect="none"
)


def make_framework() -> Framework:
    """Return a framework with the document `minutes` in its register."""
    framework = create_framework(slug="trial", is_sample=True, draft=FRAMEWORK, actor=FILE, at=AT)
    register_document(
        framework=framework,
        slug="minutes",
        draft=DOCUMENT,
        order_key="01000",
        actor=FILE,
        at=AT,
    )
    return framework
