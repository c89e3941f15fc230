"""Answers as the desk shows them: decision, reasons, what was replied, what was said before."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import pick
from core.textform import paragraphs
from core.when import when_instant
from core.words import foreign, language_names
from reviews.disposition_drafts import missing_languages
from reviews.enums import DispositionKind, Publication, ReplyKind
from reviews.selectors.cards import CommentCard
from reviews.selectors.dispositions import DispositionFacts, last_released
from reviews.selectors.handed import HandedOver
from reviews.selectors.replies import ReplyFacts
from reviews.selectors.room_answers import RoomAnswer
from reviews.services.answering import ANSWERED_STAGES

from . import audience, links
from .audience import Audience
from .comments import public_path, quote_in
from .names import circle_name


def answer_box(answer: DispositionFacts, language: str) -> dict[str, Any]:
    """Return an answer for `desk/answer_box.html`. `missing` names the languages without reasons;
    `released` is None while it is only prepared.
    """
    words = pick(answer.reasons, language)
    missing = missing_languages(answer.reasons)
    return {
        "id": f"answer-{answer.id}",
        "kind": labels(DispositionKind, language)[answer.kind],
        "number": answer.number,
        "reasons": paragraphs(words.text),
        "lang": foreign(words.language, language),
        "missing": language_names(missing, language) if missing else "",
        "duplicate": _duplicate(answer, language),
        "when": when_instant(answer.at, language),
        "released": when_instant(answer.released_at, language) if answer.released_at else None,
        "replies": [_reply(each, language) for each in reversed(answer.replies)],
        "earlier": [answer_box(each, language) for each in reversed(answer.earlier)],
    }


def answers_beside(
    comment_id: UUID,
    answers: Sequence[DispositionFacts],
    language: str,
    *,
    handed: HandedOver | None,
    is_closed: bool,
) -> dict[str, Any]:
    """Return what the page of a comment shows of its answers: the prepared and the released one,
    and the way on. `handed` is for the review secretariat alone, which answers once the round
    `is_closed`.
    """
    standing = last_released(answers)
    newest = answers[-1] if answers else None
    prepared = newest if newest and newest.released_at is None else None
    url, label = "", ""
    if handed is not None and is_closed and handed.stage in ANSWERED_STAGES:
        url = f"{links.answers_path(handed.round_id, 'answer/')}?comment={comment_id}"
        label = _("Answer it anew") if newest else _("Answer it")
    elif handed is None and standing:
        url, label = links.room_answer_path(comment_id), _("The answer and our reply")
    return {
        "answers": [answer_box(each, language) for each in (prepared, standing) if each],
        "answer_url": url,
        "answer_label": label,
    }


def room_lines(found: Sequence[RoomAnswer], language: str) -> list[dict[str, Any]]:
    """Return answers for the list of a room."""
    return [_room_line(each, language) for each in found]


def answer_readers(card: CommentCard, language: str) -> Audience:
    """Return who reads the answer to a comment, and the reply."""
    if card.key:
        return audience.everybody()
    return Audience(
        "secretariat",
        _("this room and the review secretariat."),
        _("Nobody else."),
        circle_name(card.circle, language),
    )


def prepared_readers() -> Audience:
    """Return who reads what is prepared."""
    return Audience(
        "secretariat",
        _("the review secretariat alone."),
        _("Nobody else learns of an answer, not even that there is one, before its release."),
    )


def release_readers(publication: str, publishes: int) -> Audience:
    """Return who reads the answers of a round from the release on."""
    if publication == Publication.NEVER:
        return Audience(
            "room",
            _("each room, the answers to its own comments; and the review secretariat."),
            _("Nobody else: the comments of this round are never published."),
        )
    who = _("everybody, from the release on; the history of an answer is public too.")
    if publishes:
        who = _("everybody, from the release on: the comments become public with the answers.")
    return Audience("public", who)


def _duplicate(answer: DispositionFacts, language: str) -> dict[str, str] | None:
    if answer.duplicate_of is None:
        return None
    key = answer.duplicate_of_key
    return {
        "label": key or _("another comment of this round"),
        "url": public_path(key, language) if key else links.comment_path(answer.duplicate_of),
    }


def _reply(reply: ReplyFacts, language: str) -> dict[str, Any]:
    return {
        "kind": labels(ReplyKind, language)[reply.kind],
        "code": reply.kind,
        "text": paragraphs(reply.text),
        "lang": foreign(reply.language, language),
        "when": when_instant(reply.at, language),
    }


def _room_line(each: RoomAnswer, language: str) -> dict[str, Any]:
    card, answer = each.card, each.answer
    return {
        "url": links.room_answer_path(card.id),
        "number": card.provision_number,
        "actor": circle_name(card.speaks_for, language),
        "quote": quote_in(card.wording.selectors),
        "body": card.wording.body,
        "lang": foreign(card.wording.language, language),
        "kind": labels(DispositionKind, language)[answer.kind],
        "released": when_instant(answer.released_at or answer.at, language),
        "reply": labels(ReplyKind, language)[answer.reply.kind] if answer.reply else "",
        "is_open": each.is_open,
    }
