"""The Governing Body's sessions: what is tracked towards them, and what they brought."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import localized
from core.public_paths import session_path
from core.when import when_honest
from core.words import said
from frameworks.selectors import SessionFacts, Stretch, read_sessions
from public.presenters.parts.facts import session_facts
from public.presenters.parts.outcomes import (
    agenda_item,
    last_looked,
    nothing_recorded,
    outcomes,
)
from public.presenters.parts.sources import Source, source_of

from .page import Ask, Page, public_page
from .roads import Roads, read_roads, status_checks


@public_page()
def sessions(ask: Ask) -> Page:
    read = read_roads()
    shown = [_card(session, read, ask.language) for session in read.sessions]
    return Page("public/sessions.html", {"section": "governing-body", "sessions": shown})


@public_page()
def session(ask: Ask, slug: str) -> Page:
    found = read_sessions(Stretch(keys=[slug])).rows
    if not found:
        raise Missing(
            _("No session is called “%(slug)s” here. The Governing Body’s page lists all of them.")
            % {"slug": slug[:80]}
        )
    return Page("public/session.html", _context(found[0], read_roads(), ask.language))


def _card(session: SessionFacts, read: Roads, language: str) -> dict[str, Any]:
    title = said(session.title, language)
    return {
        "title": title["text"],
        "lang": title["lang"],
        "url": session_path(session.slug, language),
        "text": _in_short(session, read, language),
        "foot": when_honest(session.date, language)["text"],
    }


def _in_short(session: SessionFacts, read: Roads, language: str) -> str:
    """Return what a reader of the list wants to know: the outcome, or why the session is here."""
    if read.bound_for(session.slug) or read.decisions_at(session.slug):
        return _outcome_sentence(session, read, language)
    return said(session.note, language)["text"]


def _outcome_sentence(session: SessionFacts, read: Roads, language: str) -> str:
    if read.decisions_at(session.slug):
        return _("An outcome is recorded here.")
    looked = last_looked(session, status_checks(read.bound_for(session.slug)))
    return nothing_recorded(session, read.milestones_at(session.slug), looked, language)


def _context(session: SessionFacts, read: Roads, language: str) -> dict[str, Any]:
    titles = {each.slug: said(each.title, language) for each in read.frameworks}
    decisions = read.decisions_at(session.slug)
    return {
        "section": "governing-body",
        "crumbs": [{"label": _("Governing Body"), "url": localized("/governing-body/", language)}],
        "title": said(session.title, language),
        "note": said(session.note, language),
        "facts": session_facts(session, language),
        "agenda": [
            agenda_item(each, titles, language) for each in read.milestones_at(session.slug)
        ],
        "outcomes": outcomes(decisions, titles, read.documents, language),
        "nothing": "" if decisions else _outcome_sentence(session, read, language),
        "looked_in": _looked_in(session, read, language),
    }


def _looked_in(session: SessionFacts, read: Roads, language: str) -> list[Source]:
    """Return what the official status of the frameworks bound for the session rests on."""
    sources = (
        source_of(read.documents, each.slug, each.status.source, language)
        for each in read.bound_for(session.slug)
        if each.status
    )
    return [source for source in sources if source]
