"""Reads of this app as frozen values; pages and API show them, each in its own form."""

from .documents import DOCUMENT_ORDERS, DocumentFacts, read_documents
from .frameworks import (
    FRAMEWORK_ORDERS,
    FrameworkFacts,
    MeetingFacts,
    SectionFacts,
    StatusFacts,
    framework_slugs,
    read_frameworks,
)
from .governing_body import (
    DECISION_ORDERS,
    SESSION_ORDERS,
    ClauseFacts,
    DecisionFacts,
    SessionFacts,
    read_decisions,
    read_sessions,
    session_slugs,
)
from .instruments import INSTRUMENT_ORDERS, InstrumentFacts, instrument_codes, read_instruments
from .milestones import MILESTONE_ORDERS, MilestoneFacts, former_dates, read_milestones
from .slices import WHOLE, Slice, Stretch

__all__ = [
    "DECISION_ORDERS",
    "DOCUMENT_ORDERS",
    "FRAMEWORK_ORDERS",
    "INSTRUMENT_ORDERS",
    "MILESTONE_ORDERS",
    "SESSION_ORDERS",
    "WHOLE",
    "ClauseFacts",
    "DecisionFacts",
    "DocumentFacts",
    "FrameworkFacts",
    "InstrumentFacts",
    "MeetingFacts",
    "MilestoneFacts",
    "SectionFacts",
    "SessionFacts",
    "Slice",
    "StatusFacts",
    "Stretch",
    "former_dates",
    "framework_slugs",
    "instrument_codes",
    "read_decisions",
    "read_documents",
    "read_frameworks",
    "read_instruments",
    "read_milestones",
    "read_sessions",
    "session_slugs",
]
