"""Drafts and comments as the desk's API shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.api.answers import address
from reviews.enums import CommentType, Purpose, VoiceKind
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import Draft
from reviews.selectors.cards import CommentCard, Person, VoiceFacts, WordingFacts
from reviews.selectors.handed import HandedOver
from reviews.selectors.rooms import CommentDetail, MessageFacts, MoveFacts
from stakeholders.enums import Capacity

from .parts import Value, circle_value, coded

DECISIONS = [CommentMove.ACCEPT_LATE.value, CommentMove.DECLINE_LATE.value]


def target_value(
    key: str, version: int, language: str, issue: int, selectors: Sequence[Mapping[str, Any]]
) -> Value:
    """Return what a comment speaks about, with its W3C selectors."""
    return {
        "version_text": {"key": key, "version": version, "language": language, "issue": issue},
        "selectors": list(selectors),
    }


def draft_value(draft: Draft, language: str) -> Value:
    """Return a draft. Load its item with round and provision, its text with version, question,
    circle and speaks_for with their organizations.
    """
    path, key = f"drafts/{draft.pk}", draft.item.provision.key
    text = draft.text.text
    return {
        "id": draft.pk,
        "edition": draft.edition,
        "round": draft.item.round.key,
        "provision": key,
        "circle": circle_value(draft.circle, language),
        "speaks_for": circle_value(draft.speaks_for, language),
        "target": target_value(
            key, text.version.number, text.language, text.issue, draft.selectors
        ),
        **coded("type", draft.type, CommentType, language),
        **coded("purpose", draft.purpose, Purpose, language),
        "body": draft.body,
        "reason": draft.reason,
        "proposed": draft.proposed,
        "language": draft.language,
        "question": draft.question.number if draft.question else None,
        "created_at": draft.created_at,
        "updated_at": draft.updated_at,
        "url": address(path),
        "links": {"share": address(f"{path}/share")},
    }


def comment_value(card: CommentCard, language: str) -> Value:
    """Return a comment as its room reads it."""
    said = card.wording
    return {
        "id": card.id,
        "edition": card.edition,
        **coded("stage", card.stage, CommentStage, language),
        "key": card.key or None,
        "round": card.round,
        "provision": card.provision,
        "speaks_for": circle_value(card.speaks_for, language),
        **words_value(card.provision, said, language),
        "co_sponsors": list(card.co_sponsors),
        "not_supporting": list(card.not_supporting),
        "is_late": card.is_late,
        "published_at": card.published_at,
        "handed": None,
        "room": {
            "circle": circle_value(card.circle, language),
            "wording": said.number,
            "authors": [person_value(each, language) for each in card.authors],
            "voices": [voice_value(each, language) for each in card.voices],
            "messages": card.messages,
            "merged_into": card.merged_into,
            "shared_at": card.shared_at,
            "submitted_at": card.submitted_at,
            "content_changed_at": card.content_changed_at,
        },
        "url": address(f"comments/{card.id}"),
    }


def handed_value(facts: HandedOver, language: str) -> Value:
    """Return a comment as the review secretariat reads it: nothing of how it came about."""
    return {
        "id": facts.id,
        "edition": facts.edition,
        **coded("stage", facts.stage, CommentStage, language),
        "key": facts.key or None,
        "round": facts.round,
        "provision": facts.provision,
        "speaks_for": circle_value(facts.speaks_for, language),
        **words_value(facts.provision, facts.wording, language),
        "co_sponsors": list(facts.co_sponsors),
        "not_supporting": list(facts.not_supporting),
        "is_late": facts.is_late,
        "published_at": facts.published_at,
        "handed": {
            "receipt": facts.receipt,
            "at": facts.handed_over_at,
            "offer_reason": facts.offer_reason or None,
            **coded("decision", facts.decision, CommentMove, language),
            "decision_reason": facts.decision_reason or None,
            "decided_at": facts.decided_at,
        },
        "room": None,
        "url": address(f"comments/{facts.id}"),
    }


def whole_handed_value(facts: HandedOver, language: str) -> Value:
    """Return such a comment by itself, with what the review secretariat may do with it."""
    return {
        **handed_value(facts, language),
        "open_moves": DECISIONS if facts.stage == CommentStage.OFFERED_LATE else [],
        "moves": [],
        "wordings": [],
        "merged": [],
    }


def words_value(provision: str, said: WordingFacts | None, language: str) -> Value:
    """Return the words of a comment; all null where they are read no longer."""
    return {
        "target": target_value(
            provision, said.version, said.version_language, said.version_issue, said.selectors
        )
        if said
        else None,
        **coded("type", said.type if said else "", CommentType, language),
        **coded("purpose", said.purpose if said else "", Purpose, language),
        "body": said.body if said else None,
        "reason": said.reason if said else None,
        "proposed": said.proposed if said else None,
        "language": said.language if said else None,
        "question": said.question if said else None,
    }


def person_value(person: Person, language: str) -> Value:
    return {
        "mandate": person.mandate_id,
        "name": person.name,
        **coded("capacity", person.capacity, Capacity, language),
        "organization": person.organization_code or None,
    }


def voice_value(voice: VoiceFacts, language: str) -> Value:
    return {
        **coded("kind", voice.kind, VoiceKind, language),
        "delegation": circle_value(voice.delegation, language) if voice.delegation else None,
        "person": person_value(voice.person, language),
        "for_person": person_value(voice.for_person, language) if voice.for_person else None,
        "text": voice.text or None,
        "is_of_these_words": voice.is_of_these_words,
        "at": voice.at,
    }


def whole_comment_value(detail: CommentDetail, language: str) -> Value:
    """Return a comment as its room reads it, with how it came about."""
    return {
        **comment_value(detail.card, language),
        "open_moves": sorted(detail.open_moves),
        "moves": [_move(each, language) for each in detail.moves],
        "wordings": [
            {
                "number": each.number,
                **words_value(detail.card.provision, each, language),
                "at": each.at,
            }
            for each in detail.wordings
        ],
        "merged": [comment_value(each, language) for each in detail.merged],
    }


def message_value(message: MessageFacts, language: str) -> Value:
    return {
        "id": message.id,
        "number": message.number,
        "reply_to": message.reply_to,
        "person": person_value(message.person, language),
        "text": message.text,
        "at": message.at,
    }


def _move(facts: MoveFacts, language: str) -> Value:
    return {
        "number": facts.number,
        **coded("move", facts.move, CommentMove, language),
        **coded("to", facts.to_stage, CommentStage, language),
        "wording": facts.wording,
        "person": person_value(facts.person, language) if facts.person else None,
        "for_person": person_value(facts.for_person, language) if facts.for_person else None,
        "reason": facts.reason or None,
        "at": facts.at,
    }
