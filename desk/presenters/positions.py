"""Where we stand, as `desk/positions.html` shows it: a table for each framework with rounds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.words import said
from provisions.enums import TextStatus
from provisions.lifecycle import Stage
from provisions.signs import glyph, legend, sign_of
from reviews.actors import actor_code
from reviews.entitlement import ROOMS
from reviews.selectors.positions import OwnItem, OwnStanding
from reviews.selectors.stances import Standing
from stakeholders.enums import CircleKind
from stakeholders.models import Circle

from . import links
from .names import circle_name
from .position import flag_sentences
from .rounds import actor_name, round_title


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. `items` are those of the round that was asked for, `all_items` those to
    choose from; `round` and `circle` are as asked, "" for all. `own` is by item and room.
    """

    all_items: Sequence[OwnItem]
    items: Sequence[OwnItem]
    rooms: Sequence[Circle]
    round: str
    circle: str
    own: Mapping[tuple[UUID, UUID], OwnStanding]
    standings: Mapping[str, Standing]
    is_secretariat: bool

    @property
    def shown_rooms(self) -> list[Circle]:
        """Return the rooms to show, from the narrowest to the widest."""
        return sorted(
            (each for each in self.rooms if self.circle in ("", str(each.pk))), key=_width
        )


def positions_context(table: Table, language: str) -> dict[str, Any]:
    """Return what the page shows."""
    by_framework = groupby(table.items, key=lambda each: each.framework)
    is_known = not table.circle or table.shown_rooms
    return {
        "rooms": bool(table.rooms),
        "filters": {
            "rounds": _rounds(table, language),
            "rooms": _rooms(table, language),
            "in_use": bool(table.round or table.circle),
        },
        "tables": [
            _table(slug, list(items), table, language) for slug, items in by_framework if is_known
        ],
        "legend": legend(language),
        "ways": [{"label": _("Show all positions"), "url": links.POSITIONS}],
    }


def _rounds(table: Table, language: str) -> list[dict[str, Any]]:
    rounds = {each.round: each for each in table.all_items}
    return [
        {"value": "", "label": _("All rounds"), "checked": not table.round},
        *(
            {
                "value": key,
                "label": _("%(framework)s, round %(number)d")
                % {
                    "framework": said(item.framework_title, language)["text"],
                    "number": item.round_number,
                },
                "checked": key == table.round,
            }
            for key, item in rounds.items()
        ),
    ]


def _rooms(table: Table, language: str) -> list[dict[str, Any]]:
    return [
        {"value": "", "label": _("All our rooms"), "checked": not table.circle},
        *(
            {
                "value": str(room.pk),
                "label": circle_name(room, language)["text"],
                "checked": str(room.pk) == table.circle,
            }
            for room in table.rooms
        ),
    ]


def _table(slug: str, items: Sequence[OwnItem], table: Table, language: str) -> dict[str, Any]:
    return {
        "id": f"framework-{slug}",
        "title": said(items[0].framework_title, language),
        "rooms": [circle_name(each, language) for each in table.shown_rooms],
        "rows": [_row(each, table, language) for each in items],
    }


def _row(item: OwnItem, table: Table, language: str) -> dict[str, Any]:
    standing = table.standings[item.provision]
    return {
        "number": item.number,
        "title": said(item.title, language),
        "url": links.reading_path(item.provision, item.round),
        "version": item.version,
        "round": round_title(item.round_number),
        "stances": glyph(standing.stances, language),
        "needs": needs_sentence(item, standing),
        "cells": [cell(table.own.get((item.id, room.pk)), language) for room in table.shown_rooms],
        "others": list(_others(standing, table.shown_rooms, language)),
        "agree_url": links.agree_path(item.provision) if _is_agreeing(item, table) else "",
        "agree_label": _("What an agreement needs")
        if item.stage == Stage.IN_REVIEW
        else _("The agreement"),
    }


def needs_sentence(item: OwnItem, standing: Standing) -> str:
    """Return what the provision needs now, in words."""
    needs = standing.needs(
        stage=item.stage, text_status=item.text_status, version=item.latest_version
    )
    return needs.sentence


def _is_agreeing(item: OwnItem, table: Table) -> bool:
    stages = (Stage.IN_REVIEW, Stage.AGREED)
    is_summary = item.text_status == TextStatus.EDITORIAL_SUMMARY
    return table.is_secretariat and item.stage in stages and not is_summary


def cell(own: OwnStanding | None, language: str) -> dict[str, Any]:
    """Return what one of our rooms says of a provision, with the way to its page."""
    if own is None:
        return {"url": "", "flags": []}
    current = own.current
    return {
        "mark": sign_of(current.stance, language) if current else None,
        "ad_referendum": current.ad_referendum if current else False,
        "released": current is not None and current.released_at is not None,
        "url": links.position_path(own.item.id, own.circle.pk),
        "may_take": own.may_take,
        "flags": flag_sentences(own.why),
    }


def panel(
    own: Sequence[OwnStanding], standing: Standing, agree_url: str, language: str
) -> dict[str, Any]:
    """Return where we stand on one provision, for a page that is about something else."""
    return {
        "stances": glyph(standing.stances, language),
        "needs": needs_sentence(own[0].item, standing) if own else "",
        "cells": [
            {**cell(each, language), "room": circle_name(each.circle, language)}
            for each in sorted(own, key=lambda each: _width(each.circle))
        ],
        "agree_url": agree_url,
    }


def _width(room: Circle) -> tuple[int, str]:
    """Return where a room stands among others: the narrowest first."""
    return ROOMS.index(CircleKind(room.kind)), actor_code(room)


def _others(standing: Standing, rooms: Iterable[Circle], language: str) -> Iterable[dict[str, Any]]:
    """Yield what is released of actors that have no column of their own."""
    ours = {actor_code(each) for each in rooms}
    for position in standing.positions:
        if position.actor.code not in ours:
            yield {
                "mark": sign_of(position.stance, language),
                "actor": actor_name(position.actor, language),
            }
