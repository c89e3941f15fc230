"""What stands before every view: the doorkeeper, and the language that a path names."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from .errors import DomainError, Invalid
from .faults import is_api, refusal_answer
from .languages import split_language
from .limits import LIMITER, policy
from .problems import as_domain_error, problem

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
LONGEST_QUERY = 8192
# What a script on somebody's own page may read beside the body.
_EXPOSED = "Content-Disposition, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


class TooLong(Invalid):
    code = "too_long"
    status = 414


class Doorkeeper:
    """Refuses what no view should see, and turns refusals into pages or problem details."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._for_api(request) if is_api(request) else self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        refusal = _refusal(request)
        if refusal is None:
            return self.get_response(request)
        translation.activate(split_language(request.path)[0])
        return refusal_answer(request, refusal)

    def _for_api(self, request: HttpRequest) -> HttpResponse:
        wait = LIMITER.wait(request.META.get(settings.CLIENT_ADDRESS_KEY, ""))
        if wait:
            detail = _("Wait %(seconds)d seconds, or ask for larger pages.") % {"seconds": wait}
            response = problem(429, "too_many_requests", detail, headers=_limit_headers(wait))
        else:
            response = self._answer(request)
            response.headers.setdefault("RateLimit-Policy", policy())
        if _is_private(request):  # no script of somebody else's page reads it, no cache keeps it
            response["Cache-Control"] = "private, no-store"
        else:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = _EXPOSED
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal of the domain into its answer."""
        refusal = as_domain_error(error)
        if refusal is None:
            return None  # a fault of ours: logged with its trace, answered by `server_error`
        if refusal.status == 503:
            log.error("503 at %s: %s", request.path, error)
        return refusal_answer(request, refusal)


def _is_private(request: HttpRequest) -> bool:
    folders: tuple[str, ...] = settings.PRIVATE_API_PATHS
    return request.path.startswith(folders) or f"{request.path}/" in folders


def _limit_headers(wait: int) -> dict[str, str]:
    return {
        "Retry-After": str(wait),
        "RateLimit-Policy": policy(),
        "RateLimit": f'"default";r=0;t={wait}',
    }


def _refusal(request: HttpRequest) -> DomainError | None:
    try:
        request.get_host()
    except DisallowedHost:
        return Invalid(_("This portal is not known under that host name."), code="bad_host")
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return TooLong(_("The query is longer than %(most)d bytes.") % {"most": LONGEST_QUERY})
    if "\0" in request.path or "%00" in query or "\0" in query:
        return Invalid(_("A NUL byte can't stand in an address."), code="bad_query")
    return None


class LanguageByPath:
    """Speaks the language that the path names. Django's own would add a Vary header."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, _rest = split_language(request.path)
        translation.activate(language)
        return self.get_response(request)
