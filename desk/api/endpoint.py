"""The frame of every address of the desk's API: who asks, may they, what is sent, one answer.

The order of the questions is part of the confidence: whoever has no good token gets the same
answer at every address, existing or not, whatever the method or the body.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.request import Request
from rest_framework.views import APIView

from core.addresses import AddressKind
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.limits import Limiter, Spent
from desk.acting import Acting
from reviews.services.answered import Given
from stakeholders.enums import TokenScope
from stakeholders.models import ApiToken

from .answers import Answer, response
from .authentication import TokenAuthentication, check_scope
from .operations import Ask, Operation, read_edition
from .refusals import MethodRefused, TooMany, refusal_of
from .repeats import answered_once

LIMITER = Limiter()
_READS = ("GET", "HEAD")


class DeskEndpoint(APIView):
    """An address of the desk's API. Subclasses name `operations` by method, and write a function
    `answer_<method>(ask, **places)` for each of them.
    """

    address_kind = AddressKind.DESK
    authentication_classes = (TokenAuthentication,)
    permission_classes = ()
    operations: ClassVar[Mapping[str, Operation]] = {}
    places: ClassVar[Mapping[str, str]] = {}  # what stands in the address, by name

    @classmethod
    def as_view(  # type: ignore[override]
        cls, **initkwargs: Any
    ) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        view.address_kind = cls.address_kind  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer any method. A refusal becomes problem details; a fault of ours goes on up."""
        spent: Spent | None = None
        try:
            acting, token = self.asker(request)
            translation.activate(_language(request, acting))
            spent = _spent(token)
            given = self.given(request, acting, TokenScope(token.scope), kwargs)
            return _with_limit(_response(request, given), spent)
        except Exception as error:
            refusal = refusal_of(error, self.operations.get(str(request.method)))
            if refusal is None:
                raise
            return _with_limit(refusal, spent)

    def asker(self, request: HttpRequest) -> tuple[Acting, ApiToken]:
        """Return who asks, by which token. Raises TokenNeeded; nothing else was looked at."""
        asked: Any = Request(request, authenticators=self.get_authenticators())
        return asked.user and asked.acting, asked.auth  # reading the user asks the authenticators

    def given(
        self, request: HttpRequest, acting: Acting, scope: TokenScope, places: Mapping[str, Any]
    ) -> Given:
        """Return the answer to somebody known. Raises what the domain raises."""
        operation = self.operation(request)
        asked = operation.query.read(request.GET, refuse_unknown=True)
        if request.method in _READS:
            return self._made(Ask(acting, scope, request.path, asked), "GET", places)
        body = operation.body.read(request)
        edition = read_edition(request.headers.get("If-Match")) if operation.needs_edition else None
        ask = Ask(acting, scope, request.path, asked, body, edition)
        return answered_once(request, ask, lambda: self._made(ask, str(request.method), places))

    def operation(self, request: HttpRequest) -> Operation:
        """Return what the method does here. Raises MethodRefused, and ScopeNeeded for a token that
        may only read.
        """
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in self.operations:
            raise MethodRefused(self.methods())
        check_scope(request, TokenScope.READ if method == "GET" else TokenScope.COMMENT)
        return self.operations[method]

    @classmethod
    def methods(cls) -> list[str]:
        """Return the methods that this address takes, as `Allow` names them."""
        reads = list(_READS) if "GET" in cls.operations else []
        return [*reads, *(method for method in cls.operations if method != "GET")]

    def _made(self, ask: Ask, method: str, places: Mapping[str, Any]) -> Given:
        make: Callable[..., Answer] = getattr(self, f"answer_{method.lower()}")
        answer = make(ask, **places)
        return Given(answer.status, answer.body, answer.own_headers, subject=answer.private_id)


def _language(request: HttpRequest, acting: Acting) -> str:
    """Return the language of refusals: the one asked for, or else the person's own."""
    sent = request.GET.get("lang", "")
    own = acting.user.language
    return sent if sent in LANGUAGES else own if own in LANGUAGES else DEFAULT_LANGUAGE


def _spent(token: ApiToken) -> Spent | None:
    """Count the request of a token. Raises TooMany; returns None where there is no limit."""
    limit: int = settings.DESK_REQUESTS_PER_MINUTE
    if not limit:
        return None
    spent = LIMITER.spend(str(token.pk), limit)
    if not spent.passes:
        raise TooMany(spent.seconds)
    return spent


def _response(request: HttpRequest, given: Given) -> HttpResponse:
    headers = dict(given.headers)
    if given.is_replayed:
        headers["Idempotency-Replayed"] = "true"
    return response(given.status, given.body, headers, is_head=request.method == "HEAD")


def _with_limit(answer: HttpResponse, spent: Spent | None) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    limit: int = settings.DESK_REQUESTS_PER_MINUTE
    if limit and (spent is not None or answer.status_code == 429):
        left, seconds = (spent.left, spent.seconds) if spent else (0, answer["Retry-After"])
        answer["RateLimit-Policy"] = f'"token";q={limit};w=60'
        answer["RateLimit"] = f'"token";r={left};t={seconds}'
    return answer
