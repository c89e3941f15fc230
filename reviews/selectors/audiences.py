"""Whom a comment can be written for: the rooms somebody is in, and in whose name it would be."""

from dataclasses import dataclass
from datetime import datetime

from reviews.entitlement import ROOMS
from reviews.querysets import rooms_of
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate


@dataclass(frozen=True, slots=True)
class AudienceChoice:
    """A room, in whose name a comment in it would be, and how many people read it there: those
    with a mandate for the framework. Circles come with their organizations.
    """

    circle: Circle
    speaks_for: Circle
    readers: int

    @property
    def seeks_co_sponsors(self) -> bool:
        return self.circle.pk != self.speaks_for.pk


def audience_choices(
    mandate: Mandate | None, *, framework_key: str, at: datetime
) -> list[AudienceChoice]:
    """Return whom `mandate` may write for, the narrowest room first; in a wider room its own
    delegation's name stands before the room's. Two queries, and one for each room.
    """
    if mandate is None:
        return []
    rooms = sorted(
        rooms_of(mandate, at).select_related("organization"),
        key=lambda room: (
            ROOMS.index(CircleKind(room.kind)),
            room.organization.code if room.organization else room.group,
        ),
    )
    home = Circle.objects.home_of(mandate).select_related("organization").get()
    found = []
    for room in rooms:
        readers = count_readers(room, framework_key=framework_key, at=at)
        if home.kind == CircleKind.DELEGATION and room.pk != home.pk:
            found.append(AudienceChoice(room, home, readers))
        found.append(AudienceChoice(room, room, readers))
    return found


def count_readers(room: Circle, *, framework_key: str, at: datetime) -> int:
    """Return how many people read what is said on a framework in a room. One query."""
    return (
        Mandate.objects.members_of(room, at)
        .filter(framework_key__in=["", framework_key])
        .values("user_id")
        .distinct()
        .count()
    )
