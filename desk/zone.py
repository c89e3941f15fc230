"""Where sessions exist: Django's own middlewares, kept to the desk and the doors.

The public zone knows no session. Each class here is Django's, and asks first whether the path
has one; so a public request neither reads a cookie nor gets a `Vary` that would split caches.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from core.errors import Unavailable
from core.faults import refusal_answer

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


def has_session(request: HttpRequest) -> bool:
    """Return whether the request's path is one of the desk or of a door."""
    return _lies_under(request, settings.SESSION_PATHS)


def is_gated(request: HttpRequest) -> bool:
    """Return whether only a person with a second factor may pass to the request's path."""
    return _lies_under(request, settings.GATED_PATHS)


def _lies_under(request: HttpRequest, folders: tuple[str, ...]) -> bool:
    path = request.path_info
    return path.startswith(folders) or f"{path}/" in folders


class PrivateAnswers:
    """Lets nobody keep or compare an answer of the desk or of a door, redirects and errors too."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if has_session(request):
            response["Cache-Control"] = "private, no-store"
            response.headers.pop("ETag", None)
            response.headers.pop("Expires", None)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that nobody can sign in just now where attempts can't be counted."""
        if isinstance(error, RedisError | BrokerError):
            log.error("503 at %s: %s", request.path, error)
            return refusal_answer(
                request, Unavailable(_("Sign-in does not work just now. Nothing was changed."))
            )
        return None


class OnlyWithSession:
    """Stands before a middleware of Django's and keeps it away from all other paths."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if has_session(request):
            return super().__call__(request)  # type: ignore[misc,no-any-return]
        return self.get_response(request)  # type: ignore[no-any-return]


class Sessions(OnlyWithSession, SessionMiddleware):
    pass


class Csrf(OnlyWithSession, CsrfViewMiddleware):
    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[Any, ...],
        callback_kwargs: dict[str, Any],
    ) -> HttpResponseForbidden | None:
        """Check the token of a form. Elsewhere nothing is changed by a session, so none is due."""
        if not has_session(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class Authentication(OnlyWithSession, AuthenticationMiddleware):
    pass


class Messages(OnlyWithSession, MessageMiddleware):
    pass
