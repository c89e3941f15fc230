"""Frameworks, their documents and their milestones."""

from typing import Any

from core.query import choice, words
from frameworks.enums import DocumentKind, MilestoneKind, OfficialStatus
from frameworks.keys import KeyKind
from frameworks.selectors import (
    DOCUMENT_ORDERS,
    FRAMEWORK_ORDERS,
    MILESTONE_ORDERS,
    framework_slugs,
    read_documents,
    read_frameworks,
    read_milestones,
    session_slugs,
)
from public.presenters.frameworks import document_value, framework_value, milestone_value

from .details import DetailEndpoint
from .lists import ListEndpoint, Rows, Wanted
from .parameters import framework_filter, list_query
from .shapes.frameworks import DOCUMENT, FRAMEWORK, MILESTONE


class FrameworkList(ListEndpoint):
    """Negotiated documents that are tracked, each with its official status."""

    noun = "frameworks"
    shape = FRAMEWORK
    columns = (
        *("key", "is_sample", "is_invented", "title", "title_language", "summary"),
        *("adopted_elsewhere", "authentic_languages", "time_zone"),
        *("official_status.status", "official_status.status_label", "official_status.basis"),
        *("official_status.source", "official_status.checked_by", "official_status.checked_on"),
        *("meeting.name", "meeting.place", "meeting.date", "meeting.date_precision"),
        *("edition", "created_at", "content_changed_at", "url", "links.html"),
    )
    query = list_query(
        choice("official_status", OfficialStatus.values, "What the institution did.", many=True),
        orders=FRAMEWORK_ORDERS,
    )

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_frameworks(wanted.stretch, official_status=wanted["official_status"])
        return Rows([framework_value(row, wanted.language) for row in found.rows], found.next)


class FrameworkDetail(DetailEndpoint):
    """One framework."""

    kind = KeyKind.FRAMEWORK
    places = {"name": "Slug of the framework."}
    shape = FRAMEWORK


class DocumentList(ListEndpoint):
    """The document register: what exists around a framework, and whether it was seen here."""

    noun = "documents"
    shape = DOCUMENT
    columns = (
        *("key", "is_sample", "is_invented", "framework", "slug", "kind", "kind_label", "title"),
        *("title_language", "publisher", "symbol", "languages", "date", "date_precision"),
        *("address", "licence", "is_seen", "basis", "basis_label", "note", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        choice("kind", DocumentKind.values, "Kind of document.", many=True),
        orders=DOCUMENT_ORDERS,
    )
    known = {"framework": framework_slugs}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_documents(wanted.stretch, frameworks=wanted["framework"], kinds=wanted["kind"])
        return Rows([document_value(row, wanted.language) for row in found.rows], found.next)


class DocumentDetail(DetailEndpoint):
    """One entry of the document register."""

    kind = KeyKind.DOCUMENT
    places = {"name": "Key of the document."}
    shape = DOCUMENT


class MilestoneList(ListEndpoint):
    """Steps on the frameworks' roads, with dates as well as they are known."""

    noun = "milestones"
    shape = MILESTONE
    columns = (
        *("key", "is_sample", "is_invented", "framework", "slug", "kind", "kind_label", "title"),
        *("title_language", "note", "date", "date_precision", "date_precision_label"),
        *("session", "source", "basis", "basis_label", "passed_at", "url", "links.html"),
    )
    query = list_query(
        framework_filter(),
        choice("kind", MilestoneKind.values, "Kind of milestone.", many=True),
        words("session", "Slug of a session.", longest=80, many=True),
        orders=MILESTONE_ORDERS,
    )
    known = {"framework": framework_slugs, "session": session_slugs}

    def rows(self, wanted: Wanted, **kwargs: Any) -> Rows:
        found = read_milestones(
            wanted.stretch,
            frameworks=wanted["framework"],
            kinds=wanted["kind"],
            sessions=wanted["session"],
        )
        return Rows([milestone_value(row, wanted.language) for row in found.rows], found.next)


class MilestoneDetail(DetailEndpoint):
    """One milestone."""

    kind = KeyKind.MILESTONE
    places = {"name": "Key of the milestone."}
    shape = MILESTONE
