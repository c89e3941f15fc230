"""Changing what protects an account: asked again, told by mail, never around the second factor."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override

from desk import tasks
from stakeholders.models import User
from tests.desk.conftest import signed_in

from .conftest import PASSWORD, code, is_in, type_code, type_password

pytestmark = pytest.mark.django_db
NEW = "nine blue lanterns 57"
SECURITY_PATHS = [
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/recovery-codes/download/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/webauthn/keys/1/remove/",
    "/accounts/2fa/webauthn/keys/1/edit/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
]


def long_ago(client: Client) -> Client:
    """Let the steps of this session have been taken an hour ago."""
    session = client.session
    for step in session["account_authentication_methods"]:
        step["at"] = time.time() - 3600
    session.save()
    return client


def ask_for_link(client: Client, address: str):
    return client.post("/accounts/password/reset/", {"email": address})


def link_in(message: mail.EmailMessage) -> str:
    [link] = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", str(message.body))
    return str(link)


@pytest.mark.parametrize("path", SECURITY_PATHS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_without_the_second_factor_touches_no_protection(anna, app, path, method):
    """Such a session began before there was a factor; it can't read or replace it."""
    answer = getattr(signed_in(anna, factor=None), method)(path)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/set-up/")
    assert Authenticator.objects.filter(user=anna).count() == 2


@pytest.mark.parametrize("path", SECURITY_PATHS)
def test_a_stranger_is_sent_to_sign_in(client, path):
    assert client.get(path)["Location"] == "/accounts/login/"


def test_an_older_session_shows_the_factor_that_was_set_up_since(anna, app):
    client = signed_in(anna, factor=None)
    target = client.get("/accounts/2fa/set-up/")["Location"]
    assert target == "/accounts/2fa/reauthenticate/?next=/desk/"
    assert client.post(target, {"code": "000000", "next": "/desk/"}).status_code == 200
    assert not is_in(client)
    assert client.post(target, {"code": code(), "next": "/desk/"})["Location"] == "/desk/"
    assert is_in(client)


@pytest.mark.parametrize("path", [path for path in SECURITY_PATHS if "2fa" in path])
def test_protection_is_changed_after_asking_again(anna, app, path):
    client = long_ago(signed_in(anna))
    Authenticator.objects.create(id=1, user=anna, type="webauthn", data={"name": "Key"})
    answer = client.get(path)
    if path in ("/accounts/2fa/webauthn/", "/accounts/2fa/totp/activate/"):
        return  # names of passkeys, and a redirect of whoever has an app
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")


def test_the_password_is_what_is_asked_again(anna, app):
    client = long_ago(signed_in(anna))
    wanted = "/accounts/2fa/recovery-codes/"
    asked = client.get(wanted)["Location"]
    assert client.post(asked, {"password": "wrong", "next": wanted}).status_code == 200
    assert client.get(wanted).status_code == 302
    assert client.post(asked, {"password": PASSWORD, "next": wanted})["Location"] == wanted
    assert client.get(wanted).status_code == 200


def test_the_only_factor_stays(anna, app):
    client = signed_in(anna)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer.status_code == 200
    assert "only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(pk=app.pk).exists()


def test_the_only_passkey_stays(anna):
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Key"})
    answer = signed_in(anna).post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert "only second factor" in answer.content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_passkey_beside_an_app_can_go(anna, app):
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Key"})
    signed_in(anna).post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_nobody_removes_somebody_elses_passkey(anna, app):
    other = User.objects.create_user("other@example.org")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "Key"})
    for page in ("remove", "edit"):
        answer = signed_in(anna).post(
            f"/accounts/2fa/webauthn/keys/{key.pk}/{page}/", {"name": "x"}
        )
        assert answer.status_code == 404
    assert Authenticator.objects.get(pk=key.pk).data["name"] == "Key"


def test_a_new_password_ends_all_other_sessions(anna, app):
    one, other = signed_in(anna), signed_in(anna)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    one.post("/accounts/password/change/", sent)
    assert is_in(one)
    assert not is_in(other)
    assert "password of your account was changed" in mail.outbox[0].body


def test_signing_out_everywhere_ends_every_session_and_keeps_the_password(anna, app):
    one, other = signed_in(anna), signed_in(anna)
    page = "/desk/settings/security/sign-out/"
    assert one.post(page, {"password": "wrong"}).status_code == 400
    assert one.post(page, {}).status_code == 400
    assert is_in(other)
    assert one.post(page, {"password": PASSWORD})["Location"] == "/accounts/login/"
    assert not is_in(one)
    assert not is_in(other)
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_a_reset_answers_alike_for_every_address(client, anna, app):
    sleeping = User.objects.create_user("closed@example.org", PASSWORD, is_active=False)
    known, unknown, closed = (
        ask_for_link(client, address)
        for address in (anna.email.upper(), "nobody@example.org", sleeping.email)
    )
    for other in (unknown, closed):
        assert (known.status_code, known["Location"]) == (other.status_code, other["Location"])
    assert [message.to for message in mail.outbox] == [[anna.email]]


def test_a_reset_looks_for_the_account_in_the_worker_alone(client, anna, monkeypatch):
    """The time an answer takes tells nothing either."""
    sent: list[str] = []
    monkeypatch.setattr(tasks.send_password_link, "delay", sent.append)
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    client.post("/accounts/password/reset/", {"email": anna.email})
    assert sent == ["nobody@example.org", anna.email]
    assert mail.outbox == []


def test_a_reset_never_goes_around_the_second_factor(client, anna, app):
    ask_for_link(client, anna.email)
    page = client.get(link_in(mail.outbox[0]))["Location"]
    done = client.post(page, {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert not is_in(client)
    assert type_password(client, anna, NEW)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    type_code(client, code())
    assert is_in(client)


def test_a_link_works_once_and_for_its_account_alone(client, anna, app):
    ask_for_link(client, anna.email)
    link = link_in(mail.outbox[0])
    page = client.get(link)["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    again = Client().get(link)
    assert again.status_code == 200
    assert "no longer works" in again.content.decode()


def test_a_reset_ends_the_sessions_of_whoever_knew_the_old_password(client, anna, app):
    before = signed_in(anna)
    ask_for_link(client, anna.email)
    page = client.get(link_in(mail.outbox[0]))["Location"]
    client.post(page, {"password1": NEW, "password2": NEW})
    assert not is_in(before)


def test_a_link_names_the_portals_own_address(client, anna, settings):
    settings.PUBLIC_BASE_URL = "https://portal.example"
    client.post("/accounts/password/reset/", {"email": anna.email}, headers={"Host": "localhost"})
    assert "https://portal.example/accounts/password/reset/key/" in mail.outbox[0].body
    assert "localhost" not in mail.outbox[0].body


def test_an_account_without_a_password_waits_for_its_invitation(client):
    User.objects.create_user("invited@example.org")
    ask_for_link(client, "invited@example.org")
    assert mail.outbox == []


def test_the_message_speaks_the_persons_language(client, anna):
    User.objects.filter(pk=anna.pk).update(language="fr")
    ask_for_link(client, anna.email)
    [message] = mail.outbox
    assert message.to == [anna.email]
    with override("fr"):
        assert message.subject.startswith(gettext("[Sample]"))
    assert message.subject != "[Sample] A new password for Tripartite"


def test_a_message_of_a_sample_database_says_so(client, anna):
    ask_for_link(client, anna.email)
    assert mail.outbox[0].subject.startswith("[Sample] ")
    assert "sample data" in mail.outbox[0].body
