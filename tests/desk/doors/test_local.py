"""What only one's own machine has: sample accounts, a read-only look into the tables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.urls.exceptions import Resolver404

from desk.administration import NOUNS, SITE
from desk.doors import second_factor
from stakeholders.models import Mandate, User
from tests.desk.conftest import signed_in
from tests.factories.frameworks import make_framework

from .conftest import acting_of, is_in

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).parents[3]
SAMPLE = "/accounts/sample/"


@pytest.fixture
def on_this_machine(settings):
    """The routes and settings that `config.settings.local` has and production has not."""
    settings.ROOT_URLCONF = "config.urls_local"
    settings.SAMPLE_SIGN_IN = True
    settings.SESSION_PATHS = (*settings.SESSION_PATHS, "/admin/")
    settings.GATED_PATHS = (*settings.GATED_PATHS, "/admin/")


def test_one_click_signs_in_as_a_sample_account(on_this_machine, mandate, client):
    page = client.get(SAMPLE).content.decode()
    assert "Sample accounts" in page
    assert str(mandate.pk) in page
    assert client.post(SAMPLE, {"mandate": str(mandate.pk)})["Location"] == "/desk/"
    answer = client.get("/desk/settings/security/")
    assert answer.status_code == 200
    assert acting_of(answer).mandate == mandate


def test_the_session_says_that_it_is_a_samples(on_this_machine, mandate, client):
    client.post(SAMPLE, {"mandate": str(mandate.pk)})
    [step] = client.session["account_authentication_methods"]
    assert (step["method"], step["type"]) == ("mfa", "sample")


def test_the_sign_in_page_leads_to_the_samples(on_this_machine, client):
    assert SAMPLE in client.get("/accounts/login/").content.decode()


def test_whoever_was_signed_in_before_leaves_first(on_this_machine, mandate, client):
    client.post(SAMPLE, {"mandate": str(mandate.pk)})
    other = Mandate.objects.exclude(user=mandate.user)[0]
    client.post(SAMPLE, {"mandate": str(other.pk)})
    answer = client.get("/desk/settings/security/")
    assert acting_of(answer).user == other.user


@pytest.mark.parametrize("sent", ["", "nonsense", "11111111-1111-4111-8111-111111111111"])
def test_an_account_that_is_not_listed_is_nobodys(on_this_machine, mandate, client, sent):
    assert client.post(SAMPLE, {"mandate": sent}).status_code == 404
    assert not is_in(client)


def test_one_click_takes_a_form_with_its_token(on_this_machine, mandate):
    client = Client(enforce_csrf_checks=True)
    assert client.post(SAMPLE, {"mandate": str(mandate.pk)}).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "asker",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    ],
)
def test_only_this_machine_may_ask(on_this_machine, mandate, asker):
    client = Client(**asker)
    assert client.get(SAMPLE).status_code == 404
    assert client.post(SAMPLE, {"mandate": str(mandate.pk)}).status_code == 404
    assert not is_in(client)


def test_only_a_sample_database_has_samples(on_this_machine, mandate, client, monkeypatch):
    client.post(SAMPLE, {"mandate": str(mandate.pk)})
    assert is_in(client)
    monkeypatch.setattr(second_factor, "is_sample_database", lambda: False)
    assert client.get(SAMPLE).status_code == 404
    assert client.get("/desk/")["Location"] == "/accounts/2fa/set-up/", "an earlier session ends"


def test_without_the_setting_a_samples_session_is_worth_nothing(mandate):
    assert not is_in(signed_in(mandate.user, factor="sample"))


# --- The administration --------------------------------------------------------------------


@pytest.fixture
def chief(mandate):
    """A superuser, who is in no circle for that."""
    return get_user_model().objects.create_superuser("chief@example.org", "x")


def test_the_administration_shows_public_tables_and_changes_none(on_this_machine, chief):
    make_framework()
    client = signed_in(chief)
    assert "[Sample] Tripartite" in client.get("/admin/").content.decode()
    for noun in NOUNS:
        base = f"/admin/{noun._meta.app_label}/{noun._meta.model_name}/"
        assert client.get(base).status_code == 200, noun
        assert client.get(f"{base}add/").status_code == 403, noun
        rows = noun._default_manager.all()
        row = rows.first()
        if row is not None:
            assert client.get(f"{base}{row.pk}/change/").status_code == 200, noun
            assert client.post(f"{base}{row.pk}/change/", {}).status_code == 403, noun
            assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403, noun
            client.post(base, {"action": "delete_selected", "_selected_action": row.pk})
            assert rows.filter(pk=row.pk).exists(), noun


def test_nothing_confidential_is_registered():
    apps = {model._meta.label for model in SITE._registry}
    assert apps == {noun._meta.label for noun in NOUNS}
    confidential = ("reviews.", "account.", "mfa.", "sessions.", "auth.", "admin.")
    assert not [label for label in apps if label.startswith(confidential)]
    assert [label for label in apps if label.startswith("stakeholders.")] == [
        "stakeholders.Organization"
    ]


def test_no_row_shows_who_did_something(on_this_machine, chief):
    """A field of a public noun that leads to a person would lead around the circles."""
    people = {"stakeholders.User", "stakeholders.Mandate", "stakeholders.Circle"}
    for noun in NOUNS:
        related = {
            field.related_model._meta.label
            for field in noun._meta.get_fields()
            if field.related_model and field.concrete
        }
        assert not related & people, noun


def test_the_administration_stands_behind_the_same_gate(on_this_machine, chief, mandate):
    for path in ("/admin/", "/admin/login/", "/admin/nowhere/", "/admin"):
        assert Client().get(path)["Location"] == "/accounts/login/?next=/desk/"
        alone = signed_in(chief, factor=None)
        assert alone.get(path)["Location"] == "/accounts/2fa/set-up/"
    for path in ("/admin/", "/admin/provisions/provision/"):
        assert signed_in(mandate.user).get(path, follow=True).status_code == 404
        User.objects.filter(pk=chief.pk).update(is_staff=False)
        assert signed_in(chief).get(path, follow=True).status_code == 404


# --- Everywhere else -----------------------------------------------------------------------

LOCAL_NAMES = ["sample_accounts", "mailbox", "admin:index"]
LOCAL_PATHS = [SAMPLE, "/accounts/mailbox/", "/admin/", "/admin/login/"]


def test_the_routes_of_everywhere_have_none_of_it(client):
    for name in LOCAL_NAMES:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in LOCAL_PATHS:
        with pytest.raises(Resolver404):
            resolve(path)
        assert client.get(path).status_code == 404
    assert SAMPLE not in client.get("/accounts/login/").content.decode()


ASK_PRODUCTION = """
import django; django.setup()
from django.conf import settings
from django.urls import resolve, Resolver404
from django.urls import get_resolver
for path in {paths!r}:
    try:
        resolve(path)
    except Resolver404:
        continue
    raise SystemExit(f"production routes {{path}}")
