"""Who belongs to a regional group is the group's own word; the State may leave."""

import json

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.ids import new_id
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import RegionalMembership
from stakeholders.selectors import circles_of
from stakeholders.services.regional import add_regional_member, end_regional_membership

from .cast import LATER, NOW, House, actor, admitted


def add(house: House, who: str, region: str, member: str, at=NOW) -> RegionalMembership:
    return add_regional_member(
        regional_group=house.regions[region],
        member=house.states[member],
        actor=actor(house[who]),
        at=at,
    )


def rooms(house: House, who: str, at=NOW) -> list[str]:
    return [
        each.organization.code
        for each in circles_of(house[who], at=at)
        if each.kind == "regional_group" and each.organization
    ]


def test_groups_overlap(house: House):
    add(house, "south-group", "south-group", "AAA")
    assert rooms(house, "AAA") == ["north-group", "south-group"]
    assert rooms(house, "BBB") == ["north-group"]


@pytest.mark.parametrize(
    "who", ["south-group", "governments", "secretariat", "AAA-focal", "CCC-focal", "employers"]
)
def test_only_the_coordinator_adds_a_state(house: House, who):
    with pytest.raises(NotAllowed):
        add(house, who, "north-group", "CCC")
    assert rooms(house, "CCC") == []


def test_adding_again_is_the_same_act_for_one_and_a_conflict_for_another(house: House):
    first = add(house, "south-group", "south-group", "CCC")
    assert add(house, "south-group", "south-group", "CCC", at=LATER) == first
    admitted(
        house["south-group"],
        "second-coordinator",
        Capacity.REGIONAL_COORDINATOR,
        group=Group.GOVERNMENTS,
        organization=house.regions["south-group"],
    )
    house.mandates["second"] = house.regions["south-group"].mandates.get(
        user__name="Second-coordinator"
    )
    with pytest.raises(Conflict):
        add(house, "second", "south-group", "CCC")


def test_a_membership_limited_to_a_framework_does_not_exist(house: House):
    house.mandates["limited"] = admitted(
        house["south-group"],
        "limited",
        Capacity.REGIONAL_COORDINATOR,
        group=Group.GOVERNMENTS,
        organization=house.regions["south-group"],
        framework_key="practice-framework",
    )
    with pytest.raises(NotAllowed):
        add(house, "limited", "south-group", "CCC")


def test_only_states_belong_and_only_regional_groups_have_members(house: House):
    north, south, aaa = (
        house.regions["north-group"],
        house.regions["south-group"],
        house.states["AAA"],
    )
    for regional_group, member in ((north, south), (aaa, north), (aaa, aaa)):
        with pytest.raises(Invalid):
            add_regional_member(
                regional_group=regional_group,
                member=member,
                actor=actor(house["north-group"]),
                at=NOW,
            )


@pytest.mark.parametrize("who", ["north-group", "AAA-focal"])
def test_the_coordinator_or_the_state_itself_ends_a_membership_at_once(house: House, who):
    membership = RegionalMembership.objects.get(member=house.states["AAA"])
    ended = end_regional_membership(membership_id=membership.pk, actor=actor(house[who]), at=NOW)
    again = end_regional_membership(membership_id=ended.pk, actor=actor(house[who]), at=LATER)
    assert again.ended_at == NOW
    assert rooms(house, "AAA") == []
    assert rooms(house, "BBB") == ["north-group"]
    other = "AAA-focal" if who == "north-group" else "north-group"
    with pytest.raises(Conflict):
        end_regional_membership(membership_id=ended.pk, actor=actor(house[other]), at=LATER)
    assert add(house, "north-group", "north-group", "AAA", at=LATER).pk != ended.pk


@pytest.mark.parametrize("who", ["AAA", "BBB-focal", "governments", "secretariat", "south-group"])
def test_nobody_else_ends_a_membership(house: House, who):
    membership = RegionalMembership.objects.get(member=house.states["AAA"])
    with pytest.raises(NotAllowed):
        end_regional_membership(membership_id=membership.pk, actor=actor(house[who]), at=NOW)


def test_a_membership_that_does_not_exist_is_missing(house: House):
    with pytest.raises(Missing):
        end_regional_membership(membership_id=new_id(), actor=actor(house["north-group"]), at=NOW)


def test_both_circles_hear_of_it_and_share_no_private_id(house: House):
    membership = RegionalMembership.objects.get(member=house.states["BBB"])
    entries = Entry.objects.filter(code="regional_membership.added", at=membership.added_at)
    told = {entry.circle: json.loads(bytes(entry.payload)) for entry in entries}
    assert told[house.delegation("BBB").chain] == {"regional_group": "north-group"}
    assert {"membership": str(membership.pk), "member": "BBB"} in [
        json.loads(bytes(entry.payload))
        for entry in entries.filter(circle=house.region("north-group").chain)
    ]
    assert not entries.filter(circle="public").exists()
