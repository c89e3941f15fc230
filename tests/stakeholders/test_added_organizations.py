"""Unions, employers' bodies and the like are set up by the review secretariat, on the record."""

from typing import Any

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from record.models import Entry
from stakeholders.enums import Group, OrganizationKind
from stakeholders.models import Mandate, Organization
from stakeholders.services.organizations import add_organization

from .cast import EVERYBODY, NOW, House, actor, circle


def union(by: Mandate, **changes: Any) -> Organization:
    said: dict[str, Any] = {
        "code": "metal_union",
        "kind": OrganizationKind.WORKERS_ORGANIZATION,
        "group": Group.WORKERS,
        "name": {"en": "Métal  Union", "fr": ""},
    }
    return add_organization(actor=actor(by), at=NOW, **said | changes)


def test_the_review_secretariat_sets_up_an_organization_in_its_own_chain(house: House):
    made = union(house["secretariat"])
    assert (made.name, made.sort_key) == ({"en": "Métal Union"}, {"en": "metal union"})
    assert union(house["secretariat"]) == made
    entries = Entry.objects.filter(code="organization.added")
    assert [entry.circle for entry in entries] == [circle("secretariat").chain]


def test_nobody_else_sets_up_an_organization(house: House):
    for who in set(EVERYBODY) - {"secretariat"}:
        with pytest.raises(NotAllowed):
            union(house[who])
    assert not Organization.objects.filter(code="metal_union").exists()


def test_a_code_in_use_is_a_conflict(house: House):
    union(house["secretariat"])
    with pytest.raises(Conflict, match="in use"):
        union(house["secretariat"], name={"en": "Another union"})


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"code": "Metal Union"}, "/code"),
        ({"kind": "member_state"}, "/kind"),
        ({"kind": "regional_group"}, "/kind"),
        ({"group": "employers"}, "/group"),
        ({"group": ""}, "/group"),
        ({"name": {"en": " "}}, "/name/en"),
        ({"name": {"fr": "a" * 201}}, "/name/fr"),
        ({"name": {"es": "nul\x00", "en": "x"}}, "/name/es"),
    ],
)
def test_an_organization_that_can_not_stand_is_refused_by_field(house: House, change, pointer):
    with pytest.raises(Invalid) as refused:
        union(house["secretariat"], **change)
    assert [error.pointer for error in refused.value.errors] == [pointer]
