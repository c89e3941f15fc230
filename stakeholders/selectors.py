"""Readings over several tables, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from core.errors import DomainError, Missing
from core.languages import Texts

from .admission import CIRCLES_WITH_LIST
from .enums import Capacity, CircleKind
from .keys import digest_of
from .models import ApiToken, Circle, Invitation, Mandate

# From the narrowest room to the widest: the order in which an audience is offered.
_WIDTH = [
    CircleKind.DELEGATION,
    CircleKind.REGIONAL_GROUP,
    CircleKind.GROUP,
    CircleKind.SECRETARIAT,
    CircleKind.CONSTITUENTS,
    CircleKind.PUBLIC,
]


class LinkClosed(DomainError):
    """A link was good once and serves no more; `code` says why."""

    code = "link_closed"
    status = 410


@dataclass(frozen=True, slots=True)
class Member:
    """One line of a circle's member list. `organization_code` is "" for none, and
    `organization_name` then empty; times are UTC.
    """

    mandate_id: UUID
    user_id: UUID
    name: str
    group: str
    capacity: str
    organization_code: str
    framework_key: str
    since: datetime
    organization_name: Texts


def circles_of(mandate: Mandate | None, *, at: datetime) -> list[Circle]:
    """Return the circles that `mandate` reads at `at`, the narrowest first.

    A delegation's people read its circle, those of its regional groups, the Government
    group's, the plenary's and the public's. A group's secretariat reads its group's and wider,
    never a delegation's. The review secretariat reads its own, the plenary's and the public's,
    the chairperson the last two, an observer the public's alone.
    """
    width = Case(
        *(When(kind=kind, then=Value(rank)) for rank, kind in enumerate(_WIDTH)),
        output_field=IntegerField(),
    )
    return list(
        Circle.objects.visible_to(mandate, at)
        .select_related("organization")
        .order_by(width, "organization__code")
    )


def members_of(circle: Circle, *, mandate: Mandate | None, at: datetime) -> list[Member]:
    """Return the member list of `circle` as `mandate` may read it, by organization and name.

    Empty for the plenary and the public, which are described and not listed. Raises Missing
    where `mandate` does not read the circle, exactly as if there were none.
    """
    if not Circle.objects.visible_to(mandate, at).filter(pk=circle.pk).exists():
        raise Missing(_("There is no such circle."))
    if circle.kind not in CIRCLES_WITH_LIST:
        return []
    capacities = Capacity.values
    found = (
        Mandate.objects.visible_to(mandate, at)
        .members_of(circle, at)
        .select_related("user", "organization")
    )
    return sorted(
        (_member(each) for each in found),
        key=lambda member: (
            member.organization_code,
            capacities.index(member.capacity),
            member.name,
            str(member.mandate_id),
        ),
    )


def mandates_of_user(user_id: UUID, *, at: datetime) -> list[Mandate]:
    """Return the mandates that a person may choose to act under at `at`."""
    return list(
        Mandate.objects.active_at(at)
        .filter(user_id=user_id)
        .select_related("user", "organization")
        .order_by("group", "organization__code", "capacity", "starts_at", "id")
    )


def mandates_in_waiting(user_id: UUID, *, at: datetime) -> list[Mandate]:
    """Return a person's mandates that wait for their home circle's word at `at`."""
    return list(
        Mandate.objects.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            user_id=user_id,
            confirmed_at__isnull=True,
            ended_at__isnull=True,
        )
        .select_related("organization")
        .order_by("proposed_at", "id")
    )


def _member(mandate: Mandate) -> Member:
    return Member(
        mandate_id=mandate.pk,
        user_id=mandate.user_id,
        name=mandate.user.name,
        group=mandate.group,
        capacity=mandate.capacity,
        organization_code=mandate.organization.code if mandate.organization else "",
        framework_key=mandate.framework_key,
        since=max(mandate.starts_at, mandate.confirmed_at or mandate.starts_at),
        organization_name=mandate.organization.name if mandate.organization else {},
    )


def invitation_of(token: str, *, at: datetime) -> Invitation:
    """Return the open invitation whose link carries `token`.

    Raises Missing (`invitation_unknown`) for a token that was never given out, altered ones
    alike, and LinkClosed for one that was used, revoked or has expired.
    """
    found = (
        Invitation.objects.select_related("home", "organization", "invited_by")
        .filter(token_digest=digest_of(token))
        .first()
    )
    if found is None:
        raise Missing(_("This link leads to no invitation."), code="invitation_unknown")
    check_open(found, at=at)
    return found


def check_open(invitation: Invitation, *, at: datetime) -> None:
    """Raise LinkClosed, with its reason as code, unless the invitation's link serves at `at`."""
    if invitation.accepted_at is not None:
        raise LinkClosed(_("This invitation was used already."), code="invitation_used")
    if invitation.revoked_at is not None:
        raise LinkClosed(_("This invitation was taken back."), code="invitation_revoked")
    if invitation.expires_at <= at:
        raise LinkClosed(_("This invitation has expired."), code="invitation_expired")


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """Return the token that `secret` is, with its mandate, user and last use, if it opens
    anything at `at`; None alike for one that is unknown, revoked, expired, or whose mandate
    is not active.
    """
    return (
        ApiToken.objects.active_at(at)
        .select_related("mandate__user", "mandate__organization", "use")
        .filter(digest=digest_of(secret))
        .first()
    )


def tokens_of_user(user_id: UUID) -> list[ApiToken]:
    """Return every token that a person issued, under whichever mandate, the newest first."""
    return list(
        ApiToken.objects.filter(mandate__user_id=user_id)
        .select_related("mandate__user", "mandate__organization", "use")
        .order_by("-issued_at", "pk")
    )
