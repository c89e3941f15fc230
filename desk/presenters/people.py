"""People in a room: who they are there, and whom a substitute may act for."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.labels import labels
from reviews.entitlement import ENTITLEMENTS, Entitlement
from reviews.selectors.cards import Person
from stakeholders.enums import Capacity, CircleKind, Group
from stakeholders.models import Circle, Mandate

from .comments import Names, named

Entitled = Callable[[Entitlement], frozenset[Capacity]]


def clearing(row: Entitlement) -> frozenset[Capacity]:
    return row.endorse


def submitting(row: Entitlement) -> frozenset[Capacity]:
    return row.submit


def either(row: Entitlement) -> frozenset[Capacity]:
    return row.endorse | row.submit


def described(person: Person, names: Names, language: str) -> str:
    """Return for whom and as what somebody is in a room."""
    code = person.organization_code
    body = named([code], names, language)[0] if code else labels(Group, language)[person.group]
    return f"{labels(Capacity, language)[person.capacity]}, {body}"


def by_whom(person: Person | None, other: Person | None) -> str:
    """Return who made a move, and for whom; the portal made those without a person."""
    if person is None:
        return _("the portal")
    if other is None:
        return person.name
    return _("%(person)s for %(other)s") % {"person": person.name, "other": other.name}


def organization_codes(people: Iterable[Person | None]) -> set[str]:
    return {each.organization_code for each in people if each and each.organization_code}


def acting_for(
    through: Iterable[Mandate],
    circle: Circle,
    language: str,
    *,
    entitled: Entitled,
    chosen: UUID | None = None,
    or_oneself: bool = False,
) -> list[dict[str, Any]]:
    """Return whom a substitute may act for in the name of `circle`, as options of a select:
    those with the capacities that `entitled` takes from its row.
    """
    row = ENTITLEMENTS.get(CircleKind(circle.kind))
    able = entitled(row) if row else frozenset()
    options = [
        {
            "value": str(each.pk),
            "label": f"{each.user.name} ({labels(Capacity, language)[each.capacity]})",
            "checked": each.pk == chosen,
        }
        for each in through
        if each.capacity in able
    ]
    if options and or_oneself:
        options.insert(0, {"value": "", "label": _("myself"), "checked": chosen is None})
    return options
