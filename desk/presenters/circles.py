"""A room as `desk/circle.html` shows it: its comments by provision, and what can be ticked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.languages import Texts
from core.query import Asked
from core.when import when_zoned
from core.words import Said, said
from reviews.lifecycle import IN_ITS_ROOM, CommentStage
from reviews.models import Round
from reviews.selectors.cards import CommentCard
from reviews.selectors.rooms import Rights
from reviews.windows import is_closed
from stakeholders.enums import CircleKind
from stakeholders.models import Circle

from . import audience
from .comments import Names, room_card
from .links import reading_path, room_path
from .names import circle_name
from .texts import round_head


@dataclass(frozen=True, slots=True)
class RoomRead:
    """What was read of a room. `mine` counts what the reader drafted; `home` and `rights` say in
    whose name they clear and submit. `titles` are of the items of the round, `names` of the
    organizations on the cards.
    """

    room: Circle
    rounds: Sequence[Round]
    round: Round | None
    cards: Sequence[CommentCard]
    stages: Mapping[str, int]
    cutoff_at: datetime | None
    mine: int
    home: Circle
    rights: Rights
    titles: Mapping[UUID, Texts]
    names: Names
    next_cursor: str


def room_context(read: RoomRead, asked: Asked, at: datetime, language: str) -> dict[str, Any]:
    """Return what the page of a room shows."""
    path = room_path(read.room.pk)
    choosable = [card for card in read.cards if may_choose(card, read.home, read.rights)]
    number = len(read.cards)
    return {
        "room": room_head(read.room, language),
        "audience": audience.room(read.room, language),
        "rounds": [_round_link(each, read, language) for each in read.rounds],
        "round": round_head(read.round, language) if read.round else None,
        "round_sentence": _when_word(read.round, at) if read.round else "",
        "cutoff": when_zoned(read.cutoff_at, read.round.framework.time_zone, language)
        if read.cutoff_at and read.round
        else None,
        "filters": _filters(read, asked, language),
        "chips": _chips(path, asked, language),
        "clear_url": _address(path, asked, stage=(), mine=None, cursor=None),
        "count_text": ngettext("%(number)d comment", "%(number)d comments", number)
        % {"number": number},
        "groups": _groups(read, {card.id for card in choosable}, asked, language),
        "choosing": bool(choosable),
        "may_endorse": read.rights.endorses,
        "may_submit": read.rights.submits,
        "urls": {
            "submit": f"{path}submit/",
            "endorse": f"{path}endorse/",
            "merge": f"{path}merge/",
            "all": _address(path, asked, all="1"),
        },
        "nothing": _nothing(asked),
        "ways": _ways(read, path, asked),
        "next_url": _address(path, asked, cursor=read.next_cursor) if read.next_cursor else "",
        "first_url": _address(path, asked, cursor=None) if asked["cursor"] else "",
        "next_label": _("Next comments"),
    }


def room_head(room: Circle, language: str) -> dict[str, Any]:
    return {
        "id": room.pk,
        "name": circle_name(room, language),
        "kind": labels(CircleKind, language)[room.kind],
        "url": room_path(room.pk),
        "members_url": f"{room_path(room.pk)}members/",
    }


def may_choose(card: CommentCard, home: Circle, rights: Rights) -> bool:
    """Return whether the reader clears or submits this comment: it is in their home's name."""
    return (
        card.stage in IN_ITS_ROOM
        and card.speaks_for.pk == home.pk
        and (rights.endorses or rights.submits)
    )


def _groups(
    read: RoomRead, choosable: set[UUID], asked: Asked, language: str
) -> list[dict[str, Any]]:
    found = []
    for (item_id, key, number), cards in groupby(
        read.cards, key=lambda card: (card.item_id, card.provision, card.provision_number)
    ):
        title: Said = said(read.titles.get(item_id, {}), language)
        shown = [_tickable(card, choosable, bool(asked["all"]), read, language) for card in cards]
        found.append(
            {
                "number": number,
                "title": title["text"],
                "lang": title["lang"],
                "url": reading_path(key, read.round.key if read.round else ""),
                "cards": shown,
            }
        )
    return found


