"""The frame of every public page: what was asked goes in, a template and its words come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import get_template
from django.utils.translation import gettext as _

from core.addresses import AddressKind, address
from core.errors import DomainError
from core.faults import refusal_answer
from core.languages import split_language
from core.query import Asked, Query
from public.answers import Content, answered

from .frame import frame_of

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a page was asked: language, bare path (without language), values of the query."""

    language: str
    path: str
    asked: Asked
    revision: int

    def __getitem__(self, name: str) -> Any:
        return self.asked[name]


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it shows."""

    template: str
    context: Mapping[str, Any]


PageView = Callable[Concatenate[Ask, P], Page | Content]


class MethodRefused(DomainError):
    code = "method_not_allowed"
    status = 405


def public_page(query: Query = Query()) -> Callable[[PageView[P]], Callable[..., HttpResponse]]:  # noqa: B008
    """Turn `view(ask, …) -> Page` into a public address that understands `query`."""

    def frame(view: PageView[P]) -> Callable[..., HttpResponse]:
        @address(AddressKind.PUBLIC)
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return _refuse_method(request)
            asked = query.read(request.GET, refuse_unknown=False)
            language, path = split_language(request.path)

            def make(revision: int) -> Content:
                ask = Ask(language, path, asked, revision)
                made = view(ask, *args, **kwargs)
                return made if isinstance(made, Content) else _rendered(made, ask)

            return answered(request, asked.canonical, make)

        return answer

    return frame


def _refuse_method(request: HttpRequest) -> HttpResponse:
    refusal = MethodRefused(_("This page can only be read; use GET."))
    response = refusal_answer(request, refusal)
    response["Allow"] = HttpResponseNotAllowed(["GET", "HEAD"])["Allow"]
    return response


def _rendered(page: Page, ask: Ask) -> Content:
    frame = frame_of(ask.path, ask.asked.canonical, ask.language)
    text = get_template(page.template).render({**frame, **page.context})
    return Content(text.encode())
