"""Readings of circles and mandates. Each reading for somebody starts at `visible_to`."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from . import models as nouns  # its classes are looked up when asked: they import this module
from .admission import ADMISSIONS, CIRCLES_WITH_LIST
from .enums import Capacity, CircleKind, Group

if TYPE_CHECKING:
    from .models import (  # noqa: F401
        ApiToken,
        Circle,
        Invitation,
        Mandate,
        RegionalMembership,
    )

# The offices that a group's secretariat may fill for the first time in a circle inside it.
FIRST_OFFICES = (Capacity.FOCAL_POINT, Capacity.REGIONAL_COORDINATOR)
# Capacities that sit in the plenary without belonging to a group. Observers do not.
PLENARY_OFFICERS = (Capacity.SECRETARIAT, Capacity.CHAIRPERSON)


class CircleQuerySet(QuerySet["Circle"]):
    """Circles, asked by who may read what is said in them."""

    def visible_to(self, mandate: "Mandate | None", at: datetime) -> "CircleQuerySet":
        """Keep the circles that `mandate` reads at `at`; nobody, or a mandate that is not
        active, reads the public's only.
        """
        return self.filter(_reads(mandate, at))

    def home_of(self, mandate: "Mandate") -> "CircleQuerySet":
        """Keep the one circle that admits and ends `mandate`."""
        if not mandate.group:
            return self.filter(kind=CircleKind.SECRETARIAT)
        if mandate.organization is not None:
            own = self.filter(organization=mandate.organization)
            if own.exists():
                return own
        return self.filter(kind=CircleKind.GROUP, group=mandate.group)


class MandateQuerySet(QuerySet["Mandate"]):
    """Mandates, asked by what they allow at an instant."""

    def active_at(self, at: datetime) -> "MandateQuerySet":
        """Keep those that are confirmed, begun and not ended at `at`, of users who may sign in."""
        return self.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            starts_at__lte=at,
            confirmed_at__lte=at,
            user__is_active=True,
        )

    def members_of(self, circle: "Circle", at: datetime) -> "MandateQuerySet":
        """Keep the active mandates that read `circle` at `at`; none for the public's."""
        return self.active_at(at).filter(_members(circle, at))

    def at_home_in(self, circle: "Circle") -> "MandateQuerySet":
        """Keep the mandates that `circle` admits and ends, whatever their state."""
        if circle.organization_id is not None:
            return self.filter(organization_id=circle.organization_id)
        if circle.kind == CircleKind.GROUP:
            return self.filter(group=circle.group).exclude(organization__circle__isnull=False)
        if circle.kind == CircleKind.SECRETARIAT:
            return self.filter(group="")
        return self.none()

    def visible_to(self, mandate: "Mandate | None", at: datetime) -> "MandateQuerySet":
        """Keep what the holder of `mandate` may know of at `at`: that mandate itself, the active
        members of the circles it reads, and, where it admits, every mandate at home there.
        """
        if mandate is None or not mandate.is_active_at(at):
            return self.none()
        circles = nouns.Circle.objects.visible_to(mandate, at).filter(kind__in=CIRCLES_WITH_LIST)
        seen = Q(pk=mandate.pk)
        for circle in circles:
            seen |= Q(pk__in=nouns.Mandate.objects.members_of(circle, at).values("pk"))
        return self.filter(seen | _admitted_by(mandate))


class RegionalMembershipQuerySet(QuerySet["RegionalMembership"]):
    """Who belongs to a regional group, asked at an instant."""

    def active_at(self, at: datetime) -> "RegionalMembershipQuerySet":
        """Keep those that have begun and not ended at `at`."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), added_at__lte=at)


class InvitationQuerySet(QuerySet["Invitation"]):
    """Invitations, asked by who answers for them."""

    def open_at(self, at: datetime) -> "InvitationQuerySet":
        """Keep those whose link still serves at `at`."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def visible_to(self, mandate: "Mandate | None", at: datetime) -> "InvitationQuerySet":
        """Keep those to the circle that `mandate` admits to, and those that its circle made to
        the first of another one; nothing for who admits nowhere.
        """
        if mandate is None or not mandate.is_active_at(at):
            return self.none()
        home = nouns.Circle.objects.home_of(mandate).get()
        if mandate.capacity != ADMISSIONS[CircleKind(home.kind)].admitting:
            return self.none()
        made_by_us = Q(invited_by__in=nouns.Mandate.objects.at_home_in(home).values("pk"))
        return self.filter(Q(home=home) | made_by_us)


class ApiTokenQuerySet(QuerySet["ApiToken"]):
    """Tokens, asked by whether they open anything."""

    def active_at(self, at: datetime) -> "ApiTokenQuerySet":
        """Keep those that are neither revoked nor expired and whose mandate is active at `at`."""
        return self.filter(
            revoked_at=None,
            issued_at__lte=at,
            expires_at__gt=at,
            mandate__in=nouns.Mandate.objects.active_at(at),
        )


def _reads(mandate: "Mandate | None", at: datetime) -> Q:
    public = Q(kind=CircleKind.PUBLIC)
    if mandate is None or not mandate.is_active_at(at):
        return public
    plenary = Q(kind=CircleKind.CONSTITUENTS)
    if mandate.group:
        return public | plenary | _reads_in_group(mandate, at)
    if mandate.capacity == Capacity.SECRETARIAT:
        return public | plenary | Q(kind=CircleKind.SECRETARIAT)
    return public | plenary if mandate.capacity in PLENARY_OFFICERS else public


def _reads_in_group(mandate: "Mandate", at: datetime) -> Q:
    readable = Q(kind=CircleKind.GROUP, group=mandate.group)
    if mandate.group == Group.GOVERNMENTS and mandate.organization_id is not None:
        readable |= Q(organization_id=mandate.organization_id)
        readable |= Q(
            kind=CircleKind.REGIONAL_GROUP,
            organization__in=_regional_memberships(at)
            .filter(member_id=mandate.organization_id)
            .values("regional_group"),
        )
    return readable


def _members(circle: "Circle", at: datetime) -> Q:
    match CircleKind(circle.kind):
        case CircleKind.DELEGATION:
            return Q(organization_id=circle.organization_id)
        case CircleKind.REGIONAL_GROUP:
            states = _regional_memberships(at).filter(regional_group_id=circle.organization_id)
            return Q(organization_id=circle.organization_id) | Q(
                organization__in=states.values("member")
            )
        case CircleKind.GROUP:
            return Q(group=circle.group)
        case CircleKind.SECRETARIAT:
            return Q(capacity=Capacity.SECRETARIAT)
        case CircleKind.CONSTITUENTS:
            return ~Q(group="") | Q(capacity__in=PLENARY_OFFICERS)
        case CircleKind.PUBLIC:
            return Q(pk__in=[])


def _admitted_by(mandate: "Mandate") -> Q:
    """Return the mandates that wait for `mandate`'s word or are its to end."""
    home = nouns.Circle.objects.home_of(mandate).get()
    if mandate.capacity != ADMISSIONS[CircleKind(home.kind)].admitting:
        return Q(pk__in=[])
    mine = Q(pk__in=nouns.Mandate.objects.at_home_in(home).values("pk"))
    if home.kind == CircleKind.GROUP:
        # The first focal point or coordinator of a circle inside this group.
        mine |= Q(
            group=home.group, capacity__in=FIRST_OFFICES, confirmed_at__isnull=True, ended_at=None
        )
    return mine


def _regional_memberships(at: datetime) -> RegionalMembershipQuerySet:
    return nouns.RegionalMembership.objects.active_at(at)
