"""The invitation's link at the door: asked by everybody, used up once, answered in plain words."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.when import When
from desk.doors.invitation_mail import mail_invitation
from desk.presenters.invitations import link_of
from stakeholders.enums import Capacity, Group
from stakeholders.models import Invitation, Mandate, User
from stakeholders.services.invitations import invite_person, revoke_invitation
from stakeholders.terms import InvitedTerms
from tests.stakeholders.cast import House, actor, found_house

ADDRESS = "new.person@example.org"
SENT = {"name": "<b>Ana</b>", "language": "es", "password": "four plain words here"}


@pytest.fixture
def house(db: None) -> House:
    return found_house()


def made(house: House, *, email: str = ADDRESS, days_ago: int = 0) -> tuple[Invitation, str]:
    """An invitation to AAA's delegation and the path of its link."""
    terms = InvitedTerms(Capacity.DELEGATE, Group.GOVERNMENTS, house.states["AAA"])
    at = timezone.now() - timedelta(days=days_ago)
    invitation, key = invite_person(
        terms=terms, email=email, actor=actor(house["AAA-focal"]), at=at
    )
    return invitation, link_of(key).removeprefix("http://testserver")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_somebody_new_is_led_from_the_link_to_the_second_factor(house: House, client: Client):
    invitation, path = made(house)
    page = client.get(path)
    assert page.status_code == 200
    assert "private, no-store" in page["Cache-Control"]
    assert "Delegate" in text(page)
    assert ADDRESS in text(page)
    done = client.post(path, SENT)
    assert (done.status_code, done["Location"]) == (302, "/accounts/2fa/set-up/")
    user = User.objects.get(email=ADDRESS)
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/desk/")["Location"] == "/accounts/2fa/set-up/"
    mandate = Mandate.objects.get(user=user)
    assert mandate.confirmed_at is None
    invitation.refresh_from_db()
    assert invitation.mandate == mandate


def test_a_look_at_the_link_uses_nothing_up(house: House, client: Client):
    invitation, path = made(house)
    for method in (client.get, client.head):
        assert method(path).status_code == 200
    assert client.put(path).status_code == 405
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_form_without_the_pages_own_token_is_refused(house: House):
    _, path = made(house)
    assert Client(enforce_csrf_checks=True).post(path, SENT).status_code == 403
    assert not User.objects.filter(email=ADDRESS).exists()


def test_mistakes_are_named_and_nothing_is_used_up(house: House, client: Client):
    _, path = made(house)
    page = client.post(path, {"name": "<i>x", "language": "xx", "password": "short"})
    assert page.status_code == 400
    assert 'href="#id_language"' in text(page)
    weak = client.post(path, SENT | {"password": "password1234"})
    assert weak.status_code == 400
    assert 'href="#id_password"' in text(weak)
    assert "&lt;b&gt;Ana" in text(weak)
    assert "<b>Ana" not in text(weak)
    assert "password1234" not in text(weak)
    assert client.post(path, SENT).status_code == 302


def test_the_page_is_the_same_whether_or_not_the_address_has_an_account(house: House):
    known = house["BBB"].user.email
    _, of_known = made(house, email=known)
    _, of_new = made(house)
    pages = []
    for path, address in ((of_known, known), (of_new, ADDRESS)):
        answer = Client().get(path, headers={"Cookie": "csrftoken=x"})
        body = text(answer).replace(path.split("/")[-2], "KEY").replace(address, "ADDRESS")
        pages.append([line for line in body.splitlines() if "csrfmiddlewaretoken" not in line])
        assert answer.status_code == 200
    assert pages[0] == pages[1]


def test_an_address_with_an_account_has_to_sign_in_first(house: House, client: Client):
    user = house["BBB"].user
    _, path = made(house, email=user.email)
    refused = client.post(path, SENT)
    assert refused.status_code == 409
    assert f"/accounts/login/?next={path.replace('/', '%2F')}" in text(refused)
    assert "_auth_user_id" not in client.session


