"""A person with a password, a code generator, and the steps of the doors."""

import base64
import hmac
import struct
import time
from collections.abc import Iterator
from hashlib import sha1
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

import config.celery  # noqa: F401 - tasks run at once, as the settings of the tests say
from core.actor import Actor
from desk.acting import Acting
from stakeholders.models import Mandate, User
from tests.factories.people import make_secretary

PASSWORD = "seven green kettles 41"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> Iterator[None]:
    """Counts of attempts and used codes are kept past a test's transaction."""
    cache.clear()
    yield
    cache.clear()


def mandate_of(actor: Actor) -> Mandate:
    assert actor.mandate_id
    return Mandate.objects.select_related("user").get(pk=actor.mandate_id)


def acting_of(answer: Any) -> Acting:
    """Who the gate let pass with the request that was answered so."""
    acting = answer.wsgi_request.acting
    assert isinstance(acting, Acting)
    return acting


@pytest.fixture
def mandate(db: None) -> Mandate:
    return mandate_of(make_secretary("anna"))


@pytest.fixture
def anna(mandate: Mandate) -> User:
    """Somebody with a password and a mandate, and no second factor yet."""
    mandate.user.set_password(PASSWORD)
    mandate.user.save()
    return mandate.user


@pytest.fixture
def app(anna: User) -> Authenticator:
    """Her authenticator app, with its recovery codes."""
    RecoveryCodes.activate(anna)
    return TOTP.activate(anna, SECRET).instance


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """What an authenticator app shows now, or `steps` half minutes from now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str):
    return client.post("/accounts/login/", {"login": user.email, "password": password, **more})


def type_code(client: Client, typed: str):
    return client.post("/accounts/2fa/authenticate/", {"code": typed})


def is_in(client: Client) -> bool:
    """Whether the desk opens to this browser."""
    return client.get("/desk/settings/security/").status_code == 200
