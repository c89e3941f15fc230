"""What whoever admits to a circle sees of it: who waits, who was invited, what they may end."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import Missing

from .admission import CIRCLES_WITH_LIST
from .enums import Capacity, CircleKind
from .models import Circle, Invitation, Mandate, Organization, RegionalMembership
from .permissions import admits_at, is_at_home
from .querysets import FIRST_OFFICES, InvitationQuerySet, MandateQuerySet


def listed_circle(circle_id: UUID, *, mandate: Mandate | None, at: datetime) -> Circle:
    """Return a circle whose member list `mandate` may read. Raises Missing for any other, as if
    there were none.
    """
    circles = Circle.objects.visible_to(mandate, at).filter(kind__in=CIRCLES_WITH_LIST)
    found = circles.select_related("organization").filter(pk=circle_id).first()
    if found is None:
        raise Missing(_("There is no such circle."))
    return found


def mandates_in_care(circle: Circle, *, mandate: Mandate, at: datetime) -> list[Mandate]:
    """Return the mandates that `mandate` may confirm or end at `circle`, proposals first.

    Where it admits: every one at home there that is neither ended nor over, and proposals for
    the first office of a circle inside that has nobody in it. Elsewhere at home: its own.
    """
    open_ones = (
        Mandate.objects.visible_to(mandate, at)
        .filter(Q(ends_at=None) | Q(ends_at__gt=at), ended_at=None)
        .select_related("user", "organization")
        .order_by("confirmed_at", "proposed_at", "pk")
    )
    if not admits_at(mandate, circle):
        return list(open_ones.filter(pk=mandate.pk)) if is_at_home(mandate, circle) else []
    there = Q(pk__in=Mandate.objects.at_home_in(circle).values("pk"))
    return sorted(
        open_ones.filter(there | _firsts_inside(circle, at)),
        key=lambda each: each.confirmed_at is not None,
    )


def invitations_in_care(circle: Circle, *, mandate: Mandate, at: datetime) -> list[Invitation]:
    """Return the open invitations that `mandate` may revoke at `circle`, the newest first; none
    where it does not admit.
    """
    if not admits_at(mandate, circle):
        return []
    return list(_invitations(mandate, at).open_at(at).order_by("-invited_at", "pk"))


def first_secretariats_accepted(*, mandate: Mandate, at: datetime) -> list[Invitation]:
    """Return the invitations to be a group's first secretariat that were accepted, and wait for
    the review secretariat, which `mandate` is of, to appoint; the oldest first.
    """
    set_up = Mandate.objects.filter(capacity=Capacity.GROUP_SECRETARIAT, confirmed_at__isnull=False)
    return list(
        _first_secretariats(mandate, at)
        .filter(accepted_at__isnull=False)
        .exclude(group__in=set_up.values("group"))
        .order_by("accepted_at", "pk")
    )


def first_secretariats_invited(*, mandate: Mandate, at: datetime) -> list[Invitation]:
    """Return the invitations to be a group's first secretariat that are open at `at`."""
    return list(_first_secretariats(mandate, at).open_at(at).order_by("group", "invited_at"))


def states_in(circle: Circle, *, at: datetime) -> list[RegionalMembership]:
    """Return the memberships of a regional group's circle, by the States' codes. For who reads
    the circle; empty for circles of other kinds.
    """
    if circle.kind != CircleKind.REGIONAL_GROUP:
        return []
    return list(
        RegionalMembership.objects.active_at(at)
        .filter(regional_group_id=circle.organization_id)
        .select_related("member", "regional_group")
        .order_by("member__code")
    )


def bodies_without_first_office(*, at: datetime) -> list[Organization]:
    """Return the member States and regional groups in whose circle nobody active admits."""
    held = Mandate.objects.active_at(at).filter(capacity__in=FIRST_OFFICES)
    return list(
        Organization.objects.filter(circle__isnull=False)
        .exclude(pk__in=held.values("organization"))
        .order_by("kind", "code")
    )


def organizations_of(group: str) -> list[Organization]:
    """Return the organizations of a group that have no circle of their own, by code; for "",
    those of no group.
    """
    return list(Organization.objects.filter(group=group, circle__isnull=True).order_by("code"))


def _firsts_inside(circle: Circle, at: datetime) -> Q:
    if circle.kind != CircleKind.GROUP:
        return Q(pk__in=[])
    held: MandateQuerySet = Mandate.objects.active_at(at).filter(capacity__in=FIRST_OFFICES)
    return Q(group=circle.group, capacity__in=FIRST_OFFICES, confirmed_at__isnull=True) & ~Q(
        organization__in=held.values("organization")
    )


def _invitations(mandate: Mandate, at: datetime) -> InvitationQuerySet:
    return Invitation.objects.visible_to(mandate, at).select_related(
        "organization", "home", "accepted_by"
    )


def _first_secretariats(mandate: Mandate, at: datetime) -> InvitationQuerySet:
    return _invitations(mandate, at).filter(
        capacity=Capacity.GROUP_SECRETARIAT, invited_by__capacity=Capacity.SECRETARIAT
    )
