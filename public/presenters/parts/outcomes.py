"""What the Governing Body decided at a session, or that nothing of it is recorded here."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import framework_path, provision_path
from core.when import When, when_day, when_honest, when_instant
from core.words import Said, said
from frameworks.enums import Basis, ClauseEffect, ClauseKind, ClauseOutcome
from frameworks.selectors import ClauseFacts, DecisionFacts, MilestoneFacts, SessionFacts
from reviews.selectors.stances import Standing, standings

from .facts import Fact, fact, known
from .sources import Documents, Source, source_of
from .stances import Glyph, glyph_among

Titles = dict[str, Said]  # of frameworks, by slug


class Cited(TypedDict):
    label: str
    url: str
    stances: Glyph | None


class ClauseShown(TypedDict):
    label: str
    kind: str
    text: Said
    outcome: str
    is_adopted: bool
    effect: str
    cites: list[Cited]  # empty: all provisions of the framework


class Outcome(TypedDict):
    """One recorded decision on one framework."""

    framework: Said
    framework_url: str
    source: Source | None
    facts: list[Fact]
    clauses: list[ClauseShown]
    corrected: bool
    corrects_reason: str


class AgendaItem(TypedDict):
    framework: Said
    framework_url: str
    what: Said
    when: When
    note: Said
    basis: str


def outcomes(
    decisions: Sequence[DecisionFacts], titles: Titles, documents: Documents, language: str
) -> list[Outcome]:
    """Return recorded decisions, with where the groups stand on the provisions they cite."""
    cited = {
        f"{decision.framework}.{suffix}"
        for decision in decisions
        for clause in decision.clauses
        for suffix in clause.cites
    }
    standing = standings(cited) if cited else {}
    return [_outcome(each, titles, documents, standing, language) for each in decisions]


def _outcome(
    decision: DecisionFacts,
    titles: Titles,
    documents: Documents,
    standing: Mapping[str, Standing],
    language: str,
) -> Outcome:
    slug, _kind, document = decision.source.split(".")
    return Outcome(
        framework=titles[decision.framework],
        framework_url=framework_path(decision.framework, language),
        source=source_of(documents, slug, document, language),
        facts=[
            _decided(decision.decided_on, language),
            fact(_("Recorded by"), said(decision.recorded_by, language)),
            fact(_("Recorded"), when=when_instant(decision.recorded_at, language)),
        ],
        clauses=[
            _clause(decision.framework, clause, standing, language) for clause in decision.clauses
        ],
        corrected=bool(decision.corrected_by),
        corrects_reason=decision.correction_reason,
    )


def _decided(day: datetime.date | None, language: str) -> Fact:
    if day is None:
        return fact(_("Decided"), known(""))
    return fact(_("Decided"), when=when_day(day, language))


def _clause(
    framework: str, clause: ClauseFacts, standing: Mapping[str, Standing], language: str
) -> ClauseShown:
    return ClauseShown(
        label=clause.label,
        kind=labels(ClauseKind, language)[clause.kind],
        text=said(clause.text, language),
        outcome=labels(ClauseOutcome, language)[clause.outcome],
        is_adopted=clause.outcome in {ClauseOutcome.ADOPTED, ClauseOutcome.ADOPTED_AS_AMENDED},
        effect=labels(ClauseEffect, language)[clause.effect],
        cites=[
            Cited(
                label=suffix,
                url=provision_path(f"{framework}.{suffix}", language),
                stances=glyph_among(standing, f"{framework}.{suffix}", language),
            )
            for suffix in clause.cites
        ],
    )


def agenda_item(milestone: MilestoneFacts, titles: Titles, language: str) -> AgendaItem:
    return AgendaItem(
        framework=titles[milestone.framework],
        framework_url=framework_path(milestone.framework, language),
        what=said(milestone.title, language),
        when=when_honest(milestone.date, language),
        note=said(milestone.note, language),
        basis=labels(Basis, language)[milestone.basis],
    )


def last_looked(
    session: SessionFacts, status_checks: Iterable[datetime.date]
) -> datetime.date | None:
    """Return the day on which somebody last looked for an outcome of the session."""
    days = [*status_checks, *([session.last_checked_on] if session.last_checked_on else [])]
    return max(days, default=None)


def nothing_recorded(
    session: SessionFacts,
    milestones: Iterable[MilestoneFacts],
    looked: datetime.date | None,
    language: str,
) -> str:
    """Say that no outcome is recorded, whether the session's time has come, and who looked when.

    That the time has come was seen by whoever looked; that it has passed is an act.
    """
    when = when_honest(session.date, language)["text"]
    if any(milestone.passed_at for milestone in milestones):
        found = _("The time of this session (%(when)s) has passed; no outcome is recorded here.")
    elif session.date and looked and session.date.first <= looked:
        found = _("The time of this session (%(when)s) has come; no outcome is recorded here.")
    else:
        found = _("No outcome is recorded here.")
    return f"{found % {'when': when}} {_checked(looked, language)}"


def _checked(looked: datetime.date | None, language: str) -> str:
    if looked is None:
        return _("Nobody has looked for one yet.")
    return _("Last checked: %(day)s.") % {"day": when_day(looked, language)["text"]}
