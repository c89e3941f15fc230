"""What nobody's browser sends: every door refuses it with a page, and changes nothing."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.desk.conftest import signed_in

from .conftest import is_in, type_password

pytestmark = pytest.mark.django_db
HANDLE = "MTEx"  # base64: no user of ours
CREDENTIALS = [
    "",
    "null",
    "[]",
    "{}",
    "1",
    '"text"',
    "{",
    "x" * 100_000,
    json.dumps({"id": 1, "rawId": 2, "response": 3, "type": "public-key"}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "response": {}, "type": "public-key"}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "response": {"userHandle": HANDLE}}),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AAAA",
                "signature": "AAAA",
                "userHandle": HANDLE,
            },
        }
    ),
]
TEXTS = ["a\x00b", "é" * 10_000, "<script>alert(1)</script>@example.org", "\u202e@\u0301", " "]


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_no_made_up_passkey_opens_anything(client: Client, anna, app, credential):
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code in (200, 302, 400)
    type_password(client, anna)
    answer = client.post("/accounts/2fa/authenticate/", {"credential": credential})
    assert answer.status_code in (200, 302, 400)
    assert not is_in(client)


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_no_made_up_passkey_is_added(anna, app, credential):
    client = signed_in(anna)
    client.get("/accounts/2fa/webauthn/add/")
    sent = {"credential": credential, "name": "x"}
    assert client.post("/accounts/2fa/webauthn/add/", sent).status_code in (200, 302, 400)
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_shown_as_text_and_open_nothing(client: Client, anna, app, text):
    for path, fields in [
        ("/accounts/login/", {"login": text, "password": text}),
        ("/accounts/password/reset/", {"email": text}),
        ("/accounts/2fa/webauthn/login/", {"credential": text, "next": text}),
    ]:
        answer = client.post(path, fields)
        assert answer.status_code in (200, 302, 400)
        assert "<script>alert" not in answer.content.decode()
    type_password(client, anna)
    assert client.post("/accounts/2fa/authenticate/", {"code": text}).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("uid", ["0", "zz", "11111111111141118111111111111111", "A" * 500])
@pytest.mark.parametrize("key", ["x", "set-password", "a-b-c", "%00"])
def test_a_made_up_link_is_told_to_be_void(client: Client, anna, uid, key):
    answer = client.get(f"/accounts/password/reset/key/{uid}-{key}/", follow=True)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert "no longer works" in answer.content.decode()


def test_a_passkeys_name_is_short_text(anna, app):
    key = Authenticator.objects.create(user=anna, type="webauthn", data={"name": "Key"})
    client, path = signed_in(anna), f"/accounts/2fa/webauthn/keys/{key.pk}/edit/"
    assert client.post(path, {"name": "x" * 101}).status_code == 200
    assert client.post(path, {"name": "<b>My</b> telephone"}).status_code == 302
    page = client.get("/accounts/2fa/webauthn/").content.decode()
    assert "&lt;b&gt;My&lt;/b&gt; telephone" in page


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 4000, "../../etc/passwd"])
def test_a_made_up_session_is_nobodys(cookie):
    client = Client()
    client.cookies["sessionid"] = cookie
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


@pytest.mark.parametrize("lang", ["de", "xx", "../fr", "", "fr-CH", "\u202e"])
def test_an_unknown_language_is_not_kept(client: Client, lang):
    answer = client.get("/accounts/login/", {"lang": lang})
    assert answer.status_code == 200
    assert "door_language" not in answer.cookies
