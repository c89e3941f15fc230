"""What waits for somebody, as the desk's home lists it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import when_instant, when_zoned
from core.words import said
from provisions.signs import sign_of
from reviews.enums import CommentType, DispositionKind
from reviews.selectors.cards import CommentCard
from reviews.selectors.handed import HandedOver
from reviews.selectors.positions import OwnStanding
from reviews.selectors.room_answers import RoomAnswer
from reviews.selectors.rounds import RoundFacts
from reviews.selectors.sections import Section
from reviews.selectors.waiting import DraftCard, RunningRound, UncommentedItem, Waiting

from . import links
from .names import circle_name
from .position import flag_sentences
from .rounds import is_open, is_over, round_line, round_title


def waiting_context(waiting: Waiting, language: str) -> dict[str, Any]:
    """Return the home page's sections; each says how many there are beyond those it shows."""
    return {
        "rounds": [_round(each, language) for each in waiting.rounds],
        "uncommented": _section(waiting.uncommented, _uncommented, language),
        "drafts": _section(waiting.drafts, _draft, language),
        "to_endorse": _section(waiting.to_endorse, _comment, language),
        "to_submit": _section(waiting.to_submit, _comment, language),
        "to_reply": _section(waiting.to_reply, _answered, language),
        "to_decide": _section(waiting.to_decide, _offered, language),
        "positions": [
            {"code": code, **_section(section, _position, language)}
            for code, section in (
                ("reconfirm", waiting.positions.to_reconfirm),
                ("release", waiting.positions.to_release),
                ("take", waiting.positions.to_take),
            )
        ],
    }


def announced_lines(
    rounds: Collection[RoundFacts], at: datetime, language: str
) -> list[dict[str, Any]]:
    """Return the rounds that have not opened yet, the soonest first."""
    ahead = [each for each in rounds if not is_open(each, at) and not is_over(each, at)]
    return [
        round_line(each, at, language) for each in sorted(ahead, key=lambda each: each.opens_at)
    ]


def _section(section: Section[Any], line: Any, language: str) -> dict[str, Any]:
    return {
        "rows": [line(each, language) for each in section.rows],
        "total": section.total,
        "more": section.total - len(section.rows),
    }


def _round(each: RunningRound, language: str) -> dict[str, Any]:
    zone = each.time_zone
    return {
        "title": round_title(each.number),
        "url": links.round_path(each.id),
        "framework": said(each.framework_title, language),
        "purpose": said(each.purpose, language),
        "closes": when_zoned(each.closes_at, zone, language),
        "cutoff": when_zoned(each.cutoff_at, zone, language) if each.cutoff_at else None,
    }


def _uncommented(each: UncommentedItem, language: str) -> dict[str, Any]:
    return {
        "number": each.number,
        "title": said(each.title, language),
        "url": links.reading_path(each.provision, each.round),
    }


def _position(each: OwnStanding, language: str) -> dict[str, Any]:
    said_before = each.current or each.earlier
    return {
        "number": each.item.number,
        "title": said(each.item.title, language),
        "url": links.position_path(each.item.id, each.circle.pk),
        "mark": sign_of(said_before.stance, language) if said_before else None,
        "why": flag_sentences(each.why),
    }


def _draft(each: DraftCard, language: str) -> dict[str, Any]:
    return {
        "number": each.provision_number,
        "url": links.draft_path(each.id),
        "text": each.beginning or _("Nothing written yet"),
        "room": circle_name(each.circle, language),
        "when": when_instant(each.updated_at, language),
    }


def _comment(each: CommentCard, language: str) -> dict[str, Any]:
    return {
        "number": each.provision_number,
        "url": links.comment_path(each.id),
        "type_label": labels(CommentType, language)[each.wording.type],
        "text": each.wording.body,
        "room": circle_name(each.speaks_for, language),
        "authors": ", ".join(person.name for person in each.authors),
    }


def _answered(each: RoomAnswer, language: str) -> dict[str, Any]:
    return {
        "number": each.card.provision_number,
        "url": links.room_answer_path(each.card.id),
        "type_label": labels(DispositionKind, language)[each.answer.kind],
        "text": each.card.wording.body,
        "room": circle_name(each.card.speaks_for, language),
        "authors": "",
    }


def _offered(each: HandedOver, language: str) -> dict[str, Any]:
    return {
        "number": each.provision_number,
        "url": links.secretariat_round_path(each.round_id, f"late/{each.id}/"),
        "actor": circle_name(each.speaks_for, language),
        "when": when_instant(each.handed_over_at, language),
        "text": each.offer_reason,
    }
