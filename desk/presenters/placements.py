"""Comments whose place in a new version waits for a person: the old words beside the new ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.labels import labels
from core.languages import DEFAULT_LANGUAGE, localized
from core.words import foreign, language_name
from reviews.anchors import Anchor, from_selectors
from reviews.enums import CommentType, PlacementKind
from reviews.selectors.placements import PlacedText, PlacementCase
from reviews.selectors.sections import MOST

from .anchors import AnchorNote, anchor_picker, anchored_text
from .handed_over import handed_over_lines
from .links import placement_path
from .names import circle_name
from .words import quote_of

_ZONE = "UTC"  # when it was handed over matters little here


def queue_lines(cases: Sequence[PlacementCase], language: str) -> list[dict[str, Any]]:
    """Return what waits, each with the words of before and what is suggested."""
    return [
        {
            "url": placement_path(case.comment.id, case.version),
            "number": case.comment.provision_number,
            "actor": circle_name(case.comment.speaks_for, language),
            "type_label": _type(case, language),
            "kind_label": labels(PlacementKind, language)[case.suggestion.kind],
            "versions": {"old": case.old_text.version, "new": case.version},
            "quote": quote_of(from_selectors(case.old_selectors)),
            "found": quote_of(from_selectors(case.suggestion.selectors)),
            "lang": foreign(case.old_text.language, language),
        }
        for case in cases
    ]


def to_place_section(cases: Sequence[PlacementCase], language: str) -> dict[str, Any]:
    """Return what waits for a word as a section of the home page; see `desk/parts/waiting.html`."""
    rows = [
        {
            "number": case.comment.provision_number,
            "url": placement_path(case.comment.id, case.version),
            "actor": circle_name(case.comment.speaks_for, language),
            "text": quote["exact"]
            if (quote := quote_of(from_selectors(case.old_selectors)))
            else "",
        }
        for case in cases[:MOST]
    ]
    return {"rows": rows, "total": len(cases), "more": len(cases) - len(rows)}


def case_context(
    case: PlacementCase,
    language: str,
    *,
    sent: Mapping[str, str] | None = None,
    refusal: DomainError | None = None,
) -> dict[str, Any]:
    """Return the page on which a person says where a comment stands. Two queries."""
    old, found = from_selectors(case.old_selectors), from_selectors(case.suggestion.selectors)
    [line] = handed_over_lines([case.comment], _ZONE, language)
    text = case.new_text
    detail = refusal.detail if refusal else ""
    return {
        "form": {"summary": [{"message": detail, "target": ""}] if detail else []},
        "provision": _head(case, language),
        "comment": line,
        "kind_label": labels(PlacementKind, language)[case.suggestion.kind],
        "suggestion": case.suggestion,
        "old": _beside(case.old_text, old, "old-words", language),
        "new": _beside(text, found, "new-words", language) if text else None,
        "found": quote_of(found),
        "quote": quote_of(old),
        "language_name": language_name(case.old_text.language, language),
        "picker": anchor_picker(text.body, lang=text.language, chosen=found, sent=sent)
        if text
        else None,
    }


def _type(case: PlacementCase, language: str) -> str:
    wording = case.comment.wording
    return labels(CommentType, language)[wording.type] if wording else ""


def _head(case: PlacementCase, language: str) -> dict[str, Any]:
    framework, _dot, suffix = case.comment.provision.partition(".")
    text = case.new_text or case.old_text
    return {
        "number": case.comment.provision_number,
        "title": text.title,
        "lang": foreign(text.language, language),
        "version": case.version,
        "public_url": localized(
            f"/frameworks/{framework}/provisions/{suffix}/", language or DEFAULT_LANGUAGE
        ),
    }


def _beside(text: PlacedText, anchor: Anchor | None, target: str, language: str) -> dict[str, Any]:
    """Return a text with the words marked in it, the mark leading to the comment on the page."""
    note = AnchorNote(label=_("here"), target=target)
    return {
        "id": target,
        "version": text.version,
        "anchored": anchored_text(text.body, [(note, anchor)], lang=text.language),
        "is_marked": anchor is not None,
        "lang": foreign(text.language, language),
    }
