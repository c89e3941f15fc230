"""Errors as a reader or a program can use them: a page, or problem details under `/api/`."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .errors import DomainError
from .problems import RETRY_AFTER_SECONDS, problem, problem_of, title_of

_PAGES = {400, 403, 404, 500, 503}
_BARE = {500, 503}  # the house itself is in trouble: their frame asks nothing of it


def refusal_answer(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Return what answers `refusal` at the address of `request`."""
    if is_api(request):
        return problem_of(refusal)
    page = refusal.status if refusal.status in _PAGES else 400
    body = render_to_string(f"errors/{page}.html", _context(request, refusal))
    response = HttpResponse(body, status=refusal.status)
    response["Cache-Control"] = "no-store"
    if refusal.status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _context(request: HttpRequest, refusal: DomainError) -> dict[str, Any]:
    if refusal.status in _BARE:
        return {"retry_seconds": RETRY_AFTER_SECONDS}
    return {
        **import_string(settings.ERROR_PAGE_FRAME)(request),
        "heading": "" if refusal.status in _PAGES else title_of(refusal.status),
        "message": refusal.detail,
        "errors": [
            {"message": f"{error.pointer}: {error.detail}", "target": ""}
            for error in refusal.errors
        ],
        "retry_url": _without_errors(request, refusal),
    }


def _without_errors(request: HttpRequest, refusal: DomainError) -> str:
    """Return the address without the parameters that were refused, or nothing."""
    refused = {error.pointer for error in refusal.errors}
    if not refused or refused.isdisjoint(request.GET):
        return ""
    kept = request.GET.copy()
    for name in refused:
        kept.pop(name, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


class TooMuch(DomainError):
    """More was sent than the portal reads at once."""

    code = "too_much"
    status = 413


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what Django itself refused to read."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2
        detail = _(
            "This portal reads %(limit).1f MB at once. Nothing was changed: go back with your"
            " browser, where what you typed still is, and shorten it."
        )
        return refusal_answer(request, TooMuch(detail % {"limit": megabytes}))
    return refusal_answer(request, DomainError(_("Check the address and what was sent.")))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    from .errors import Missing

    return refusal_answer(
        request, Missing(_("Check the address, or look for it under Provisions."))
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours without touching anything that may be what is broken."""
    if is_api(request):
        detail = _("The fault is recorded. Nothing you sent was half done; try again later.")
        return problem(500, "internal", detail)
    body = render_to_string("errors/500.html")
    return HttpResponse(body, status=500, headers={"Cache-Control": "no-store"})
