"""News in rooms: that there are some, in which round, and the way to the desk. No word more."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import DEFAULT_LANGUAGE
from core.public_paths import absolute
from core.words import said
from notifications.enums import DropReason, Frequency
from notifications.models import Delivery
from notifications.selectors.reader import reader_of
from notifications.selectors.rooms import (
    NamedRound,
    RoomNews,
    covers_any,
    readers_of_rooms,
    rounds_named,
)

from .letter import Letter, Line, Silence
from .told import round_in_words


def room_news(delivery: Delivery, at: datetime) -> Letter | Silence:
    """Return that there is news in the round `delivery.subject`, or in a room where it is empty.

    `delivery.marks` names the chains that it came from: who is in none of these rooms any more is
    told nothing.
    """
    reader = reader_of(delivery.recipient, Frequency.NOW, at)
    rooms = readers_of_rooms(reader.mandates, at)
    inside = [mandate for chain in delivery.marks for mandate in rooms.get(chain, ())]
    if not inside or (delivery.subject and not covers_any(inside, delivery.subject)):
        return Silence(DropReason.NOT_ENTITLED)
    if not reader.hears_of_rooms:  # since then they chose a digest, which tells it too
        return Silence(DropReason.NOT_WANTED)
    return room_news_letter(delivery)


def room_news_letter(delivery: Delivery) -> Letter:
    """Return what it says to whoever may hear it: as above, nobody's rights are asked."""
    rounds = rounds_named([delivery.subject] if delivery.subject else [])
    [line] = room_lines(RoomNews(rounds, is_elsewhere=not rounds))
    return Letter(
        subject=line.text,
        preheader=_("It is told at the desk only."),
        opening=(_("%(news)s. What it is, you read at the desk.") % {"news": line.text},),
        why=_("You get it because you asked to hear at once of news in your rooms."),
        action=Line(_("Open the desk"), line.url),
        thread=delivery.subject,
        marks=delivery.marks,
    )


def room_lines(news: RoomNews) -> tuple[Line, ...]:
    """Return that there is news, round by round, each with its page at the desk."""
    lines = [
        Line(
            _("There is news in %(round)s") % {"round": _round(each)},
            absolute(reverse("desk_round", args=[each.id])),
        )
        for each in news.rounds
    ]
    if news.is_elsewhere:
        url = absolute(reverse("desk_rounds"))
        lines.append(Line(_("There is news in one of your rooms"), url))
    return tuple(lines)


def _round(named: NamedRound) -> str:
    language = get_language() or DEFAULT_LANGUAGE
    return round_in_words(named.key, said(named.title, language)["text"])
