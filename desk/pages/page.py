"""The frame of every desk page: who asks goes in, a template and its words come out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import get_template
from django.utils.translation import get_language

from core.addresses import AddressKind, address
from core.errors import DomainError, Missing
from core.languages import DEFAULT_LANGUAGE
from core.problems import title_of
from desk.acting import ActingRequest
from desk.presenters import links
from desk.presenters.names import capacity_name, mandate_name
from stakeholders.selectors import mandates_in_waiting

from .frame import frame_of, is_secretariat

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Page:
    """A template, what it shows, and which entry of the navigation is current."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    status: int = 200


DeskView = Callable[Concatenate[ActingRequest, P], Page | HttpResponse]


def desk_page(
    methods: tuple[str, ...] = ("GET", "POST"), *, needs_mandate: bool = True
) -> Callable[[DeskView[P]], Callable[..., HttpResponse]]:
    """Turn `view(request, …) -> Page | HttpResponse` into an address of the desk.

    Refusals of the domain that a view lets pass become pages of their own. Without an active
    mandate only an explanation is shown, unless the page does not need one.
    """

    def frame(view: DeskView[P]) -> Callable[..., HttpResponse]:
        @address(AddressKind.DESK)
        @wraps(view)
        def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            asking = cast(ActingRequest, request)
            if needs_mandate and asking.acting.mandate is None:
                return rendered(asking, _explanation(asking))
            if request.method not in {*methods, "HEAD"}:
                return HttpResponseNotAllowed(sorted({*methods, "HEAD"}))
            try:
                made = view(asking, *args, **kwargs)
                return made if isinstance(made, HttpResponse) else rendered(asking, made)
            except DomainError as refusal:
                if refusal.status == 503:
                    raise  # the house's own trouble: answered where nothing is asked of it
                return rendered(asking, refusal_page(refusal))

        return answer

    return frame


def secretariat_page(
    methods: tuple[str, ...] = ("GET", "POST"),
) -> Callable[[DeskView[P]], Callable[..., HttpResponse]]:
    """Turn a view into a page of the review secretariat; for others there is none."""

    def frame(view: DeskView[P]) -> Callable[..., HttpResponse]:
        def guarded(request: ActingRequest, /, *args: P.args, **kwargs: P.kwargs) -> Any:
            if not is_secretariat(request.acting.mandate):
                raise Missing("There is no such page.")
            return view(request, *args, **kwargs)

        return wraps(view)(desk_page(methods)(guarded))

    return frame


def done(request: HttpRequest, sentence: str, path: str) -> HttpResponse:
    """Say what was done, and lead on by GET, so that a reload repeats nothing."""
    messages.success(request, sentence)
    return HttpResponseRedirect(path)


def rendered(request: ActingRequest, page: Page) -> HttpResponse:
    frame = frame_of(request.acting, page.section)
    text = get_template(page.template).render({**frame, **page.context}, request)
    return HttpResponse(text, status=page.status)


def refusal_page(refusal: DomainError) -> Page:
    """Return what a reader is told of a refusal. What is missing says nothing of its own: an
    address that leads nowhere and one that is not for the reader answer alike.
    """
    if isinstance(refusal, Missing):
        return Page("desk/not_found.html", status=404)
    context = {
        "heading": title_of(refusal.status),
        "message": refusal.detail,
        "is_conflict": refusal.status == 409,
        "errors": [
            {"message": error.detail, "target": ""}
            for error in refusal.errors
            if error.detail != refusal.detail
        ],
    }
    return Page("desk/refused.html", context, status=refusal.status)


def _explanation(request: ActingRequest) -> Page:
    """Return what somebody without an active mandate reads, wherever they turn."""
    acting, language = request.acting, get_language() or DEFAULT_LANGUAGE
    waiting = mandates_in_waiting(acting.user.pk, at=acting.at)
    lines = [(capacity_name(each, language), mandate_name(each, language)) for each in waiting]
    status = 200 if request.path_info == links.HOME else 404
    return Page("desk/no_mandate.html", {"waiting": lines}, status=status)
