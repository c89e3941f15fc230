"""Frameworks, documents and milestones as the API says them. Each depends on nothing whose
change would not touch its key: that is what makes the change feed equal to a full export."""

from core.public_paths import absolute, api_path, framework_path
from frameworks.enums import Basis, DocumentKind, MilestoneKind, OfficialStatus
from frameworks.keys import document_key
from frameworks.selectors import (
    DocumentFacts,
    FrameworkFacts,
    MeetingFacts,
    MilestoneFacts,
    SectionFacts,
    StatusFacts,
)

from .values import Value, coded, dated, marked, worded


def framework_value(facts: FrameworkFacts, language: str) -> Value:
    """Return a framework with its official status, meeting and sections."""
    return {
        "key": facts.slug,
        "type": "framework",
        "url": absolute(api_path(f"frameworks/{facts.slug}")),
        **marked(is_invented=facts.is_invented),
        **worded("title", facts.title, language),
        **worded("summary", facts.summary, language),
        "adopted_elsewhere": facts.adopted_elsewhere,
        "authentic_languages": list(facts.authentic_languages),
        "time_zone": facts.time_zone,
        "official_status": _status(facts, facts.status, language),
        "official_status_history": [_status(facts, each, language) for each in facts.statuses],
        "meeting": _meeting(facts.meeting, language) if facts.meeting else None,
        "sections": [_section(section, language) for section in facts.sections],
        "edition": facts.edition,
        "created_at": facts.created_at,
        "content_changed_at": facts.content_changed_at,
        "links": {
            "html": absolute(framework_path(facts.slug, language)),
            "provisions": absolute(api_path(f"provisions?framework={facts.slug}")),
            "documents": absolute(api_path(f"documents?framework={facts.slug}")),
            "milestones": absolute(api_path(f"milestones?framework={facts.slug}")),
            "decisions": absolute(api_path(f"decisions?framework={facts.slug}")),
        },
    }


def _status(framework: FrameworkFacts, facts: StatusFacts | None, language: str) -> Value | None:
    if facts is None:
        return None
    return {
        **coded("status", facts.status, OfficialStatus, language),
        **worded("note", facts.note, language),
        **coded("basis", facts.basis, Basis, language),
        "source": document_key(framework.slug, facts.source) if facts.source else None,
        **worded("checked_by", facts.checked_by, language),
        "checked_on": facts.checked_on,
        "recorded_at": facts.recorded_at,
    }


def _meeting(facts: MeetingFacts, language: str) -> Value:
    return {
        **worded("name", facts.name, language),
        **worded("place", facts.place, language),
        **worded("convened_by", facts.convened_by, language),
        **dated(facts.date, language),
        **coded("basis", facts.basis, Basis, language),
    }


def _section(facts: SectionFacts, language: str) -> Value:
    return {
        "slug": facts.slug,
        "number": facts.number or None,
        **worded("title", facts.title, language),
        "is_editorial": facts.is_editorial,
    }


def document_value(facts: DocumentFacts, language: str) -> Value:
    """Return an entry of the document register."""
    return {
        "key": facts.key,
        "type": "document",
        "url": absolute(api_path(f"documents/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "slug": facts.slug,
        **coded("kind", facts.kind, DocumentKind, language),
        **worded("title", facts.title, language),
        **worded("publisher", facts.publisher, language),
        "symbol": facts.symbol or None,
        "languages": list(facts.languages),
        **dated(facts.date, language),
        "address": facts.address or None,
        **worded("licence", facts.licence, language),
        "is_seen": facts.is_seen,
        **coded("basis", facts.basis, Basis, language),
        **worded("note", facts.note, language),
        "links": {"html": absolute(framework_path(facts.framework, language))},
    }


def milestone_value(facts: MilestoneFacts, language: str) -> Value:
    """Return a step on a framework's road. That it has passed says nothing of an outcome."""
    return {
        "key": facts.key,
        "type": "milestone",
        "url": absolute(api_path(f"milestones/{facts.key}")),
        **marked(is_invented=facts.is_invented),
        "framework": facts.framework,
        "slug": facts.slug,
        **coded("kind", facts.kind, MilestoneKind, language),
        **worded("title", facts.title, language),
        **worded("note", facts.note, language),
        **dated(facts.date, language),
        "session": facts.session or None,
        "source": document_key(facts.framework, facts.source) if facts.source else None,
        **coded("basis", facts.basis, Basis, language),
        "passed_at": facts.passed_at,
        "links": {"html": absolute(framework_path(facts.framework, language))},
    }
