"""Which member States belong to a regional group: the group's coordinator says so."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing
from core.ids import new_id
from record.acts import Act, act, together
from stakeholders.act_codes import ActCode
from stakeholders.enums import OrganizationKind
from stakeholders.models import Circle, Organization, RegionalMembership
from stakeholders.permissions import (
    acting_mandate,
    check_acts_itself,
    check_can_add_regional_member,
    check_can_end_regional_membership,
)

from .circles import locked_circles


@together()
def add_regional_member(
    *, regional_group: Organization, member: Organization, actor: Actor, at: datetime
) -> RegionalMembership:
    """Let a State's people read the regional group's circle from `at` on.

    A State may belong to several groups. Adding it again returns the membership to the person
    who added it, and raises Conflict for others. Raises Invalid, Conflict and NotAllowed.
    """
    check_acts_itself(actor)
    _check_kinds(regional_group, member)
    circle = _locked_circle(regional_group.pk)
    by = acting_mandate(actor, at=at)
    check_can_add_regional_member(mandate=by, circle=circle)
    there = RegionalMembership.objects.filter(
        regional_group=regional_group, member=member, ended_at=None
    ).select_related("added_by")
    for membership in there:
        if membership.added_by.user_id == by.user_id:
            return membership
        raise Conflict(_("This State belongs to the group already."), code="member_already")
    with act(
        ActCode.REGIONAL_MEMBER_ADDED, subject=regional_group.code, actor=actor, at=at
    ) as made:
        membership = RegionalMembership.objects.create(
            id=new_id(), regional_group=regional_group, member=member, added_at=at, added_by=by
        )
        _enter(made, membership, circle)
    return membership


@together()
def end_regional_membership(
    *, membership_id: UUID, actor: Actor, at: datetime
) -> RegionalMembership:
    """Take a State out of a regional group: by the group's coordinator, or by the State's focal
    point when it leaves. Its people read the circle no longer from `at` on.

    Ending again returns the membership to the person who ended it, and raises Conflict for
    others. Raises Missing and NotAllowed.
    """
    check_acts_itself(actor)
    found = RegionalMembership.objects.filter(pk=membership_id).first()
    if found is None:
        raise Missing(_("There is no such membership."))
    circle = _locked_circle(found.regional_group_id)
    by = acting_mandate(actor, at=at)
    membership = RegionalMembership.objects.select_related(
        "regional_group", "member", "ended_by"
    ).get(pk=membership_id)
    check_can_end_regional_membership(mandate=by, membership=membership, circle=circle)
    if membership.ended_at is not None:
        if membership.ended_by is not None and membership.ended_by.user_id == by.user_id:
            return membership
        raise Conflict(_("This membership was ended already."), code="ended_already")
    subject = membership.regional_group.code
    with act(ActCode.REGIONAL_MEMBER_ENDED, subject=subject, actor=actor, at=at) as made:
        membership.ended_at, membership.ended_by = at, by
        membership.save(update_fields=["ended_at", "ended_by"])
        _enter(made, membership, circle)
    return membership


def _enter(made: Act, membership: RegionalMembership, circle: Circle) -> None:
    """Both circles hear of it; the two entries share the public codes and no id."""
    made.enter(circle.chain, {"membership": str(membership.pk), "member": membership.member.code})
    delegation = Circle.objects.get(organization_id=membership.member_id)
    made.enter(delegation.chain, {"regional_group": membership.regional_group.code})


def _check_kinds(regional_group: Organization, member: Organization) -> None:
    if regional_group.kind != OrganizationKind.REGIONAL_GROUP:
        raise Invalid(_("“%(code)s” is not a regional group.") % {"code": regional_group.code})
    if member.kind != OrganizationKind.MEMBER_STATE:
        raise Invalid(
            _("“%(code)s” is not a member State; only States belong to a group.")
            % {"code": member.code}
        )


def _locked_circle(organization_id: UUID) -> Circle:
    circle = Circle.objects.filter(organization_id=organization_id).first()
    if circle is None:
        raise Conflict(
            "The circles are not open yet; run `load_reference` first.", code="circles_missing"
        )
    return locked_circles([circle.pk])[circle.pk]
