"""Members see the list of their circle; whoever admits there decides; others find nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from core.ids import new_id
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate
from stakeholders.services.mandates import end_mandate, propose_mandate
from stakeholders.terms import MandateTerms
from tests.stakeholders.cast import OPERATOR, START, House, actor, admitted, person

from .walking import GONE_BY, as_, invited, members, proposed, queries_of, text

SECRETS = re.compile(r'csrfmiddlewaretoken" value="\w+"|/circles/[\w-]+/')


def plain(answer) -> str:
    return SECRETS.sub("", text(answer))


@pytest.mark.parametrize("who", ["AAA", "AAA-focal"])
def test_every_member_sees_who_is_in_the_circle(house: House, who):
    page = as_(house, who).get(members(house.delegation("AAA")))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    for name in ("Focal-aaa", "Delegate-aaa"):
        assert name in text(page)
    assert "Focal-bbb" not in text(page)


@pytest.mark.parametrize("who", [*GONE_BY, "governments", "north-group", "BBB"])
def test_who_is_not_in_the_circle_is_told_what_is_told_of_none(house: House, who):
    client, nothing = as_(house, who), new_id()
    circle, mandate = house.delegation("AAA"), proposed(house)
    invitation, _ = invited(house, email="other@example.org")
    for page in (
        "",
        "invite/",
        f"{mandate.pk}/end/",
        f"{house['AAA'].pk}/end/",
        "states/add/",
    ):
        hidden = client.get(members(circle, page))
        absent = client.get(f"/desk/circles/{nothing}/members/{page}")
        assert (hidden.status_code, plain(hidden)) == (404, plain(absent)), page
    for page in (
        "invite/",
        f"{mandate.pk}/confirm/",
        f"{mandate.pk}/end/",
        f"invitations/{invitation.pk}/revoke/",
    ):
        assert client.post(members(circle, page), {"email": "x@example.org"}).status_code == 404
    mandate.refresh_from_db()
    invitation.refresh_from_db()
    assert (mandate.confirmed_at, mandate.ended_at, invitation.revoked_at) == (None, None, None)


def test_a_stranger_is_sent_to_sign_in(house: House, client: Client):
    for page in ("", "invite/", f"{house['AAA'].pk}/end/"):
        answer = client.get(members(house.delegation("AAA"), page))
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/")


def test_a_member_who_does_not_admit_sees_no_proposal_and_changes_nothing(house: House):
    mandate = proposed(house)
    invitation, _ = invited(house, email="other@example.org")
    circle, client = house.delegation("AAA"), as_(house, "AAA")
    page = text(client.get(members(circle)))
    for hidden in ("Newcomer", "example.org", "For you to decide", "Invite somebody"):
        assert hidden not in page
    for page in (
        "invite/",
        f"{mandate.pk}/confirm/",
        f"{house['AAA-focal'].pk}/end/",
        f"invitations/{invitation.pk}/revoke/",
    ):
        assert client.post(members(circle, page)).status_code == 404, page


def test_the_focal_point_admits_who_accepted(house: House):
    mandate, client = proposed(house, name="<i>New</i>"), as_(house, "AAA-focal")
    circle = house.delegation("AAA")
    page = text(client.get(members(circle)))
    assert "&lt;i&gt;New&lt;/i&gt;" in page
    assert "<i>New" not in page
    done = client.post(members(circle, f"{mandate.pk}/confirm/"), follow=True)
    assert "&lt;i&gt;New&lt;/i&gt; is admitted" in text(done)
    mandate.refresh_from_db()
    assert mandate.confirmed_by == house["AAA-focal"]
    again = client.post(members(circle, f"{mandate.pk}/confirm/"))
    assert again.status_code == 302  # the same word of the same person


def test_the_focal_point_turns_a_proposal_down_after_a_look(house: House):
    mandate, client = proposed(house), as_(house, "AAA-focal")
    path = members(house.delegation("AAA"), f"{mandate.pk}/end/")
    assert "Turn a proposal down" in text(client.get(path))
    mandate.refresh_from_db()
    assert mandate.ended_at is None
    assert client.post(path).status_code == 302
    mandate.refresh_from_db()
    assert mandate.ended_by == house["AAA-focal"]


def test_a_mandate_that_was_ended_serves_no_further_request(house: House):
    member, focal = as_(house, "AAA"), as_(house, "AAA-focal")
    circle = house.delegation("AAA")
    assert member.get(members(circle)).status_code == 200
    focal.post(members(circle, f"{house['AAA'].pk}/end/"))
    assert member.get(members(circle)).status_code != 200
    assert "Delegate-aaa" not in text(focal.get(members(circle)))


def test_a_member_lays_their_own_mandate_down(house: House):
    client, circle = as_(house, "AAA"), house.delegation("AAA")
    path = members(circle, f"{house['AAA'].pk}/end/")
    assert path in text(client.get(members(circle)))
    assert "Lay your mandate down" in text(client.get(path))
    assert client.post(path)["Location"] == "/desk/"
    assert not Mandate.objects.filter(pk=house["AAA"].pk, ended_at=None).exists()


def test_the_last_secretariat_of_a_group_is_told_why_it_can_not_leave(house: House):
    client, circle = as_(house, "employers"), house.group("employers")
    refused = client.post(members(circle, f"{house['employers'].pk}/end/"))
    assert refused.status_code == 409
    assert "confirm its successor first" in text(refused)


def test_the_government_group_sets_up_a_first_focal_point_and_sees_no_second(house: House):
    focal, circle = house["AAA-focal"], house.group("governments")
    second = proposed_focal(house, "second")
    client = as_(house, "governments")
    assert "Second" not in text(client.get(members(circle)))
    assert client.post(members(circle, f"{second.pk}/confirm/")).status_code == 404
    end_mandate(mandate_id=focal.pk, actor=actor(focal), at=timezone.now())
    assert "Second" in text(client.get(members(circle)))
    assert client.post(members(circle, f"{second.pk}/confirm/")).status_code == 302
    second.refresh_from_db()
    assert second.confirmed_by == house["governments"]


def test_the_government_group_turns_a_first_proposal_down(house: House):
    second = proposed_focal(house, "second")
    end_mandate(
        mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=timezone.now()
    )
    client, circle = as_(house, "governments"), house.group("governments")
    assert client.post(members(circle, f"{second.pk}/end/")).status_code == 302
    second.refresh_from_db()
    assert second.ended_by == house["governments"]


def proposed_focal(house: House, name: str) -> Mandate:
    place = (Group.GOVERNMENTS, house.states["AAA"])
    terms = MandateTerms(person(name), Capacity.FOCAL_POINT, *place)
    return propose_mandate(terms=terms, actor=OPERATOR, at=START)


def test_the_secretariat_sees_the_chairperson_and_observers_that_it_admitted(house: House):
    circle = Circle.objects.get(kind="secretariat")
    page = text(as_(house, "secretariat").get(members(circle)))
    for name in ("Sam", "Chairperson", "Observer"):
        assert name in page
    for who in ("chairperson", "observer", "employers"):
        assert as_(house, who).get(members(circle)).status_code == 404


@pytest.mark.parametrize(
    ("who", "where"),
    [
        ("AAA", "AAA"),
        ("governments", "governments"),
        ("employers-spokesperson", "employers"),
        ("secretariat", "secretariat"),
    ],
)
def test_the_way_to_members_leads_to_the_nearest_list(house: House, who, where):
    circle = (
        house.delegation(where)
        if where in house.states
        else Circle.objects.get(kind="secretariat")
        if where == "secretariat"
        else house.group(where)
    )
    assert as_(house, who).get("/desk/members/")["Location"] == members(circle)


@pytest.mark.parametrize("who", ["observer", "chairperson"])
def test_who_is_in_no_listed_circle_is_told_so(house: House, who):
    answer = as_(house, who).get("/desk/members/")
    assert answer.status_code == 200
    assert "described and not listed" in text(answer)


def test_the_list_costs_the_same_queries_for_many_members(house: House):
    circle, client = house.delegation("AAA"), as_(house, "AAA-focal")
    proposed(house, email="one@example.org")
    invited(house, email="first@example.org")
    few = queries_of(client, members(circle))
    for number in range(5):
        admitted(
            house["AAA-focal"],
            f"extra-{number}",
            Capacity.ADVISER,
            group=Group.GOVERNMENTS,
            organization=house.states["AAA"],
        )
        proposed(house, email=f"waiting-{number}@example.org")
        invited(house, email=f"open-{number}@example.org")
    assert queries_of(client, members(circle)) == few <= 25