def _tickable(
    card: CommentCard, choosable: set[UUID], all_: bool, read: RoomRead, language: str
) -> dict[str, Any]:
    authors = ", ".join(person.name for person in card.authors)
    words = {"number": card.provision_number, "authors": authors}
    return {
        **room_card(card, read.names, language, here=True),
        "choosable": card.id in choosable,
        "chosen": all_,
        "choose_label": _("Choose the comment on %(number)s by %(authors)s") % words,
    }


def _round_link(each: Round, read: RoomRead, language: str) -> dict[str, Any]:
    title = said(each.framework.title, language)["text"]
    query = urlencode({"round": each.key})
    return {
        "label": _("%(framework)s, round %(number)d") % {"framework": title, "number": each.number},
        "url": f"{room_path(read.room.pk)}?{query}",
        "current": read.round is not None and each.pk == read.round.pk,
    }


def _when_word(round_: Round, at: datetime) -> str:
    return _("Closed") if is_closed(round_, at) else _("Closes")


def _filters(read: RoomRead, asked: Asked, language: str) -> dict[str, Any]:
    stages, mine = asked["stage"], asked["mine"]
    return {
        "action": room_path(read.room.pk),
        "wordless": True,
        "open": bool(stages or mine),
        "kept": [{"name": "round", "value": read.round.key}] if read.round else [],
        "clear_url": "",
        "facets": [
            {
                "name": "stage",
                "label": _("Stage"),
                "open": bool(stages),
                "options": _stage_options(read, stages, language),
            },
            {
                "name": "mine",
                "label": _("Authors"),
                "open": bool(mine),
                "options": [
                    {
                        "value": "1",
                        "label": _("Drafted by me too"),
                        "lang": "",
                        "count": read.mine,
                        "checked": bool(mine),
                    }
                ],
            },
        ],
    }


def _stage_options(read: RoomRead, stages: Sequence[str], language: str) -> list[dict[str, Any]]:
    """Return the stages that comments are in, with their counts."""
    return [
        {
            "value": stage.value,
            "label": labels(CommentStage, language)[stage],
            "lang": "",
            "count": read.stages.get(stage, 0),
            "checked": stage in stages,
        }
        for stage in CommentStage
        if read.stages.get(stage) or stage in stages
    ]


def _chips(path: str, asked: Asked, language: str) -> list[dict[str, Any]]:
    words = labels(CommentStage, language)
    chips = [
        {
            "label": _("Stage"),
            "value": words[stage],
            "lang": "",
            "url": _address(path, asked, stage=[s for s in asked["stage"] if s != stage]),
        }
        for stage in asked["stage"]
    ]
    if asked["mine"]:
        url = _address(path, asked, mine=None)
        chips.append({"label": _("Authors"), "value": _("me"), "lang": "", "url": url})
    return chips


def _nothing(asked: Asked) -> str:
    if asked["stage"] or asked["mine"]:
        return _("No comment of this round fits the filters.")
    return _("Nobody has shared a comment in this room for this round yet.")


def _ways(read: RoomRead, path: str, asked: Asked) -> list[dict[str, str]]:
    ways = []
    if asked["stage"] or asked["mine"]:
        url = _address(path, asked, stage=(), mine=None)
        ways.append({"label": _("Show all of the round"), "url": url})
    if read.round:
        url = f"/desk/rounds/{read.round.pk}/"
        ways.append({"label": _("Read the provisions of the round"), "url": url})
    return ways


def _address(path: str, asked: Asked, **changes: Any) -> str:
    """Return this page's address with some of its parameters changed; None takes one away."""
    values = {**asked.values, "cursor": None, "all": None} | changes
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        pairs += _pairs(name, value)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _pairs(name: str, value: str | Iterable[str] | None) -> list[tuple[str, str]]:
    if not value:
        return []
    return [(name, value)] if isinstance(value, str) else [(name, each) for each in value]
