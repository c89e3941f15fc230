"""Whoever admits makes a link, sees it once, and may close it again."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from stakeholders.models import Invitation, Mandate
from stakeholders.selectors import invitation_of
from stakeholders.services.mandates import end_mandate
from tests.stakeholders.cast import House, actor

from .walking import ADDRESS, as_, invited, members, text

SENT = {"email": ADDRESS, "capacity": "delegate", "framework_key": "", "ends_on": ""}
LINK = re.compile(r"http://testserver/accounts/invitation/([\w-]{43})/")


def invite(client: Client, house: House, **changes: Any) -> Any:
    return client.post(members(house.delegation("AAA"), "invite/"), SENT | changes)


def test_the_link_is_shown_once_and_mailed_to_the_invited_address(house: House):
    client = as_(house, "AAA-focal")
    assert "Delegate" in text(client.get(members(house.delegation("AAA"), "invite/")))
    page = invite(client, house)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    (key,) = set(LINK.findall(text(page)))
    assert invitation_of(key, at=timezone.now()).email == ADDRESS
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert key in sent.body
    after = text(client.get(members(house.delegation("AAA"))))
    assert ADDRESS in after
    assert key not in after


def test_a_mail_server_that_fails_loses_no_invitation(house: House, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    page = invite(as_(house, "AAA-focal"), house)
    assert page.status_code == 200
    assert "could not be sent" in text(page)
    (key,) = set(LINK.findall(text(page)))
    assert invitation_of(key, at=timezone.now()).email == ADDRESS


def test_mistakes_are_named_and_what_was_typed_is_kept(house: House):
    client = as_(house, "AAA-focal")
    for email in ("nobody", "x@example.org\nBcc: all@example.org", "<b>@example.org"):
        page = invite(client, house, email=email)
        assert page.status_code == 400
        assert 'href="#id_email"' in text(page)
        assert "<b>@" not in text(page)
    assert invite(client, house, capacity="secretariat").status_code == 400
    assert invite(client, house, ends_on="2001-01-01").status_code == 400
    assert invite(client, house, ends_on="9999-12-31").status_code == 400
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_the_same_invitation_again_is_a_conflict_in_words(house: House):
    client = as_(house, "AAA-focal")
    invite(client, house)
    again = invite(client, house)
    assert again.status_code == 409
    assert "Revoke it first" in text(again)
    assert not LINK.search(text(again))


def test_the_last_day_ends_at_midnight_where_the_inviter_is(house: House):
    day = timezone.now().date().replace(year=timezone.now().year + 1, month=1, day=31)
    invite(as_(house, "AAA-focal"), house, ends_on=day.isoformat())
    ends_at = Invitation.objects.get().ends_at
    assert ends_at is not None
    assert ends_at.isoformat() == f"{day.isoformat()}T23:00:00+00:00"


def test_a_link_is_closed_by_whoever_admits(house: House):
    invitation, key = invited(house)
    client = as_(house, "AAA-focal")
    path = members(house.delegation("AAA"), f"invitations/{invitation.pk}/revoke/")
    assert client.get(path).status_code == 405
    assert "link is closed" in text(client.post(path, follow=True))
    assert Client().get(f"/accounts/invitation/{key}/").status_code == 410


def test_the_government_group_invites_the_first_focal_point_of_a_delegation(house: House):
    client, circle = as_(house, "governments"), house.group("governments")
    path = members(circle, "invite/")
    assert 'value="AAA"' not in text(client.get(path))  # it has a focal point
    end_mandate(
        mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=timezone.now()
    )
    assert 'value="AAA"' in text(client.get(path))
    page = client.post(path, SENT | {"capacity": "focal_point", "organization": "AAA"})
    assert page.status_code == 200
    assert Invitation.objects.get().home == house.delegation("AAA")
    assert ADDRESS in text(client.get(members(circle)))


def test_a_capacity_that_does_not_fit_is_refused_by_its_field(house: House):
    client, circle = as_(house, "governments"), house.group("governments")
    page = client.post(members(circle, "invite/"), SENT | {"capacity": "focal_point"})
    assert page.status_code == 400
    assert 'href="#id_capacity"' in text(page)


def test_from_the_link_to_the_desk(house: House):
    """The whole way: invited, accepted by somebody new, admitted, listed."""
    focal, circle = as_(house, "AAA-focal"), house.delegation("AAA")
    (key,) = set(LINK.findall(text(invite(focal, house))))
    newcomer = Client()
    said = {"name": "Ana", "language": "en", "password": "four plain words here"}
    assert newcomer.post(f"/accounts/invitation/{key}/", said).status_code == 302
    mandate = Mandate.objects.get(user__email=ADDRESS)
    assert "Ana" in text(focal.get(members(circle)))
    focal.post(members(circle, f"{mandate.pk}/confirm/"))
    assert "Ana" in text(as_(house, "AAA").get(members(circle)))


@pytest.mark.parametrize("who", ["secretariat", "governments", "BBB-focal", "employers"])
def test_nobody_else_reaches_the_form_or_makes_a_link(house: House, who):
    client = as_(house, who)
    for circle in (house.delegation("AAA"), house.group("workers")):
        assert client.get(members(circle, "invite/")).status_code == 404
        assert client.post(members(circle, "invite/"), SENT).status_code == 404
    assert not Invitation.objects.exists()
