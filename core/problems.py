"""Every refusal as RFC 9457 problem details, with one handler for the whole API."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException

from .errors import DomainError, FieldError, Unavailable

RETRY_AFTER_SECONDS = 5
# What HTTP wants beside a status.
_HEADERS = {401: {"WWW-Authenticate": "Token"}, 503: {"Retry-After": str(RETRY_AFTER_SECONDS)}}


def title_of(status: int) -> str:
    """Return the sentence that names an error's kind to a person."""
    titles = {
        400: _("The request can't be understood"),
        401: _("Nobody is known by this token"),
        403: _("This is not allowed"),
        404: _("There is nothing at this address"),
        405: _("This address does not take that method"),
        406: _("This form of answer does not exist"),
        409: _("The state of things has changed"),
        410: _("This was there once"),
        412: _("It has changed meanwhile"),
        413: _("Too much was sent"),
        414: _("The address is too long"),
        415: _("This form of request is not understood"),
        422: _("This can't be done as it was sent"),
        428: _("Say which edition is meant"),
        429: _("Too many requests"),
        500: _("An error of ours"),
        503: _("The portal can't answer just now"),
    }
    return titles.get(status, _("The request can't be answered"))


def problem(
    status: int,
    code: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return an `application/problem+json` answer that no cache keeps."""
    body = {
        "type": f"{settings.PUBLIC_BASE_URL}/data/#problem-{code}",
        "title": title_of(status),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [
            {"pointer": error.pointer, "detail": error.detail, "code": error.code}
            for error in errors
        ],
    }
    response = HttpResponse(
        orjson.dumps(body), status=status, content_type="application/problem+json"
    )
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def as_domain_error(error: BaseException) -> DomainError | None:
    """Return the refusal that `error` amounts to, or None where it is a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, OperationalError | InterfaceError):
        return Unavailable(_("The database does not answer. Nothing was changed; try again."))
    return None


def problem_of(error: DomainError) -> HttpResponse:
    headers = _HEADERS.get(error.status)
    return problem(error.status, error.code, error.detail, error.errors, headers)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer what DRF's views raise. None lets an unknown fault become the 500 problem."""
    refusal = as_domain_error(error)
    if refusal is not None:
        return problem_of(refusal)
    if isinstance(error, Http404):
        return problem(404, "not_found", _("Check the address and the key in it."))
    if isinstance(error, PermissionDenied):
        return problem(403, "not_allowed", _("You may not do this."))
    if isinstance(error, APIException):
        headers = {}
        if error.status_code == 405:
            headers["Allow"] = ", ".join(context["view"].allowed_methods)
        code = str(getattr(error, "default_code", "error"))
        return problem(error.status_code, code, str(error.detail), headers=headers)
    return None
