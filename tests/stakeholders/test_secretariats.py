"""How a house begins: the review secretariat sets up a group's first secretariat, once."""

import json

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate, Organization
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
    groups_without_secretariat,
)
from stakeholders.terms import MandateTerms

from .cast import LATER, NOW, OPERATOR, House, actor, admitted, circle, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat() -> Mandate:
    ensure_circles(actor=OPERATOR, at=NOW)
    return appoint_secretariat(user=person("sam"), actor=OPERATOR, at=NOW)


def appoint(group: str, name: str, by: Mandate) -> Mandate:
    return appoint_first_group_secretariat(group=group, user=person(name), actor=actor(by), at=NOW)


def test_the_first_secretariat_is_set_up_once(secretariat: Mandate):
    again = appoint_secretariat(user=secretariat.user, actor=OPERATOR, at=LATER)
    assert again == secretariat
    with pytest.raises(Conflict, match="admits its own"):
        appoint_secretariat(user=person("other"), actor=OPERATOR, at=NOW)
    with pytest.raises(NotAllowed):
        appoint_secretariat(user=person("third"), actor=actor(secretariat), at=NOW)
    own = circle("secretariat").chain
    assert list(Entry.objects.filter(circle=own).values_list("code", flat=True)) == [
        "circle.opened",
        "secretariat.appointed",
    ]


def test_the_secretariat_sets_up_each_group_once_and_both_chains_know(secretariat: Mandate):
    assert groups_without_secretariat() == ["governments", "employers", "workers"]
    mandate = appoint(Group.EMPLOYERS, "first", secretariat)
    assert groups_without_secretariat() == ["governments", "workers"]
    assert mandate.is_active_at(NOW)
    told = {
        entry.circle: json.loads(bytes(entry.payload))
        for entry in Entry.objects.filter(code="group_secretariat.appointed")
    }
    assert told[circle("secretariat").chain] == {"group": "employers"}
    assert told[circle("group", group="employers").chain]["mandate"] == str(mandate.pk)
    assert len(told) == 2


def test_the_same_appointment_again_changes_nothing_and_another_is_a_conflict(secretariat):
    first = appoint(Group.WORKERS, "first", secretariat)
    again = appoint_first_group_secretariat(
        group=Group.WORKERS, user=first.user, actor=actor(secretariat), at=LATER
    )
    assert again == first
    with pytest.raises(Conflict, match="admits its own"):
        appoint(Group.WORKERS, "second", secretariat)


def test_the_secretariat_sets_up_no_second_secretariat_after_the_first_left(secretariat):
    first = appoint(Group.WORKERS, "first", secretariat)
    admitted(first, "successor", Capacity.GROUP_SECRETARIAT, group=Group.WORKERS, at=NOW)
    end_mandate(mandate_id=first.pk, actor=actor(first), at=NOW)
    with pytest.raises(Conflict):
        appoint(Group.WORKERS, "another", secretariat)


def test_the_secretariat_can_not_put_its_own_people_into_a_group(secretariat: Mandate):
    colleague = admitted(secretariat, "colleague", Capacity.SECRETARIAT, at=NOW)
    for user in (secretariat.user, colleague.user):
        with pytest.raises(NotAllowed):
            appoint_first_group_secretariat(
                group=Group.EMPLOYERS, user=user, actor=actor(secretariat), at=NOW
            )
    assert groups_without_secretariat() == ["governments", "employers", "workers"]


@pytest.mark.parametrize(
    "who", ["governments", "employers", "AAA-focal", "chairperson", "observer"]
)
def test_nobody_but_the_secretariat_sets_up_a_group(house: House, who):
    with pytest.raises(NotAllowed):
        appoint(Group.WORKERS, "usurper", house[who])


def test_the_review_secretariat_can_put_nobody_into_any_circle_of_a_group(house: House):
    """Every capacity that a group, a delegation or a regional group knows, tried in turn."""
    places: list[tuple[Organization | None, Group]] = [
        (house.states["AAA"], Group.GOVERNMENTS),
        (house.regions["north-group"], Group.GOVERNMENTS),
    ]
    places += [(None, group) for group in Group]
    tried = 0
    for number, (organization, group) in enumerate(places):
        for capacity in Capacity:
            terms = MandateTerms(person(f"{capacity}-{number}"), capacity, group, organization)
            try:
                mandate = propose_mandate(terms=terms, actor=OPERATOR, at=NOW)
            except Invalid:
                continue
            tried += 1
            with pytest.raises(NotAllowed):
                confirm_mandate(mandate_id=mandate.pk, actor=actor(house["secretariat"]), at=NOW)
            with pytest.raises(NotAllowed):
                end_mandate(mandate_id=mandate.pk, actor=actor(house["secretariat"]), at=NOW)
    assert tried == 5 + 4 + 4 + 5 + 5
    secretariat = Circle.objects.visible_to(house["secretariat"], NOW)
    assert {each.kind for each in secretariat} == {"secretariat", "constituents", "public"}