assert not settings.SAMPLE_SIGN_IN and not settings.SAMPLE_DATABASE_ALLOWED
assert settings.ROOT_URLCONF == "config.urls"
assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
for cookie in ("SESSION", "CSRF"):
    assert getattr(settings, cookie + "_COOKIE_SECURE"), cookie
    assert getattr(settings, cookie + "_COOKIE_HTTPONLY"), cookie
    assert getattr(settings, cookie + "_COOKIE_SAMESITE") == "Lax", cookie
    assert getattr(settings, cookie + "_COOKIE_NAME").startswith("__Host-"), cookie
assert settings.CACHES["default"]["BACKEND"].endswith("RedisCache")
assert settings.SECURE_SSL_REDIRECT
print("none of it")
"""
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k" * 50,
    "FIELD_ENCRYPTION_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
    "PUBLIC_BASE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
}


def in_production(code: str, **changed: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"PATH": os.defpath, **PRODUCTION, **changed},
        capture_output=True,
        text=True,
    )


def test_production_has_none_of_it_and_keeps_its_cookies_to_itself():
    ran = in_production(ASK_PRODUCTION.format(paths=LOCAL_PATHS))
    assert ran.stdout.strip() == "none of it", ran.stderr


@pytest.mark.parametrize("keys", ["", "short", "a" * 44 + ",short"])
def test_production_refuses_to_start_without_keys_that_encrypt(keys):
    ran = in_production("import django; django.setup()", FIELD_ENCRYPTION_KEYS=keys)
    assert ran.returncode != 0
    assert "Set FIELD_ENCRYPTION_KEYS" in ran.stderr
