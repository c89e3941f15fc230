"""Signing in a person whom this portal has just made sure of, other than by the sign-in form."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from stakeholders.models import User

from .second_factor import SAMPLE


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in a person who has just accepted an invitation and chosen a password.

    Whoever was signed in before is signed out, and the session gets a new id. The answer leads
    to the second factor, which the desk demands; the password is not asked for again.
    """
    _leave(request)
    record_authentication(request, user, method="password", email=user.email)
    get_adapter().login(request, user)
    return HttpResponseRedirect("/accounts/2fa/set-up/")


def sign_in_as_sample(request: HttpRequest, user: User) -> None:
    """Sign in a sample account, noting honestly that no second factor was shown."""
    _leave(request)
    record_authentication(request, user, method="mfa", type=SAMPLE)
    get_adapter().login(request, user)


def _leave(request: HttpRequest) -> None:
    """End the session that is under way, with all it keeps."""
    request.session.flush()
