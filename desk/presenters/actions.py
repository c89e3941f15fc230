"""What the reader of a comment may do with it now, as the forms of its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from desk.forms.reading import by_field, id_of
from reviews.enums import VoiceKind
from reviews.lifecycle import IN_ITS_ROOM, MOVES, CommentMove
from reviews.selectors.cards import CommentCard
from reviews.selectors.rooms import CommentDetail, Rights
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate

from .comment import Attempt
from .links import comment_path, room_path
from .names import circle_name
from .people import acting_for, clearing, either

_BUTTONS = (CommentMove.ENDORSE, CommentMove.RETURN, CommentMove.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Voicing:
    """In whose name somebody's word on a comment counts: their delegation's where they submit for
    it and the room has several, else their own. `through` as in `Rights`.
    """

    mandate: Mandate
    home: Circle
    rights: Rights
    is_wider: bool

    @property
    def speaks_for_home(self) -> bool:
        return self.is_wider and self.rights.submits


def action_context(
    detail: CommentDetail, voicing: Voicing, attempt: Attempt, language: str
) -> dict[str, Any]:
    """Return the forms of the page; what was typed into a refused one stands in it again."""
    card = detail.card
    chosen = id_of(attempt.typed.get("for_mandate"))
    beside = by_field(attempt.errors)
    speaking = attempt.typed if attempt.form == "voice" else {}
    writing = attempt.typed if attempt.form == "message" else {}
    return {
        "form": {"summary": list(attempt.errors)},
        "actions": list(_actions(detail, attempt, language)),
        "others": list(_others(detail)),
        "voice_url": f"{comment_path(card.id)}voice/" if card.stage in IN_ITS_ROOM else "",
        "voice_choices": list(_voice_choices(card, voicing, speaking.get("kind", ""), language)),
        "voice_text": speaking.get("text", ""),
        "voice_error": beside.get("voice_text", ""),
        "voice_for": acting_for(
            voicing.rights.through,
            voicing.home,
            language,
            entitled=either,
            chosen=chosen,
            or_oneself=True,
        ),
        "speaks_as": speaks_as(voicing, language),
        "thread_url": f"{comment_path(card.id)}messages/" if not card.merged_into else "",
        "message": writing.get("text", ""),
        "message_error": beside.get("message", ""),
        "reply_to": writing.get("reply_to", ""),
    }


def speaks_as(voicing: Voicing, language: str) -> str:
    """Say whose word it would be."""
    if voicing.speaks_for_home and not voicing.rights.through:
        name = circle_name(voicing.home, language)["text"]
        return _("Your word counts as that of %(name)s.") % {"name": name}
    if voicing.speaks_for_home:
        name = circle_name(voicing.home, language)["text"]
        return _(
            "Acting for somebody who submits for %(name)s, your word counts as that of %(name)s;"
            " otherwise as your own."
        ) % {"name": name}
    return _("Your word counts as your own. It stays in this room.")


def _actions(detail: CommentDetail, attempt: Attempt, language: str) -> Iterator[dict[str, Any]]:
    card, through = detail.card, detail.rights.through
    for move in _BUTTONS:
        if move not in detail.open_moves:
            continue
        label, hint = _said_of(move)
        is_tried = attempt.form == move.value
        yield {
            "code": move.value,
            "label": label,
            "hint": hint,
            "url": f"{comment_path(card.id)}{move.value}/",
            "asks_reason": _reason(move),
            "opens": is_tried,
            "reason": attempt.typed.get("reason", "") if is_tried else "",
            "error": by_field(attempt.errors).get(f"reason-{move.value}", ""),
            "acting_for": acting_for(
                through,
                card.speaks_for,
                language,
                entitled=either if move == CommentMove.WITHDRAW else clearing,
                chosen=id_of(attempt.typed.get("for_mandate")) if is_tried else None,
                or_oneself=move == CommentMove.WITHDRAW,
            ),
        }


def _reason(move: CommentMove) -> str:
    if MOVES[move].needs_reason:
        return "needed"
    return "optional" if move == CommentMove.WITHDRAW else ""


def _said_of(move: CommentMove) -> tuple[str, str]:
    """Return what a button is called and what pressing it means."""
    if move == CommentMove.ENDORSE:
        return _("Endorse"), _("Clear these words. Whoever changes them has them cleared anew.")
    if move == CommentMove.RETURN:
        return _("Take the endorsement back"), _("It goes back to the room, with your reason.")
    return _("Withdraw"), _(
        "It can’t be undone. The room keeps it; where it was public, a mark stays that it was."
    )


def _others(detail: CommentDetail) -> Iterator[dict[str, Any]]:
    card = detail.card
    handing = {
        CommentMove.SUBMIT: _("Check and submit"),
        CommentMove.OFFER_LATE: _("Check and offer late"),
    }
    for move, label in handing.items():
        if move in detail.open_moves:
            yield {
                "label": label,
                "url": f"{room_path(card.circle.pk)}submit/",
                "post": True,
                "fields": [{"name": "comment", "value": str(card.id)}],
                "hint": _("You see who will read it before anything is handed over."),
            }
    if CommentMove.REVISE in detail.open_moves:
        yield {"label": _("Change the words"), "url": f"{comment_path(card.id)}revise/"}
    yield {
        "label": _("Copy into a draft of mine"),
        "url": f"{comment_path(card.id)}copy/",
        "post": True,
        "fields": [],
        "hint": _("A private draft, to change it or to take it to another room."),
    }


def _voice_choices(
    card: CommentCard, voicing: Voicing, chosen: str, language: str
) -> Iterator[dict[str, Any]]:
    hints = {
        VoiceKind.DISSENT: _("Say why; a regional group’s comment names who does not support it.")
        if card.speaks_for.kind == CircleKind.REGIONAL_GROUP
        else _("Say why."),
        VoiceKind.CO_SPONSOR: _("Your delegation is named beside the one that proposes it."),
    }
    for kind in VoiceKind:
        if kind == VoiceKind.CO_SPONSOR and not _may_co_sponsor(card, voicing):
            continue
        if kind == VoiceKind.TAKEN_BACK and not _has_spoken(card, voicing):
            continue
        yield {
            "kind": kind.value,
            "label": _WORDS[kind](),
            "hint": hints.get(kind, ""),
            "checked": kind == chosen,
        }


def _may_co_sponsor(card: CommentCard, voicing: Voicing) -> bool:
    return (
        voicing.speaks_for_home
        and card.speaks_for.kind == CircleKind.DELEGATION
        and card.speaks_for.pk != voicing.home.pk
    )


def _has_spoken(card: CommentCard, voicing: Voicing) -> bool:
    return any(
        voice.person.mandate_id == voicing.mandate.pk
        or (voice.delegation is not None and voice.delegation.pk == voicing.home.pk)
        for voice in card.voices
    )


_WORDS = {
    VoiceKind.SUPPORT: lambda: _("Support it"),
    VoiceKind.DISSENT: lambda: _("Note that you do not support it"),
    VoiceKind.CO_SPONSOR: lambda: _("Co-sponsor it"),
    VoiceKind.TAKEN_BACK: lambda: _("Take your word back"),
}
