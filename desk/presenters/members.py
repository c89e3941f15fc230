"""Member lists and admissions in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from core.when import When, when_instant, when_zoned
from core.words import Said, said
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate, RegionalMembership, User
from stakeholders.selectors import Member

from . import links
from .names import capacity_name, circle_name, group_name, mandate_name, scope_sentence


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member as the others see them. `end_url` is empty where the reader may not end it."""

    name: str
    capacity: str
    body: Said
    group: str
    framework: str
    since: When
    is_me: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class CareRow:
    """A mandate that waits, has not begun, or is held here outside the member list. `state` is
    waiting, coming or held; `confirm_url` is empty unless it waits.
    """

    name: str
    email: str
    capacity: str
    body: Said
    scope: str
    state: str
    begins: When
    ends: When | None
    confirm_url: str
    end_url: str


@dataclass(frozen=True, slots=True)
class StateRow:
    """A member State in a regional group; `end_url` empty where the reader may not end it."""

    name: Said
    since: When
    end_url: str
    is_own: bool


def member_rows(
    members: Iterable[Member], *, circle: Circle, care: Sequence[Mandate], me: User
) -> list[MemberRow]:
    """Return the member list, marking the reader and what the reader may end."""
    language, mine = me.language, {each.pk for each in care}
    return [
        MemberRow(
            name=each.name,
            capacity=labels(Capacity, language)[each.capacity],
            body=said(each.organization_name, language),
            group=labels(Group, language)[each.group],
            framework=each.framework_key,
            since=when_instant(each.since, language),
            is_me=each.user_id == me.pk,
            end_url=_end_path(circle, each.mandate_id) if each.mandate_id in mine else "",
        )
        for each in members
    ]


def care_rows(
    care: Iterable[Mandate], *, listed: set[UUID], circle: Circle, me: User, at: datetime
) -> list[CareRow]:
    """Return what is the reader's to decide on and does not stand in the member list."""
    return [_care_row(each, circle, me, at) for each in care if each.pk not in listed]


def _care_row(mandate: Mandate, circle: Circle, me: User, at: datetime) -> CareRow:
    waits = mandate.confirmed_at is None
    path = links.members_path(circle.pk, f"{mandate.pk}/confirm/")
    return CareRow(
        name=mandate.user.name,
        email=mandate.user.email,
        capacity=capacity_name(mandate, me.language),
        body=mandate_name(mandate, me.language),
        scope=scope_sentence(mandate),
        state="waiting" if waits else "coming" if mandate.starts_at > at else "held",
        begins=when_zoned(mandate.starts_at, me.time_zone, me.language),
        ends=when_zoned(mandate.ends_at, me.time_zone, me.language) if mandate.ends_at else None,
        confirm_url=path if waits else "",
        end_url=_end_path(circle, mandate.pk),
    )


def state_rows(
    memberships: Iterable[RegionalMembership], *, circle: Circle, mine: Mandate, ends_all: bool
) -> list[StateRow]:
    """Return the States of a regional group. Its coordinator ends any, a State leaves itself."""
    language = mine.user.language
    leaves = mine.organization_id if mine.capacity == Capacity.FOCAL_POINT else None
    return [
        StateRow(
            name=said(each.member.name, language),
            since=when_instant(each.added_at, language),
            end_url=links.members_path(circle.pk, f"states/{each.pk}/end/")
            if ends_all or each.member_id == leaves
            else "",
            is_own=each.member_id == leaves,
        )
        for each in memberships
    ]


def ending_words(mandate: Mandate, *, is_mine: bool) -> dict[str, str]:
    """Return what ending means here: its name as a heading, its effect, and its button."""
    if mandate.confirmed_at is None:
        effect = _("The proposal ends here. Whoever was proposed reads nothing of the circle.")
        return {
            "heading": _("Turn a proposal down"),
            "effect": effect,
            "button": _("Turn it down"),
        }
    effect = _(
        "It ends at once, for good: from the next request on this person reads none of the"
        " circle’s rooms under it, and its tokens open nothing."
    )
    if is_mine:
        return {"heading": _("Lay your mandate down"), "effect": effect, "button": _("Lay it down")}
    return {"heading": _("End a mandate"), "effect": effect, "button": _("End it")}


def crumbs_of(circle: Circle, language: str) -> list[dict[str, str]]:
    """Return the way down to a page about the members of a circle."""
    name = circle_name(circle, language)["text"]
    label = _("Members: %(circle)s") % {"circle": name}
    return [{"label": label, "url": links.members_path(circle.pk)}]


def one_mandate(mandate: Mandate, me: User) -> dict[str, object]:
    """Return a mandate for a check page."""
    return {
        "name": mandate.user.name,
        "capacity": capacity_name(mandate, me.language),
        "body": mandate_name(mandate, me.language),
        "group": group_name(mandate, me.language),
        "scope": scope_sentence(mandate),
    }


def _end_path(circle: Circle, mandate_id: UUID) -> str:
    return links.members_path(circle.pk, f"{mandate_id}/end/")
