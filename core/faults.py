"""Errors as a reader or a program can use them: a page, or problem details under `/api/`."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .errors import DomainError
from .problems import RETRY_AFTER_SECONDS, problem, problem_of, title_of

_PAGES = {400, 403, 404, 500, 503}


def refusal_answer(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Return what answers `refusal` at the address of `request`. No query is made."""
    if is_api(request):
        return problem_of(refusal)
    page = refusal.status if refusal.status in _PAGES else 400
    body = render_to_string(
        f"errors/{page}.html",
        {"title": title_of(refusal.status), "detail": refusal.detail, "errors": refusal.errors},
    )
    response = HttpResponse(body, status=refusal.status)
    response["Cache-Control"] = "no-store"
    if refusal.status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal_answer(request, DomainError(_("Check the address and what was sent.")))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    from .errors import Missing

    return refusal_answer(
        request, Missing(_("Check the address, or look for it under Provisions."))
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours without touching anything that may be what is broken."""
    detail = _("The fault is recorded. Nothing you sent was half done; try again later.")
    if is_api(request):
        return problem(500, "internal", detail)
    body = render_to_string("errors/500.html", {"title": title_of(500), "detail": detail})
    return HttpResponse(body, status=500, headers={"Cache-Control": "no-store"})
