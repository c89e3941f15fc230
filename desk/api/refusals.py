"""Refusals of the desk's API as problem details, alike for what is missing and what is hidden."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import DomainError, FieldError, Missing
from core.problems import as_domain_error, problem, problem_of
from reviews.services.answered import IN_PROGRESS

from .operations import EditionChanged, Operation

# How the services call it when an edition was named and another one is there.
OTHER_EDITIONS = ("edited_elsewhere", "placement_changed")
# A service names fields by their names; here they are JSON pointers.
_POINTERS = {"anchor": "/target/selectors", "wording": "/amendment"}


class MethodRefused(DomainError):
    """The address exists, and does not take that method."""

    code = "method_not_allowed"
    status = 405

    def __init__(self, allowed: Sequence[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(_("This address takes: %(methods)s.") % {"methods": self.allowed})


class TooMany(DomainError):
    """A token asked too often within a minute."""

    code = "too_many_requests"
    status = 429

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(_("Wait %(seconds)d seconds before you ask again.") % {"seconds": seconds})


def refusal_of(error: Exception, operation: Operation | None) -> HttpResponse | None:
    """Return the answer that `error` amounts to, None where it is a fault of ours."""
    if isinstance(error, MethodRefused):
        return problem(error.status, error.code, error.detail, headers={"Allow": error.allowed})
    if isinstance(error, TooMany):
        wait = {"Retry-After": str(error.seconds)}
        return problem(error.status, error.code, error.detail, headers=wait)
    refusal = as_domain_error(error)
    if refusal is None:
        return None
    if isinstance(refusal, Missing):
        return _missing(refusal, operation)
    return _problem(refusal, operation)


def _missing(refusal: Missing, operation: Operation | None) -> HttpResponse:
    """Say the same of what does not exist and of what somebody may not know of."""
    detail = _("There is no such thing here, or it is not yours to read.")
    return problem(404, "not_found", detail, _pointed(refusal.errors, operation))


def _problem(refusal: DomainError, operation: Operation | None) -> HttpResponse:
    if refusal.code in OTHER_EDITIONS and operation is not None and operation.needs_edition:
        refusal = EditionChanged(refusal.detail, errors=refusal.errors)
    answer = problem_of(refusal)
    if refusal.errors:
        errors = _pointed(refusal.errors, operation)
        answer = problem(refusal.status, refusal.code, refusal.detail, errors)
    if refusal.code == IN_PROGRESS:
        answer["Retry-After"] = "1"
    return answer


def _pointed(errors: Sequence[FieldError], operation: Operation | None) -> list[FieldError]:
    """Give each error the JSON pointer of what was sent; a query parameter keeps its name."""
    if operation is None or not operation.body.members:
        return list(errors)
    named = {parameter.name for parameter in operation.query.parameters}
    return [
        error
        if error.pointer in named
        else FieldError(_pointer(error.pointer), error.detail, error.code)
        for error in errors
    ]


def _pointer(pointer: str) -> str:
    if pointer.startswith("/") or not pointer:
        return pointer
    return _POINTERS.get(pointer, "/" + pointer.replace(".", "/"))
