"""What the doors under /subscribe/ have in common: refusals in words, the reader's language, names.

Most of them are opened by a link of a mail, whose token is the authority: nothing rests on a
cookie, so there is nothing that another site could make a browser do.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from core.errors import Conflict, DomainError, Invalid, Missing, NotAllowed
from core.labels import labels
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from notifications.enums import Topic
from notifications.models import Recipient
from notifications.selectors.names import named
from notifications.subjects import path_of

from .guarded import door

View = Callable[..., HttpResponse]


def subscribing_door(view: View) -> Callable[..., HttpResponseBase]:
    """Mark a door whose refusals are pages that say what to do."""

    @door
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Conflict, Invalid, Missing, NotAllowed) as refusal:
            return refused(request, refusal)

    return answer


def door_without_cookies(view: View) -> Callable[..., HttpResponseBase]:
    """Mark a door that trusts what was sent to it and no cookie: a mail program's POST opens it
    too (RFC 8058), and a public page's form, which holds no token since it is the same for all.
    """
    return subscribing_door(csrf_exempt(view))


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    context = {"code": refusal.code, "detail": refusal.detail}
    return render(request, "doors/subscribing_refused.html", context, status=refusal.status)


def speak_to(request: HttpRequest, recipient: Recipient) -> None:
    """Speak the reader's language, unless `?lang=` asks for another."""
    if request.GET.get("lang") not in LANGUAGES:
        translation.activate(recipient.language)


def spoken() -> str:
    return translation.get_language() or DEFAULT_LANGUAGE


def thing_of(topic: Topic, subject: str) -> dict[str, str]:
    """Return what is followed as the pages show it. Three queries at most."""
    language = spoken()
    name = named([(topic, subject)], language)[topic, subject]
    return {
        "topic": topic.value,
        "subject": subject,
        "kind": labels(Topic, language)[topic],
        "text": name.text,
        "lang": name.lang,
        "within": name.within,
        "url": path_of(topic, subject, language),
    }


def masked(address: str) -> str:
    """Return an address so that its holder knows it and nobody else learns it."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
