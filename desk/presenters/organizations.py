"""What the review secretariat set up: organizations, and the first secretariat of each group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.labels import labels
from core.words import Said, said
from stakeholders.enums import Group, OrganizationKind
from stakeholders.models import Invitation, Organization, User

from . import links
from .invitations import Offer, offer_of


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One organization in words."""

    code: str
    name: Said
    kind: str
    group: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Where the first secretariat of a group stands: set up, or invited and accepted so far. Of a
    group that is set up nothing else is said: it is its own.
    """

    name: str
    is_set_up: bool
    invited: list[Offer]
    accepted: list["AcceptedRow"]


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """Somebody who accepted to be a group's first secretariat and waits to be appointed."""

    name: str
    email: str
    body: Said | None
    appoint_url: str


def organization_rows(
    organizations: Iterable[Organization], language: str
) -> list[OrganizationRow]:
    """Return organizations in words, in the order given."""
    kinds, groups = labels(OrganizationKind, language), labels(Group, language)
    return [
        OrganizationRow(each.code, said(each.name, language), kinds[each.kind], groups[each.group])
        for each in organizations
    ]


def group_rows(
    without: Sequence[str],
    invited: Sequence[Invitation],
    accepted: Sequence[Invitation],
    *,
    me: User,
) -> list[GroupRow]:
    """Return one row a group; `without` names those that were never set up."""
    return [
        GroupRow(
            name=labels(Group, me.language)[group],
            is_set_up=group.value not in without,
            invited=[
                offer_of(each, language=me.language, zone=me.time_zone)
                for each in invited
                if each.group == group
            ],
            accepted=[_accepted(each, me) for each in accepted if each.group == group],
        )
        for group in Group
    ]


def _accepted(invitation: Invitation, me: User) -> AcceptedRow:
    user, organization = invitation.accepted_by, invitation.organization
    return AcceptedRow(
        name=user.name if user else "",
        email=user.email if user else "",
        body=said(organization.name, me.language) if organization else None,
        appoint_url=f"{links.ORGANIZATIONS}first/{invitation.pk}/appoint/",
    )
