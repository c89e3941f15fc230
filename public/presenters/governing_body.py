"""Sessions, decisions and instruments as the API says them."""

from core.labels import labels
from core.public_paths import absolute, api_path, instrument_path, session_path
from frameworks.enums import (
    Basis,
    ClauseEffect,
    ClauseKind,
    ClauseOutcome,
    InstrumentKind,
    InstrumentTier,
    Theme,
)
from frameworks.keys import decision_key, instrument_key, session_key
from frameworks.selectors import ClauseFacts, DecisionFacts, InstrumentFacts, SessionFacts

from .values import Value, coded, dated, marked, worded


def session_value(facts: SessionFacts, language: str) -> Value:
    """Return a session. Its outcomes are the decisions recorded for it, if there are any."""
    return {
        "key": session_key(facts.slug),
        "type": "session",
        "url": absolute(api_path(f"sessions/{facts.slug}")),
        **marked(is_invented=facts.is_invented),
        "slug": facts.slug,
        "number": facts.number,
        **worded("title", facts.title, language),
        **worded("note", facts.note, language),
        **dated(facts.date, language),
        "time_zone": facts.time_zone,
        **coded("basis", facts.basis, Basis, language),
        "last_checked_on": facts.last_checked_on,
        "links": {
            "html": absolute(session_path(facts.slug, language)),
            "decisions": absolute(api_path(f"decisions?session={facts.slug}")),
        },
    }


def decision_value(facts: DecisionFacts, language: str) -> Value:
    """Return a recorded outcome with its clauses."""
    return {
        "key": decision_key(facts.key),
        "type": "decision",
        "url": absolute(api_path(f"decisions/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "slug": facts.key,
        "session": facts.session,
        "framework": facts.framework,
        "source": facts.source,
        "decided_on": facts.decided_on,
        **worded("recorded_by", facts.recorded_by, language),
        "recorded_at": facts.recorded_at,
        "corrects": decision_key(facts.corrects) if facts.corrects else None,
        "correction_reason": facts.correction_reason or None,
        "corrected_by": decision_key(facts.corrected_by) if facts.corrected_by else None,
        "clauses": [_clause(facts, clause, language) for clause in facts.clauses],
        "links": {"html": absolute(session_path(facts.session, language))},
    }


def _clause(decision: DecisionFacts, facts: ClauseFacts, language: str) -> Value:
    return {
        "label": facts.label,
        **coded("kind", facts.kind, ClauseKind, language),
        **worded("text", facts.text, language),
        **coded("outcome", facts.outcome, ClauseOutcome, language),
        **coded("effect", facts.effect, ClauseEffect, language),
        "covers_all": not facts.cites,
        "cites": [f"{decision.framework}.{suffix}" for suffix in facts.cites],
    }


def instrument_value(facts: InstrumentFacts, language: str) -> Value:
    """Return an instrument. Whether it is in force, and for whom, is not recorded here."""
    themes = labels(Theme, language)
    return {
        "key": instrument_key(facts.code),
        "type": "instrument",
        "url": absolute(api_path(f"instruments/{facts.code}")),
        **marked(is_invented=False),
        "code": facts.code,
        **coded("kind", facts.kind, InstrumentKind, language),
        **coded("tier", facts.tier, InstrumentTier, language),
        "year": facts.year,
        **worded("title", facts.title, language),
        "themes": list(facts.themes),
        "theme_labels": [themes[theme] for theme in facts.themes],
        "normlex_id": facts.normlex_id or None,
        "address": facts.address or None,
        "is_confirmed": facts.is_confirmed,
        "status_as_of": facts.status_as_of,
        "links": {
            "html": absolute(instrument_path(facts.code, language)),
            "provisions": absolute(api_path(f"provisions?instrument={facts.code}")),
        },
    }
