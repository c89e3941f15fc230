"""Circles are opened once for every audience that can exist; they are never closed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from core.actor import Actor, ActorKind
from core.errors import Conflict, Invalid, NotAllowed
from record.acts import act, together
from record.models import SYSTEM
from stakeholders.act_codes import ActCode
from stakeholders.enums import CircleKind, Group, OrganizationKind
from stakeholders.models import Circle, Mandate, Organization

_OWN_CIRCLE = {
    OrganizationKind.MEMBER_STATE: CircleKind.DELEGATION,
    OrganizationKind.REGIONAL_GROUP: CircleKind.REGIONAL_GROUP,
}


def ensure_circles(*, actor: Actor, at: datetime) -> int:
    """Open the circles that are missing: one per member State, regional group and group, the
    review secretariat's, the plenary's and the public's. Return how many were opened.

    Each opening is the first entry of the circle's own chain; the public's is entered into the
    portal's own chain, since nothing that the public reads changes by it.
    """
    if actor.kind is ActorKind.PERSON:
        raise NotAllowed("Circles follow from the organizations; nobody opens one by hand.")
    with together():
        # Two loads at once would each find the same circles missing.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE stakeholders_circle IN SHARE ROW EXCLUSIVE MODE")
        missing = list(_missing())
        for circle in missing:
            _open(circle, actor=actor, at=at)
        return len(missing)


def home_of(mandate: Mandate) -> Circle:
    """Return the circle that admits `mandate`, which may be unsaved.

    Raises Invalid where its organization and group don't fit together, and Conflict where the
    circles were not opened yet.
    """
    _check_organization(mandate.organization, mandate.group)
    home = Circle.objects.home_of(mandate).first()
    needs_own = mandate.organization and mandate.organization.kind in _OWN_CIRCLE
    if home is None or (needs_own and home.organization_id is None):
        raise Conflict(
            "The circles are not open yet; run `load_reference` first.", code="circles_missing"
        )
    return home


def locked_circles(circle_ids: Sequence[UUID]) -> dict[UUID, Circle]:
    """Lock circles until the transaction ends, in id order, before any mandate in them: so
    everything that changes who is in a circle happens one after the other.
    """
    locked = Circle.objects.select_for_update().filter(pk__in=circle_ids).order_by("pk")
    return {circle.pk: circle for circle in locked}


def _open(circle: Circle, *, actor: Actor, at: datetime) -> None:
    with act(ActCode.CIRCLE_OPENED, subject=str(circle.pk), actor=actor, at=at) as made:
        circle.save(force_insert=True)
        chain = SYSTEM if circle.kind == CircleKind.PUBLIC else circle.chain
        made.enter(
            chain,
            {
                "circle": str(circle.pk),
                "kind": circle.kind,
                "group": circle.group,
                "organization": circle.organization.code if circle.organization else "",
            },
        )


def _missing() -> Iterator[Circle]:
    for organization in Organization.objects.filter(
        kind__in=_OWN_CIRCLE, circle__isnull=True
    ).order_by("code"):
        kind = _OWN_CIRCLE[OrganizationKind(organization.kind)]
        yield Circle(kind=kind, group=Group.GOVERNMENTS, organization=organization)
    wanted = [(CircleKind.GROUP, group.value) for group in Group]
    wanted += [
        (kind, "") for kind in (CircleKind.SECRETARIAT, CircleKind.CONSTITUENTS, CircleKind.PUBLIC)
    ]
    there = set(Circle.objects.filter(organization=None).values_list("kind", "group"))
    for kind, group in wanted:
        if (kind, group) not in there:
            yield Circle(kind=kind, group=group)


def _check_organization(organization: Organization | None, group: str) -> None:
    if organization is None:
        return
    if group and organization.group != group:
        raise Invalid(
            f"The organization “{organization.code}” does not belong to the group “{group}”.",
            code="organization_of_another_group",
        )
    if not group and organization.kind == OrganizationKind.REGIONAL_GROUP:
        raise Invalid("A regional group holds no mandate of the review itself.")
