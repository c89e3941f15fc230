"""Comments as the review secretariat reads them: in the name of their actor, never of a person."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import when_zoned
from core.words import foreign, said
from reviews.anchors import from_selectors
from reviews.enums import CommentType, Purpose
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import FrozenText
from reviews.selectors.cards import WordingFacts
from reviews.selectors.handed import HandedOver
from reviews.selectors.published import organization_names

from . import links
from .names import circle_name
from .words import as_paragraphs, proposed_change, quote_of


def handed_over_lines(
    rows: Collection[HandedOver], zone: str, language: str
) -> list[dict[str, Any]]:
    """Return what was handed over, with its words and what they would change. Two queries."""
    texts = _texts(row.wording.text_id for row in rows if row.wording)
    codes = {code for row in rows for code in (*row.co_sponsors, *row.not_supporting)}
    names = {code: said(name, language)["text"] for code, name in organization_names(codes).items()}
    return [_line(row, texts, names, zone, language) for row in rows]


def _texts(ids: Iterable[UUID]) -> dict[UUID, FrozenText]:
    found = FrozenText.objects.filter(pk__in=set(ids)).select_related("text")
    return {each.pk: each for each in found}


def _line(
    row: HandedOver,
    texts: Mapping[UUID, FrozenText],
    names: Mapping[str, str],
    zone: str,
    language: str,
) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "url": links.comment_path(row.id),
        "edition": row.edition,
        "number": row.provision_number,
        "actor": circle_name(row.speaks_for, language),
        "stage": row.stage,
        "stage_label": labels(CommentStage, language)[row.stage],
        "is_late": row.is_late and row.decision == CommentMove.ACCEPT_LATE,
        "receipt": row.receipt,
        "when": when_zoned(row.handed_over_at, zone, language),
        "co_sponsors": [names.get(code, code) for code in row.co_sponsors],
        "not_supporting": [names.get(code, code) for code in row.not_supporting],
        "offer_reason": as_paragraphs(row.offer_reason) if row.offer_reason else [],
        "is_declined": row.decision == CommentMove.DECLINE_LATE,
        "decision": _decision(row.decision),
        "decision_reason": row.decision_reason,
        "words": _words(row.wording, texts, language) if row.wording else None,
    }


def _words(
    wording: WordingFacts, texts: Mapping[UUID, FrozenText], language: str
) -> dict[str, Any]:
    text = texts[wording.text_id]
    anchor = from_selectors(wording.selectors)
    return {
        "type_label": labels(CommentType, language)[wording.type],
        "purpose_label": labels(Purpose, language)[wording.purpose],
        "question": wording.question,
        "quote": quote_of(anchor),
        "text_lang": foreign(text.language, language),
        "lang": foreign(wording.language, language),
        "body": as_paragraphs(wording.body),
        "reason": as_paragraphs(wording.reason) if wording.reason else [],
        "change": proposed_change(wording.proposed, anchor, text),
    }


def _decision(move: str) -> str:
    """Return what was decided on a late comment, "" where nothing was."""
    if move == CommentMove.ACCEPT_LATE:
        return _("Accepted although it came late.")
    return _("Declined: it came too late.") if move else ""