def test_the_invited_person_who_is_signed_in_adds_the_mandate(house: House, sign_in):
    user = house["BBB"].user
    _, path = made(house, email=user.email)
    client = sign_in(user, house["BBB"])
    assert "<form" in text(client.get(path))
    done = client.post(path)
    assert (done.status_code, done["Location"]) == (302, "/desk/")
    added = Mandate.objects.get(user=user, organization=house.states["AAA"])
    assert added.confirmed_at is None
    assert "waits for the confirmation" in text(client.get("/desk/"))


@pytest.mark.parametrize("who", ["AAA-focal", "BBB", "employers", "secretariat"])
def test_whoever_else_is_signed_in_is_refused(house: House, sign_in, who):
    _, path = made(house)
    client = sign_in(house[who].user, house[who])
    for answer in (client.get(path), client.post(path, SENT)):
        assert answer.status_code == 403
        assert "another address" in text(answer)
        assert "Delegate" not in text(answer)
        assert ADDRESS not in text(answer)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_mandate_that_is_held_already_is_a_conflict_in_words(house: House, sign_in):
    user = house["AAA"].user
    _, path = made(house, email=user.email)
    answer = sign_in(user, house["AAA"]).post(path)
    assert answer.status_code == 409
    assert "such a mandate" in text(answer)


# --- Links that serve no more ------------------------------------------------------------


def test_a_used_link_says_so(house: House, client: Client):
    _, path = made(house)
    client.post(path, SENT | {"language": "en"})
    for browser in (client, Client()):
        for answer in (browser.get(path), browser.post(path, SENT)):
            assert answer.status_code == 410
            assert "used already" in text(answer)
            assert ADDRESS not in text(answer)


def test_an_expired_link_says_so(house: House, client: Client):
    _, path = made(house, days_ago=15)
    for answer in (client.get(path), client.post(path, SENT)):
        assert answer.status_code == 410
        assert "has expired" in text(answer)
        assert "ask the person who invited you" in text(answer).lower()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_revoked_link_says_so(house: House, client: Client):
    invitation, path = made(house)
    revoke_invitation(
        invitation_id=invitation.pk, actor=actor(house["AAA-focal"]), at=timezone.now()
    )
    for answer in (client.get(path), client.post(path, SENT)):
        assert answer.status_code == 410
        assert "taken back" in text(answer)


def test_an_altered_link_and_one_that_never_was_are_one_page(house: House):
    _, path = made(house)
    altered = [
        path[:-2] + "/",
        path[:-1] + "A/",
        path.swapcase().lower(),
        "/accounts/invitation/x/",
    ]
    answers = set()
    for wrong in altered:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(wrong)
            assert answer.status_code == 404
            answers.add(text(answer).replace(wrong, "PATH"))
    assert len(answers) == 1
    assert "ask the person who invited you" in answers.pop()


# --- The mail ----------------------------------------------------------------------------

WHEN = When(iso="", text="6 December 2026", exact=True)


@pytest.mark.django_db
def test_the_mail_names_nobody_and_no_group():
    assert mail_invitation(address=ADDRESS, link="http://testserver/x/", expires=WHEN)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    assert "http://testserver/x/" in sent.body
    assert "invented" in sent.body  # the sample database says what it is
    for word in ("Delegate", "AAA", "overnment", "mployer", "orker"):
        assert word not in f"{sent.subject} {sent.body}"
    assert sent.content_subtype == "plain"
    assert not hasattr(sent, "alternatives")


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["refused", "no server"])
def test_a_mail_server_that_fails_is_said_and_raises_nothing(monkeypatch, broken):
    error = smtplib.SMTPRecipientsRefused({}) if broken == "refused" else ConnectionRefusedError()

    def fail(*_: Any, **__: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    assert mail_invitation(address=ADDRESS, link="http://x/", expires=WHEN) is False
