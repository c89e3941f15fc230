"""The review secretariat sets up organizations and each group's first secretariat; no more."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from stakeholders.enums import Group
from stakeholders.models import Invitation, Mandate, Organization
from stakeholders.services.circles import ensure_circles
from stakeholders.services.invitations import accept_invitation
from stakeholders.services.secretariats import appoint_secretariat
from stakeholders.terms import Newcomer
from tests.desk.conftest import signed_in
from tests.stakeholders.cast import OPERATOR, START, SYSTEM, House, person

from .walking import ADDRESS, as_, queries_of, text

PAGE = "/desk/secretariat/organizations/"
FIRST = f"{PAGE}first/"
UNION = {
    "code": "metal_union",
    "kind": "workers_organization",
    "group": "workers",
    "name_en": "<b>Metal</b> Union",
    "name_fr": "",
    "name_es": "",
}
LINK = re.compile(r"/accounts/invitation/([\w-]{43})/")


@pytest.fixture
def empty_house(db: None) -> Client:
    """A house with a review secretariat and nobody else; its browser."""
    ensure_circles(actor=OPERATOR, at=START)
    mandate = appoint_secretariat(user=person("sam"), actor=OPERATOR, at=START)
    return signed_in(mandate.user, mandate)


@pytest.mark.parametrize(
    "who", ["chairperson", "observer", "governments", "employers", "AAA-focal", "north-group"]
)
def test_for_everybody_else_there_is_no_such_page(house: House, who):
    client = as_(house, who)
    for path in (PAGE, f"{FIRST}invite/"):
        assert client.get(path).status_code == 404
        assert client.post(path, UNION).status_code == 404
    assert not Organization.objects.filter(code="metal_union").exists()


def test_an_organization_is_set_up_and_its_name_shown_as_text(house: House):
    client = as_(house, "secretariat")
    page = text(client.post(PAGE, UNION, follow=True))
    assert "&lt;b&gt;Metal&lt;/b&gt; Union" in page
    assert "<b>Metal" not in page
    assert Organization.objects.get(code="metal_union").group == "workers"


def test_mistakes_are_named_at_their_fields(house: House):
    client = as_(house, "secretariat")
    for change, field in (
        ({"code": "Metal Union"}, "code"),
        ({"group": "employers"}, "group"),
        ({"kind": "member_state"}, "kind"),
        ({"name_en": ""}, "name_en"),
    ):
        page = client.post(PAGE, UNION | change)
        assert page.status_code == 400
        assert f'href="#id_{field}"' in text(page)
    assert not Organization.objects.filter(code="metal_union").exists()


def test_no_groups_people_are_shown(house: House):
    page = text(as_(house, "secretariat").get(PAGE))
    for name in ("Employers-secretariat", "Employers-voice", "Focal-aaa", "example.org"):
        assert name not in page
    assert page.count("admits its own.") >= 3


def test_a_first_secretariat_is_invited_accepts_and_is_appointed(empty_house: Client):
    said = {"group": "workers", "organization": "", "email": ADDRESS}
    page = text(empty_house.post(f"{FIRST}invite/", said))
    (key,) = set(LINK.findall(page))
    assert ADDRESS in text(empty_house.get(PAGE))
    newcomer = Newcomer("Ana <i>", "en", "four plain words here")
    accept_invitation(token=key, by=newcomer, actor=SYSTEM, at=timezone.now())
    waiting = text(empty_house.get(PAGE))
    assert "Appoint Ana &lt;i&gt;" in waiting
    invitation = Invitation.objects.get()
    path = f"{FIRST}{invitation.pk}/appoint/"
    assert empty_house.post(path).status_code == 302
    mandate = Mandate.objects.get(user__email=ADDRESS)
    assert mandate.is_active_at(timezone.now())
    assert mandate.group == Group.WORKERS
    assert empty_house.post(path).status_code == 404
    assert ADDRESS not in text(empty_house.get(PAGE))
    page = text(empty_house.get(f"{FIRST}invite/"))
    assert 'value="workers"' not in page


def test_a_link_to_a_first_secretariat_is_closed(empty_house: Client):
    said = {"group": "workers", "organization": "", "email": ADDRESS}
    empty_house.post(f"{FIRST}invite/", said)
    invitation = Invitation.objects.get()
    assert empty_house.post(f"{FIRST}{invitation.pk}/appoint/").status_code == 404
    assert empty_house.post(f"{FIRST}{invitation.pk}/revoke/").status_code == 302
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_a_group_that_has_a_secretariat_is_not_offered(house: House):
    client = as_(house, "secretariat")
    said = {"group": "workers", "organization": "", "email": ADDRESS}
    assert client.post(f"{FIRST}invite/", said).status_code == 400
    assert not Invitation.objects.exists()


def test_the_page_costs_the_same_queries_for_many_organizations(house: House):
    client = as_(house, "secretariat")
    few = queries_of(client, PAGE)
    for number in range(5):
        client.post(PAGE, UNION | {"code": f"union_{number}"})
    assert queries_of(client, PAGE) == few <= 20
