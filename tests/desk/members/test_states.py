"""A regional group's coordinator says which States belong to it; a State may leave."""

import pytest

from stakeholders.models import RegionalMembership
from tests.stakeholders.cast import House

from .walking import as_, members, text


def membership(house: House, state: str) -> RegionalMembership:
    return RegionalMembership.objects.get(
        member=house.states[state], regional_group=house.regions["north-group"], ended_at=None
    )


def test_the_coordinator_adds_and_ends_states(house: House):
    client, circle = as_(house, "north-group"), house.region("north-group")
    form = text(client.get(members(circle, "states/add/")))
    assert 'value="CCC"' in form
    assert 'value="AAA"' not in form
    done = client.post(members(circle, "states/add/"), {"state": "CCC"}, follow=True)
    assert "CCC" in text(done)
    path = members(circle, f"states/{membership(house, 'CCC').pk}/end/")
    assert "leaves the regional group" in text(client.get(path))
    assert membership(house, "CCC").ended_at is None
    assert client.post(path).status_code == 302
    assert not RegionalMembership.objects.filter(member=house.states["CCC"], ended_at=None).exists()


def test_what_is_no_state_is_refused_at_the_field(house: House):
    client, circle = as_(house, "north-group"), house.region("north-group")
    for wrong in ("AAA", "north-group", "ZZZ", ""):
        page = client.post(members(circle, "states/add/"), {"state": wrong})
        assert page.status_code == 400
        assert 'href="#id_state"' in text(page)


def test_a_states_focal_point_leaves_and_reads_the_room_no_longer(house: House):
    client, circle = as_(house, "AAA-focal"), house.region("north-group")
    own, other = membership(house, "AAA"), membership(house, "BBB")
    page = text(client.get(members(circle)))
    assert f"states/{own.pk}/end/" in page
    assert f"states/{other.pk}/end/" not in page
    assert client.post(members(circle, f"states/{other.pk}/end/")).status_code == 404
    assert client.post(members(circle, f"states/{own.pk}/end/")).status_code == 302
    assert client.get(members(circle)).status_code == 404


@pytest.mark.parametrize(
    "who", ["AAA", "governments", "CCC-focal", "south-group", "secretariat", "employers"]
)
def test_nobody_else_changes_who_belongs(house: House, who):
    client, circle = as_(house, who), house.region("north-group")
    assert client.post(members(circle, "states/add/"), {"state": "CCC"}).status_code == 404
    ending = members(circle, f"states/{membership(house, 'AAA').pk}/end/")
    assert client.get(ending).status_code == 404
    assert client.post(ending).status_code == 404
    assert membership(house, "AAA").ended_at is None


def test_a_delegations_page_knows_no_states(house: House):
    client, circle = as_(house, "AAA-focal"), house.delegation("AAA")
    assert "Member States in this group" not in text(client.get(members(circle)))
    assert client.get(members(circle, "states/add/")).status_code == 404
