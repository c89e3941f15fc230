"""Sessions of the Governing Body, what it decided, and the instruments provisions link to."""

from typing import Any

from core.query import choice, words
from frameworks.enums import InstrumentKind, InstrumentTier, Theme
from frameworks.keys import KeyKind
from frameworks.selectors import (
    DECISION_ORDERS,
    INSTRUMENT_ORDERS,
    SESSION_ORDERS,
    framework_slugs,
    read_decisions,
    read_instruments,
    read_sessions,
    session_slugs,
)
from public.presenters.governing_body import decision_value, instrument_value, session_value

from .details import DetailEndpoint
from .lists import ListEndpoint, Rows, Wanted
from .parameters import framework_filter, list_query
from .shapes.governing_body import DECISION, INSTRUMENT, SESSION


class SessionList(ListEndpoint):
    """Sessions of the Governing Body, and when somebody last looked for an outcome."""

    noun = "sessions"
    shape = SESSION
    columns = (
        *("key", "is_sample", "is_invented", "slug", "number", "title", "title_language", "note"),
        *("date", "date_precision", "date_precision_label", "time_zone", "basis", "basis_label"),
        *("last_checked_on", "url", "links.html"),
    )
    query = list_query(orders=SESSION_ORDERS)

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_sessions(wanted.stretch)
        return Rows([session_value(row, wanted.language) for row in found.rows], found.next)


class SessionDetail(DetailEndpoint):
    """One session, by its slug."""

    kind = KeyKind.SESSION
    places = {"name": "Slug of the session."}
    shape = SESSION


class DecisionList(ListEndpoint):
    """Recorded outcomes: clauses on a framework, in the order of recording."""

    noun = "decisions"
    shape = DECISION
    columns = (
        *("key", "is_sample", "is_invented", "slug", "session", "framework", "source"),
        *("decided_on", "recorded_by", "recorded_at", "corrects", "correction_reason"),
        *("corrected_by", "clauses.label", "clauses.kind", "clauses.outcome", "clauses.effect"),
        *("url", "links.html"),
    )
    query = list_query(
        words("session", "Slug of a session.", longest=80, many=True),
        framework_filter(),
        orders=DECISION_ORDERS,
    )
    known = {"session": session_slugs, "framework": framework_slugs}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_decisions(
            wanted.stretch, sessions=wanted["session"], frameworks=wanted["framework"]
        )
        return Rows([decision_value(row, wanted.language) for row in found.rows], found.next)


class DecisionDetail(DetailEndpoint):
    """One recorded outcome, by the slug that its file gave it."""

    kind = KeyKind.DECISION
    places = {"name": "Slug of the decision."}
    shape = DECISION


class InstrumentList(ListEndpoint):
    """Conventions, Recommendations and neighbouring instruments."""

    noun = "instruments"
    shape = INSTRUMENT
    columns = (
        *("key", "is_sample", "code", "kind", "kind_label", "tier", "tier_label", "year", "title"),
        *("title_language", "themes", "normlex_id", "address", "is_confirmed", "status_as_of"),
        *("url", "links.html"),
    )
    query = list_query(
        choice("kind", InstrumentKind.values, "Kind of instrument.", many=True),
        choice("tier", InstrumentTier.values, "Tier of a Convention.", many=True),
        choice("theme", Theme.values, "Theme; several mean any of them.", many=True),
        orders=INSTRUMENT_ORDERS,
    )

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_instruments(
            wanted.stretch,
            kinds=wanted["kind"],
            tiers=wanted["tier"],
            themes=wanted["theme"],
        )
        return Rows([instrument_value(row, wanted.language) for row in found.rows], found.next)


class InstrumentDetail(DetailEndpoint):
    """One instrument, by its code."""

    kind = KeyKind.INSTRUMENT
    places = {"name": "Code of the instrument."}
    shape = INSTRUMENT
