"""The frame of every public API address: one query reader, one cache, one error form."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NoReturn

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.addresses import AddressKind
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.query import Asked, Query
from public.answers import Content, answered

from .exports import json_bytes
from .parameters import language_parameter
from .schema import PublicSchema
from .shapes.parts import Shape

JSON = "application/json"
_METHODS = "GET, HEAD, OPTIONS"


class OneForm(BaseContentNegotiation):
    """The form of an answer is in its address (`format=`), never in the Accept header."""

    def select_parser(self, request: Request, parsers: Any) -> BaseParser | None:
        return parsers[0] if parsers else None

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


class PublicEndpoint(APIView):
    """A public API address. Subclasses name `query` and write `content`."""

    address_kind = AddressKind.PUBLIC
    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = OneForm
    http_method_names = ("get", "head", "options")
    schema = PublicSchema()
    query: ClassVar[Query] = Query((language_parameter(),))
    places: ClassVar[Mapping[str, str]] = {}  # what stands in the address, by name

    @classmethod
    def as_view(  # type: ignore[override]
        cls, **initkwargs: Any
    ) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        view.address_kind = cls.address_kind  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a read without DRF's request: nobody signs in here and no body is read.

        That costs twice as much as an answer from memory. Other methods, and their refusal,
        go the usual way.
        """
        if request.method in {"GET", "HEAD"}:
            return self.get(request, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Raises what `content` raises; the doorkeeper makes problem details of it."""
        language = request.GET.get("lang", DEFAULT_LANGUAGE)
        # Refusals speak the language that was asked for, too.
        translation.activate(language if language in LANGUAGES else DEFAULT_LANGUAGE)
        asked = self.query.read(request.GET, refuse_unknown=True)
        return answered(
            request, asked.canonical, lambda revision: self.content(asked, revision, **kwargs)
        )

    head = get

    def options(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer a browser's preflight: anyone may read, nobody may write."""
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        response["Allow"] = _METHODS
        return response

    def http_method_not_allowed(
        self, request: HttpRequest | Request, *args: Any, **kwargs: Any
    ) -> NoReturn:
        detail = _("This address can only be read; use GET.")
        raise MethodNotAllowed(str(request.method), detail)

    @classmethod
    def answer_shape(cls) -> Shape:
        """Return what the JSON answer looks like."""
        raise NotImplementedError

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        """Return the answer. Raises Missing, Invalid; what it reads must be public."""
        raise NotImplementedError


def json_content(value: Any, headers: dict[str, str] | None = None) -> Content:
    return Content(json_bytes(value), JSON, headers or {})
