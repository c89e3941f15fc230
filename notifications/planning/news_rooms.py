"""News in rooms for those who want to hear of them at once: one mail a person and round, however
many of their rooms it stirs in, and none for what they did themselves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from notifications.enums import Frequency, Kind, Topic
from notifications.models import Delivery, NewsMark, Recipient, Subscription
from notifications.selectors.rooms import stirred
from record.stretches import heads_of
from reviews.entitlement import ROOMS
from reviews.selectors.room_news import room_acts
from stakeholders.models import Circle, Mandate

from .news_marks import locked_mark, told_now
from .rows import insert

# The mark whose number counts the runs that found news: their window, the same for all rooms. It
# is no circle's chain, so no number of these means anything outside.
RUNS = "rooms"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The entries of a circle's chain behind `after`, up to and with `upto`."""

    circle: Circle
    after: int
    upto: int


@transaction.atomic
def plan_room_news(at: datetime) -> int:
    """Plan a mail for each person and round with news in their rooms; return how many rows.

    A delivery's marks name the chains that its news stand in, so that whoever writes the mail can
    ask again whether its reader is still in one of these rooms.
    """
    runs = locked_mark(RUNS, first=0)
    stretches = _unread()
    if not stretches and runs.number:
        return 0
    _move_marks(stretches)
    runs.number += 1
    runs.save(update_fields=["number"])
    if runs.number == 1:  # the first run of all: what was before it is no news
        return 0
    return insert(_rows(stretches, str(runs.number), at))


def _unread() -> list[_Stretch]:
    """Return what was not read yet of the chains of all rooms. Three queries."""
    circles = {each.chain: each for each in Circle.objects.filter(kind__in=ROOMS).order_by("pk")}
    marks = dict(NewsMark.objects.filter(circle__in=circles).values_list("circle", "number"))
    return [
        _Stretch(circles[chain], marks.get(chain, 0), head.number)
        for chain, head in heads_of(list(circles)).items()
        if marks.get(chain, 0) < head.number
    ]


def _move_marks(stretches: Iterable[_Stretch]) -> None:
    NewsMark.objects.bulk_create(
        [NewsMark(circle=each.circle.chain, number=each.upto) for each in stretches],
        update_conflicts=True,
        update_fields=["number"],
        unique_fields=["circle"],
    )


def _rows(stretches: Iterable[_Stretch], window: str, at: datetime) -> Iterator[Delivery]:
    readers = _readers()
    told: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    for stretch in stretches if readers else ():
        for user_id, rounds in _told_in(stretch, readers, at):
            for key in rounds:
                told[user_id, key][stretch.circle.chain] = stretch.upto
    for (user_id, key), marks in sorted(told.items()):
        row = told_now(readers[user_id], Kind.ROOM_NEWS, subject=key, window=window, at=at)
        row.marks = marks
        yield row


def _readers() -> Mapping[UUID, Recipient]:
    """Return those who want news in rooms at once, by user."""
    rows = Subscription.objects.filter(topic=Topic.ROOMS, subject="", frequency=Frequency.NOW)
    found = Recipient.objects.filter(pk__in=rows.values("recipient"), user__isnull=False)
    return {each.user_id: each for each in found.reachable().select_related("user") if each.user_id}


def _told_in(
    stretch: _Stretch, readers: Mapping[UUID, Recipient], at: datetime
) -> Iterator[tuple[UUID, set[str]]]:
    """Yield who of the readers hears of which rounds, "" for news that belong to none. Three
    queries, whatever the number of readers.
    """
    acts = room_acts(stretch.circle.chain, stretch.after, stretch.upto)
    members = Mandate.objects.members_of(stretch.circle, at).filter(user__in=readers)
    for mandate in members.order_by("pk"):
        rounds, is_elsewhere = stirred(acts, [mandate])
        yield mandate.user_id, rounds | ({""} if is_elsewhere else set())
