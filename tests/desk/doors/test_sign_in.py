"""Signing in as people do: password, code, passkey's place, and everything that must not work."""

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import get_resolver

from desk.doors.sealing import seal, unseal
from stakeholders.models import User
from tests.desk.conftest import signed_in

from .conftest import PASSWORD, SECRET, code, is_in, type_code, type_password

pytestmark = pytest.mark.django_db
NEW_KEY = "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleS0="


def test_password_and_code_open_the_desk(client, anna, app):
    first = type_password(client, anna)
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert type_code(client, code())["Location"] == "/desk/"
    assert is_in(client)


def test_a_wrong_password_is_refused_and_says_nothing_of_the_account(client, anna, app):
    wrong = type_password(client, anna, "not this one")
    unknown = client.post("/accounts/login/", {"login": "nobody@example.org", "password": "x"})
    assert wrong.status_code == unknown.status_code == 200

    def said(answer):
        return re.findall(r'class="errors".*?</div>', answer.content.decode(), re.S)

    assert said(wrong) == said(unknown) != []
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize("typed", ["000000", "", "abcdef", code("A" * 32)])
def test_a_wrong_code_opens_nothing(client, anna, app, typed):
    type_password(client, anna)
    assert type_code(client, typed).status_code == 200
    assert not is_in(client)


def test_a_code_opens_once(anna, app):
    """Whoever looked over the shoulder comes too late."""
    shown = code()
    one, other = Client(), Client()
    for browser in (one, other):
        type_password(browser, anna)
        type_code(browser, shown)
    assert is_in(one)
    assert not is_in(other)


def test_a_recovery_code_opens_once(anna, app):
    codes = Authenticator.objects.get(user=anna, type="recovery_codes").wrap()
    [spare, *_] = codes.get_unused_codes()
    one, other = Client(), Client()
    for browser in (one, other):
        type_password(browser, anna)
        type_code(browser, spare)
    assert is_in(one)
    assert not is_in(other)


@pytest.mark.django_db(transaction=True)  # messages leave after the commit
def test_whoever_has_no_second_factor_sets_one_up_first(client, anna):
    assert type_password(client, anna)["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == "/accounts/2fa/set-up/"
    page = client.get("/accounts/2fa/set-up/").content.decode()
    assert "/accounts/2fa/totp/activate/" in page
    # Right after the password it is not asked for again.
    form = client.get("/accounts/2fa/totp/activate/")
    assert form.status_code == 200
    [secret] = re.findall(r"<code[^>]*>([A-Z2-7]+)</code>", form.content.decode())
    assert 'src="data:image/svg+xml;base64,' in form.content.decode()
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert not Authenticator.objects.filter(user=anna).exists()
    right = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert right["Location"] == "/accounts/2fa/recovery-codes/"
    assert is_in(client)
    assert client.get("/accounts/2fa/recovery-codes/").content.count(b"<li><code>") == 10
    assert "authenticator app was connected" in mail.outbox[0].body


def test_secrets_lie_sealed_in_the_database_and_still_verify(client, anna, app):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, data::text FROM mfa_authenticator WHERE user_id = %s", [anna.pk]
        )
        rows = dict(cursor.fetchall())
    assert set(rows) == {"totp", "recovery_codes"}
    codes = Authenticator.objects.get(user=anna, type="recovery_codes")
    seed = unseal(codes.data["seed"])
    for text in rows.values():
        for plain in (SECRET, seed, *codes.wrap().get_unused_codes()):
            assert plain
            assert plain not in text
    assert unseal(app.data["secret"]) == SECRET
    assert seal(SECRET) != seal(SECRET), "equal secrets would show"
    type_password(client, anna)
    type_code(client, code())
    assert is_in(client)


def test_a_former_key_still_opens_what_it_sealed(client, anna, app, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW_KEY, *settings.FIELD_ENCRYPTION_KEYS]
    type_password(client, anna)
    type_code(client, code())
    assert is_in(client)


