"""A provision at the desk: its text with our comments marked in it, and the comments by reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reviews.anchors import Anchor, from_selectors
from reviews.lifecycle import HANDED_OVER, CommentStage
from reviews.models import FrozenText
from reviews.selectors.cards import CommentCard
from reviews.selectors.handed import HandedOver
from reviews.selectors.published import PublishedComment
from reviews.selectors.reading import Reading
from reviews.windows import closed_sentence, is_closed
from stakeholders.models import Circle

from . import audience
from .anchors import AnchorNote, anchored_text
from .comments import Names, handed_card, published_card, room_card
from .links import reading_path
from .names import circle_name
from .texts import language_switch, provision_head, questions, round_head

NEW_DRAFT = "/desk/drafts/new/"


@dataclass(frozen=True, slots=True)
class Remarks:
    """The comments on a provision that somebody may read: those of their rooms, those handed over
    to them, and the published ones of all others. `names` are of the organizations on them.
    """

    rooms: tuple[CommentCard, ...]
    handed: tuple[HandedOver, ...]
    published: tuple[PublishedComment, ...]
    names: Names


def provision_context(
    reading: Reading,
    text: FrozenText,
    remarks: Remarks,
    *,
    may_write: bool,
    at: datetime,
    language: str,
) -> dict[str, Any]:
    """Return what `desk/provision.html` shows."""
    sections = list(_sections(remarks, language))
    marks = _marked([card for part in sections for card in part["cards"]], remarks, text)
    round_ = reading.round
    query = {"item": reading.item.pk, "text": text.pk}
    write_url = f"{NEW_DRAFT}?{urlencode(query)}" if may_write else ""
    return {
        "provision": provision_head(reading, text, language),
        "round": round_head(round_, language),
        "rounds": _rounds(reading),
        "languages": language_switch(reading, text, language),
        "anchored": anchored_text(text.text.body, marks, lang=text.language),
        "closed": closed_sentence(round_, at) if is_closed(round_, at) else "",
        "questions": [
            {
                "number": number,
                "text": words,
                "url": f"{write_url}&question={value}" if write_url else "",
            }
            for value, number, words in questions(reading, language)
        ],
        "sections": sections,
        "write_url": write_url,
    }


def _rounds(reading: Reading) -> list[dict[str, Any]]:
    key = reading.item.provision.key
    return [
        {
            "label": _("Round %(number)d") % {"number": each.number},
            "url": reading_path(key, each.key),
            "current": each.id == reading.round.pk,
        }
        for each in reading.rounds
    ]


def _sections(remarks: Remarks, language: str) -> Iterator[dict[str, Any]]:
    """Yield the comments by who reads them: each room's own, what was handed over, the public's."""
    rooms = list(dict.fromkeys(card.circle.pk for card in remarks.rooms))
    for number, room_id in enumerate(rooms, start=1):
        of_room = [card for card in remarks.rooms if card.circle.pk == room_id]
        circle = of_room[0].circle
        inside = [card for card in of_room if card.stage not in HANDED_OVER]
        handed = [
            card
            for card in of_room
            if card.stage in HANDED_OVER and card.stage != CommentStage.PUBLISHED
        ]
        yield from _of_room(f"room-{number}", circle, inside, handed, remarks.names, language)
    if remarks.handed:
        cards = [handed_card(each, remarks.names, language, here=True) for each in remarks.handed]
        yield _part("handed", _("Handed over"), audience.secretariat(), cards)
    published = [
        room_card(card, remarks.names, language, here=True)
        for card in remarks.rooms
        if card.stage == CommentStage.PUBLISHED
    ] + [published_card(each, remarks.names, language) for each in remarks.published]
    if published:
        yield _part("published", _("Published"), audience.everybody(), published)


def _of_room(
    id_: str,
    circle: Circle,
    inside: Iterable[CommentCard],
    handed: Iterable[CommentCard],
    names: Names,
    language: str,
) -> Iterator[dict[str, Any]]:
    name = {"room": circle_name(circle, language)["text"]}
    if cards := [room_card(card, names, language, here=True) for card in inside]:
        yield _part(id_, _("In the room: %(room)s") % name, audience.room(circle, language), cards)
    if cards := [room_card(card, names, language, here=True) for card in handed]:
        title = _("Handed over from the room: %(room)s") % name
        yield _part(f"{id_}-handed", title, audience.handed_over(circle, language), cards)


def _part(
    id_: str, title: str, readers: audience.Audience, cards: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"id": id_, "title": title, "audience": readers, "cards": cards}


def _marked(
    cards: list[dict[str, Any]], remarks: Remarks, text: FrozenText
) -> list[tuple[AnchorNote, Anchor | None]]:
    """Return the notes of the comments that hold on to words of this very text, and number their
    cards. What speaks of a text in another language stands in the list alone.
    """
    anchors = {str(each.id): each for each in _anchors(remarks, text)}
    marks: list[tuple[AnchorNote, Anchor | None]] = []
    for card in cards:
        held = anchors.get(card["id"])
        if held is None or not held.anchor.stands_in(text.text.body):
            continue
        card["mark"] = str(len(marks) + 1)
        marks.append((AnchorNote(label=card["mark"], target=card["anchor"]), held.anchor))
    return marks


@dataclass(frozen=True, slots=True)
class _Held:
    id: object
    anchor: Anchor


def _anchors(remarks: Remarks, text: FrozenText) -> Iterator[_Held]:
    for card in remarks.rooms:
        if card.stage not in (CommentStage.WITHDRAWN, CommentStage.MERGED):
            yield from _held(card.id, card.wording.text_id == text.pk, card.wording.selectors)
    for handed in remarks.handed:
        if handed.wording:
            same = handed.wording.text_id == text.pk
            yield from _held(handed.id, same, handed.wording.selectors)
    for comment in remarks.published:
        same = (comment.version_language, comment.version_issue) == (text.language, text.text.issue)
        yield from _held(comment.key, same, comment.selectors)


def _held(id_: object, is_of_this_text: bool, selectors: Any) -> Iterator[_Held]:
    anchor = from_selectors(selectors) if is_of_this_text else None
    if anchor is not None:
        yield _Held(id_, anchor)
