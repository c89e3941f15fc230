"""The pages on which one checks what is about to be submitted, offered late, endorsed or merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.textform import paragraphs
from core.when import when_zoned
from core.words import foreign
from desk.forms.reading import by_field, errors_of
from desk.forms.rounds import PUBLICATION_WORDS
from desk.forms.submissions import Checklist
from reviews.enums import Publication
from reviews.models import Round
from reviews.selectors.cards import CommentCard
from reviews.selectors.receipts import Receipt, ReceiptLine
from reviews.selectors.rooms import Rights
from reviews.windows import closed_sentence, is_closed, not_open_sentence
from stakeholders.models import Circle

from . import audience
from .circles import room_head
from .comments import Names, named, room_card
from .links import comment_path, round_path
from .names import circle_name
from .people import acting_for, by_whom, clearing, submitting
from .rounds import round_title

SUBMIT, OFFER, ENDORSE = "submit", "offer", "endorse"


@dataclass(frozen=True, slots=True)
class Check:
    """What was ticked in a room, and what became of an attempt to go on with it."""

    room: Circle
    checklist: Checklist
    cards: Sequence[CommentCard]
    round: Round
    rights: Rights
    names: Names
    mode: str
    refusal: DomainError | None = None


def mode_at(round_: Round, at: datetime) -> str:
    """Return whether comments of a round are submitted at `at`, or can only be offered late."""
    return OFFER if is_closed(round_, at) else SUBMIT


def check_context(check: Check, at: datetime, language: str) -> dict[str, Any]:
    """Return the check page of what is submitted, offered or endorsed."""
    fields = ["reason"] if check.mode == OFFER else []
    summary = errors_of(check.refusal, fields) if check.refusal else []
    actor = check.cards[0].speaks_for
    handing = check.mode != ENDORSE
    number = len(check.cards)
    return {
        "form": {"summary": summary},
        "field_errors": by_field(summary),
        "mode": check.mode,
        **_said(check.mode),
        "room": room_head(check.room, language),
        "audience": audience.handed_over(check.room, language)
        if handing
        else audience.room(check.room, language),
        "actor": circle_name(actor, language),
        "publication": _publication(check) if handing else "",
        "closed": closed_sentence(check.round, at) if check.mode == OFFER else "",
        "not_open": not_open_sentence(check.round) if _waits(check, at) else "",
        "cards": _cards(check, language),
        "count_text": ngettext("%(number)d comment", "%(number)d comments", number)
        % {"number": number},
        "acting_for": acting_for(
            check.rights.through,
            actor,
            language,
            entitled=submitting if handing else clearing,
            chosen=check.checklist.for_mandate,
        ),
        "reason": check.checklist.reason,
    }


def merge_context(check: Check, language: str) -> dict[str, Any]:
    """Return the page that asks whose words stay."""
    summary = errors_of(check.refusal, []) if check.refusal else []
    return {
        "form": {"summary": summary},
        "room": room_head(check.room, language),
        "audience": audience.room(check.room, language),
        "cards": _cards(check, language),
        "acting_for": acting_for(
            check.rights.through,
            check.cards[0].speaks_for,
            language,
            entitled=clearing,
            chosen=check.checklist.for_mandate,
        ),
    }


def receipt_context(
    receipt: Receipt, names: Names, language: str, *, in_room: bool
) -> dict[str, Any]:
    """Return a receipt, to be printed and kept."""
    number = len(receipt.lines)
    return {
        "receipt": {
            "number": receipt.number,
            "is_late": receipt.is_late,
            "at": when_zoned(receipt.at, receipt.time_zone, language),
        },
        "audience": audience.handed_over(receipt.circle, language),
        "facts": _receipt_facts(receipt, language),
        "count_text": ngettext("%(number)d comment", "%(number)d comments", number)
        % {"number": number},
        "lines": [_line(each, names, language) for each in receipt.lines],
        "matches": receipt.matches,
        "room": room_head(receipt.circle, language) if in_room else None,
    }


def _said(mode: str) -> dict[str, str]:
    if mode == OFFER:
        return {
            "title": _("Offer late"),
            "lead": _("Read once more what you hand over, and say why it comes late."),
            "button": _("Offer it to the review secretariat"),
        }
    if mode == ENDORSE:
        return {
            "title": _("Check and endorse"),
            "lead": _("You clear these words as they stand here."),
            "button": _("Endorse"),
        }
    return {
        "title": _("Check and submit"),
        "lead": _("Read once more what you hand over. It is all or none."),
        "button": _("Submit to the review secretariat"),
    }


def _publication(check: Check) -> str:
    """Say when what is handed over becomes public; the close is past for what comes late."""
    setting = Publication(check.round.publication)
    if check.mode == OFFER and setting == Publication.AT_CLOSE:
        return _(
            "As soon as the review secretariat accepts it, in the name of the group, regional"
            " group or government, never of a person."
        )
    return str(PUBLICATION_WORDS[setting])


def _waits(check: Check, at: datetime) -> bool:
    return check.mode == SUBMIT and at < check.round.opens_at


def _cards(check: Check, language: str) -> list[dict[str, Any]]:
    notes = _notes(check)
    return [
        {
            **room_card(card, check.names, language, here=False),
            "note": notes.get(str(card.id), ""),
        }
        for card in check.cards
    ]


def _notes(check: Check) -> dict[str, str]:
    """Return by comment what kept it back; refusals name the place in the list that was sent."""
    found: dict[str, str] = {}
    for error in check.refusal.errors if check.refusal else ():
        name, _slash, place = error.pointer.strip("/").partition("/")
        if name == "comment_ids" and place.isdigit():
            sent = check.checklist.comment_ids
            if int(place) < len(sent):
                found[str(sent[int(place)])] = error.detail
    return found


def _receipt_facts(receipt: Receipt, language: str) -> list[dict[str, Any]]:
    number = int(receipt.round.rpartition(".")[2])
    link = {
        "label": round_title(number), "url": round_path(receipt.round_id), "lang": "", "note": ""
    }  # fmt: skip
    facts: list[dict[str, Any]] = [
        {"label": _("In the name of"), "value": circle_name(receipt.speaks_for, language)["text"]},
        {"label": _("Round"), "links": [link]},
        {"label": _("Received"), "when": when_zoned(receipt.at, receipt.time_zone, language)},
    ]
    if receipt.person:
        who = by_whom(receipt.person, receipt.for_person)
        facts.append({"label": _("Handed over by"), "value": who})
    facts.append({"label": _("Digest (SHA-256)"), "value": receipt.digest})
    return facts


def _line(line: ReceiptLine, names: Names, language: str) -> dict[str, Any]:
    words = line.words
    return {
        "number": line.provision_number,
        "url": comment_path(line.comment_id),
        "key": line.provision,
        "body": paragraphs(words.body) if words else [],
        "reason": paragraphs(words.reason) if words else [],
        "proposed": paragraphs(words.proposed) if words else [],
        "lang": foreign(words.language, language) if words else "",
        "digest": line.digest,
        "matches": line.matches,
        "co_sponsors": named(line.co_sponsors, names, language),
        "not_supporting": named(line.not_supporting, names, language),
    }