def test_every_secret_is_sealed_anew_under_the_first_key(client, anna, app, settings):
    [old] = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [NEW_KEY, old]
    call_command("seal_anew", stdout=StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [NEW_KEY]
    type_password(client, anna)
    type_code(client, code())
    assert is_in(client)
    codes = Authenticator.objects.get(user=anna, type="recovery_codes").wrap()
    assert len(codes.get_unused_codes()) == 10


def test_a_secret_that_no_key_opens_is_named_and_nothing_is_changed(anna, app, settings):
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))
    settings.FIELD_ENCRYPTION_KEYS = [NEW_KEY]
    with pytest.raises(CommandError, match=str(anna.pk)):
        call_command("seal_anew", stdout=StringIO())
    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        unseal(before[0]["secret" if "secret" in before[0] else "seed"])


def test_the_session_gets_a_new_id_with_each_step(client, anna, app):
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    type_password(client, anna)
    type_code(client, code())
    assert client.cookies["sessionid"].value != planted.session_key
    assert not is_in(Client(headers={"Cookie": f"sessionid={planted.session_key}"}))


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "///x"],
)
def test_nobody_is_led_elsewhere_after_signing_in(client, anna, app, target):
    type_password(client, anna, next=target)
    assert type_code(client, code())["Location"] == "/desk/"


def test_a_path_of_the_portal_is_gone_on_to(client, anna, app):
    type_password(client, anna, next="/desk/rounds/")
    assert type_code(client, code())["Location"] == "/desk/rounds/"


def test_guesses_are_counted_and_stopped(client, anna, app):
    for _ in range(5):
        type_password(client, anna, "a guess")
    answer = type_password(client, anna)
    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()
    assert not is_in(client)


def test_guesses_of_the_code_are_counted_and_stopped(client, anna, app):
    type_password(client, anna)
    for _ in range(5):
        type_code(client, "000000")
    type_code(client, code())
    assert not is_in(client)


def test_a_flood_of_attempts_is_answered_by_a_page(client, anna):
    answers = [client.post("/accounts/login/", {}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


def test_there_is_no_way_to_sign_up(client):
    paths = [str(each.pattern) for each in get_resolver("desk.doors.urls").url_patterns]
    assert not [path for path in paths if "signup" in path or "email" in path or "code/" in path]
    for path in ("signup/", "email/", "confirm-email/", "login/code/", "2fa/webauthn/signup/"):
        assert client.get(f"/accounts/{path}").status_code == 404


def test_a_closed_account_gets_nowhere(client, anna, app):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    type_password(client, anna)
    assert not is_in(client)


def test_closing_an_account_ends_its_sessions(anna, app):
    client = signed_in(anna)
    assert is_in(client)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_messages_go_to_the_address_of_the_account(client, anna, app):
    EmailAddress.objects.create(user=anna, email="former@example.org", primary=True, verified=True)
    type_password(client, anna)
    type_code(client, code())
    [kept] = EmailAddress.objects.filter(user=anna)
    assert (kept.email, kept.verified, kept.primary) == (anna.email, True, True)


def test_signing_out_takes_a_form_with_its_token(anna, app):
    client = signed_in(anna, csrf=True)
    assert client.post("/accounts/logout/").status_code == 403
    assert is_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(client)
    token = client.cookies["csrftoken"].value
    client.post("/accounts/logout/", {"csrfmiddlewaretoken": token})
    assert not is_in(client)


def test_the_doors_speak_the_visitors_language(client):
    assert '<html lang="es"' in client.get("/accounts/login/?lang=es").content.decode()
    assert '<html lang="es"' in client.get("/accounts/password/reset/").content.decode()
    other = Client(headers={"Accept-Language": "fr-CH, en;q=0.5"})
    assert '<html lang="fr"' in other.get("/accounts/login/").content.decode()
    cookie = client.cookies["door_language"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/accounts/", True, "Lax")


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
)
def test_nobody_gets_in_while_attempts_cannot_be_counted(anna, app):
    client = Client(raise_request_exception=False)
    answer = type_password(client, anna)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert not is_in(client)


def test_passwords_are_long_and_not_common(anna, app):
    client = signed_in(anna)
    for weak in ("short", "password1234", "123456789012", "anna@example.org"):
        sent = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
        assert client.post("/accounts/password/change/", sent).status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
