"""allauth's views as doors of this house, the ones that change security kept behind the factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from core.addresses import AddressKind, address
from stakeholders.models import User

from .second_factor import has_second_factor, passed_second_factor

View = Callable[..., HttpResponseBase]
SIGN_IN = "/accounts/login/"
SET_UP = "/accounts/2fa/set-up/"


def door(view: View) -> View:
    """Mark a view as standing behind a door."""

    @address(AddressKind.DOOR)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return answer


def security(view: View) -> View:
    """Keep a view that shows or changes how one signs in.

    A session that was opened by a password alone gets in only while there is no second factor
    to ask for: it may set one up, never replace or read one.
    """

    @door
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            return HttpResponseRedirect(SIGN_IN)
        if not passed_second_factor(request, user) and has_second_factor(user):
            return HttpResponseRedirect(SET_UP)
        return view(request, *args, **kwargs)

    return answer
