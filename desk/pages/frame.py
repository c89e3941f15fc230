"""What stands around every page of the desk: who is asking, under which mandate, the ways on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from core.languages import localized
from core.when import When, when_zoned
from core.words import Said
from desk.acting import Acting
from desk.presenters import links
from desk.presenters.names import (
    capacity_name,
    circle_name,
    group_name,
    mandate_name,
    scope_sentence,
)
from record.installation import is_sample_database
from reviews.entitlement import ROOMS
from stakeholders.enums import Capacity
from stakeholders.models import Mandate, User
from stakeholders.selectors import circles_of


@dataclass(frozen=True, slots=True)
class Room:
    """A way to a room, as the navigation shows it."""

    name: Said
    kind: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Under:
    """The mandate acted under, in words: always in sight."""

    capacity: str
    name: Said
    group: str
    scope: str


@dataclass(frozen=True, slots=True)
class Failing:
    """That the person's own address takes no mail, and since when."""

    address: str
    since: When


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a desk page. `under` is None and `rooms` empty without an active mandate;
    `failing` is None for everybody whose address takes mail.
    """

    person: str
    under: Under | None
    may_switch: bool
    rooms: tuple[Room, ...]
    is_secretariat: bool
    section: str
    failing: Failing | None


def frame_of(acting: Acting, section: str) -> dict[str, Any]:
    """Return what `desk/base.html` needs. Two queries.

    `section` names the current entry: home, rounds, members, settings, secretariat, or the
    address of a room.
    """
    language, mandate = acting.user.language, acting.mandate
    may_switch, failing_since = _person(acting)
    return {
        "language": language,
        "url_prefix": localized("", language),
        "is_sample": is_sample_database(),
        "language_links": [],
        "frame": Frame(
            person=str(acting.user),
            under=_under(mandate, language) if mandate else None,
            may_switch=may_switch,
            rooms=_rooms(acting, section) if mandate else (),
            is_secretariat=is_secretariat(mandate),
            section=section,
            failing=_failing(acting.user, failing_since) if failing_since else None,
        ),
    }


def is_secretariat(mandate: Mandate | None) -> bool:
    """Return whether the secretariat's pages are offered; the gate has seen that it is active."""
    return mandate is not None and mandate.capacity == Capacity.SECRETARIAT


def _person(acting: Acting) -> tuple[bool, datetime | None]:
    """Return whether the person has another mandate to act under, and since when their address
    takes no mail. One query for both.
    """
    others = Mandate.objects.active_at(acting.at).filter(user=OuterRef("pk"))
    if acting.mandate is not None:
        others = others.exclude(pk=acting.mandate.pk)
    found: tuple[bool, datetime | None] = (
        User.objects.filter(pk=acting.user.pk)
        .values_list(Exists(others), "recipient__failing_since")
        .get()
    )
    return found


def _failing(user: User, since: datetime) -> Failing:
    return Failing(user.email, when_zoned(since, user.time_zone, user.language))


def _under(mandate: Mandate, language: str) -> Under:
    name, group = mandate_name(mandate, language), group_name(mandate, language)
    return Under(
        capacity=capacity_name(mandate, language),
        name=name,
        group="" if name["text"] == group else group,
        scope=scope_sentence(mandate),
    )


def _rooms(acting: Acting, section: str) -> tuple[Room, ...]:
    """Return the rooms that the mandate is in, the narrowest first."""
    language = acting.user.language
    return tuple(
        Room(
            name=circle_name(circle, language),
            kind=circle.get_kind_display(),
            url=links.room_path(circle.pk),
            current=section == links.room_path(circle.pk),
        )
        for circle in circles_of(acting.mandate, at=acting.at)
        if circle.kind in ROOMS
    )
