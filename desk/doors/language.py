"""The language of doors and desk: the person's own, or what was chosen at the door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from stakeholders.models import User

COOKIE = "door_language"


def spoken_language(request: HttpRequest) -> str:
    """Return the code to speak: the person's, or asked for by `?lang=`, kept, or the browser's."""
    if isinstance(request.user, User):
        return request.user.language
    kept = _asked(request) or request.COOKIES.get(COOKIE, "")
    return kept if kept in LANGUAGES else _of_browser(request)


def remember_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep what `?lang=` asked for, at the doors alone."""
    asked = _asked(request)
    if asked and request.path_info.startswith("/accounts/"):
        response.set_cookie(
            COOKIE,
            asked,
            path="/accounts/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ""


def _of_browser(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return DEFAULT_LANGUAGE
