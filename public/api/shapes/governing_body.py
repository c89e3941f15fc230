"""Shapes of sessions, decisions and instruments."""

from frameworks.enums import (
    Basis,
    ClauseEffect,
    ClauseKind,
    ClauseOutcome,
    InstrumentKind,
    InstrumentTier,
)

from .frameworks import BASIS
from .parts import (
    address,
    coded,
    dated,
    day,
    flag,
    instant,
    keyed,
    links,
    number,
    several,
    shape,
    text,
    texts,
    worded,
)

SESSION = shape(
    "Session",
    {
        **keyed("session", "Public key: `session.<slug>`."),
        "slug": text("Slug: gb-358."),
        "number": number("Number of the session; null for an invented one.", null=True),
        **worded("title", "Title.", null=False),
        **worded("note", "What is not known, and why."),
        **dated(),
        "time_zone": text("Zone in which its days begin and end."),
        **coded("basis", Basis, BASIS),
        "last_checked_on": day("When somebody last looked for an outcome.", null=True),
        "links": links("Session", html="Its page.", decisions="Outcomes recorded for it."),
    },
    "A session of the Governing Body. No outcome follows from its date.",
)

CLAUSE = shape(
    "Clause",
    {
        "label": text("Letter as in the paper: (a)."),
        **coded("kind", ClauseKind, "What the clause does."),
        **worded("text", "The clause, in our words unless quoted.", null=False),
        **coded("outcome", ClauseOutcome, "What became of the clause."),
        **coded("effect", ClauseEffect, "What it does to the provisions that it covers."),
        "covers_all": flag("Whether it covers all provisions of the framework."),
        "cites": texts("Keys of the provisions that it covers, where not all."),
    },
)

DECISION = shape(
    "Decision",
    {
        **keyed("decision", "Public key: `decision.<slug>`."),
        "slug": text("Slug, assigned by the file that recorded it."),
        "session": text("Slug of the session."),
        "framework": text("Slug of the framework."),
        "source": text("Key of the document that says so."),
        "decided_on": day("Day of the decision, where known.", null=True),
        **worded("recorded_by", "Role of whoever recorded it.", null=False),
        "recorded_at": instant("When it was recorded here."),
        "corrects": text("Key of the decision that it corrects.", null=True),
        "correction_reason": text("Why it was corrected.", null=True),
        "corrected_by": text("Key of the decision that corrects it.", null=True),
        "clauses": several(CLAUSE, "Its clauses, in the paper's order."),
        "links": links("Decision", html="The page of the session."),
    },
    "An outcome of the Governing Body on a framework: a list of clauses.",
)

INSTRUMENT = shape(
    "Instrument",
    {
        **keyed("instrument", "Public key: `instrument.<code>`."),
        "code": text("Code: C142."),
        **coded("kind", InstrumentKind, "Kind of instrument."),
        **coded("tier", InstrumentTier, "Tier of a Convention or Protocol.", null=True),
        "year": number("Year of adoption."),
        **worded("title", "Title.", null=False),
        "themes": texts("Codes of its themes."),
        "theme_labels": texts("Its themes in words."),
        "normlex_id": text("Number in NORMLEX, where known.", null=True),
        "address": address("Where it can be read.", null=True),
        "is_confirmed": flag("False: general knowledge, not checked against a source."),
        "status_as_of": day("Day for which the entry was last looked at."),
        "links": links("Instrument", html="Its page.", provisions="Provisions that link to it."),
    },
    "A Convention, Recommendation or neighbouring instrument.",
)
