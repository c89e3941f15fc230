"""The frame of every public API address: one query reader, one cache, one error form."""

from collections.abc import Callable
from typing import Any, ClassVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from core.addresses import AddressKind
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.query import Asked, Parameter, Query, choice
from public.answers import Content, answered

JSON = "application/json"


def language_parameter() -> Parameter:
    return choice("lang", LANGUAGES, "Language of texts and labels.", default=DEFAULT_LANGUAGE)


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
    http_method_names = ("get", "head", "options")  # type: ignore[assignment]
    query: ClassVar[Query] = Query((language_parameter(),))

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        view.address_kind = cls.address_kind  # type: ignore[attr-defined]
        return view

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        asked = self.query.read(request._request.GET, refuse_unknown=True)

        def make(revision: int) -> Content:
            with translation.override(asked["lang"]):
                return self.content(asked, revision, **kwargs)

        return answered(request._request, asked.canonical, make)

    head = get

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a browser's preflight: anyone may read, nobody may write."""
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
        response["Allow"] = "GET, HEAD, OPTIONS"
        return response

    def content(self, asked: Asked, revision: int, **kwargs: Any) -> Content:
        """Return the answer. Raises Missing, Invalid; what it reads must be public."""
        raise NotImplementedError


def json_content(value: Any, headers: dict[str, str] | None = None) -> Content:
    return Content(orjson.dumps(value), JSON, headers or {})
