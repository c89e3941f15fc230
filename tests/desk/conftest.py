"""People who are signed in at the desk, without clicking through the doors."""

from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client

from stakeholders.models import Mandate, User

SignIn = Callable[..., Client]


def signed_in(
    user: User, mandate: Mandate | None = None, *, factor: str | None = "totp", csrf: bool = False
) -> Client:
    """Return a browser of `user`'s, with the notes that allauth makes of each step.

    `factor` is the second factor shown in this session, None for a password alone. Without
    `mandate` the gate decides: the only active one, or a page to choose.
    """
    client = Client(enforce_csrf_checks=csrf)
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password", email=user.email)
    if factor:
        record_authentication(request, user, method="mfa", id=0, type=factor)
    if mandate is not None:
        request.session["mandate_id"] = str(mandate.pk)
    request.session.save()
    return client


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """`sign_in(user, mandate=None) -> Client`, signed in with a second factor."""
    return signed_in
