"""Following something from its page: by an address that is asked first, or with an account."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.labels import labels
from core.limits import Limiter
from notifications.enums import Frequency
from notifications.selectors.following import frequency_of
from notifications.services.asking import ask_by_address
from notifications.services.recipients import recipient_of
from notifications.services.subscriptions import subscribe
from notifications.subjects import check_subject, check_topic
from stakeholders.models import User

from .guarded import SIGN_IN
from .second_factor import passed_second_factor
from .subscribing_forms import AskForm, FollowForm
from .subscribing_frame import (
    door_without_cookies,
    spoken,
    subscribing_door,
    thing_of,
)

ASKS_PER_MINUTE = 10  # of one asking address, in each process
LIMITER = Limiter()
HERE, ASKED = "/subscribe/", "/subscribe/asked/"


@door_without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show how to follow what `?topic=&subject=` names. A POST asks the address that was typed.

    It comes from a public page, the same for everyone and so without a token against forgery. It
    needs none: no cookie is looked at, and all it does is send a question to an address, which
    anybody may do by hand.
    """
    if request.method == "POST":
        return _asked_by_form(request)
    topic = request.GET.get("topic", "")
    if not topic:
        return render(request, "doors/subscribing_how.html")
    member = _member(request)
    if member is not None:
        return _page_for_member(request, member)
    return _page(request, AskForm(initial={"topic": topic, "subject": request.GET.get("subject")}))


@subscribing_door
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens now, the same for every address."""
    return render(request, "doors/subscribing_asked.html", {"thing": _named(request.GET)})


@subscribing_door
@require_POST
def follow_with_account(request: HttpRequest) -> HttpResponse:
    """Let the person who is signed in follow it at once. This one rests on a cookie and so needs
    the token of its form.
    """
    member = _member(request)
    if member is None:
        return HttpResponseRedirect(SIGN_IN)
    form, at = FollowForm(request.POST), timezone.now()
    if form.is_valid():
        recipient = recipient_of(member, at)
        made = subscribe(recipient_id=recipient.pk, **form.wanted(), at=at)
        return HttpResponseRedirect(_address(HERE, made.topic, made.subject))
    return _page(request, form, member=member)


def _asked_by_form(request: HttpRequest) -> HttpResponse:
    spent = LIMITER.spend(request.META.get(settings.CLIENT_ADDRESS_KEY, ""), ASKS_PER_MINUTE)
    if not spent.passes:
        too_many = render(request, "429.html", status=429)
        too_many["Retry-After"] = str(spent.seconds)
        return too_many
    form = AskForm(request.POST)
    if form.is_valid() and form.carries(lambda: _ask(form, timezone.now())):
        wanted = form.wanted()
        return HttpResponseRedirect(_address(ASKED, wanted["topic"], wanted["subject"]))
    return _page(request, form)


def _ask(form: AskForm, at: datetime) -> bool:
    ask_by_address(email=form.cleaned_data["email"], language=spoken(), **form.wanted(), at=at)
    return True


def _page(request: HttpRequest, form: FollowForm, **more: object) -> HttpResponse:
    """Show the form, or why what it names can't be followed."""
    sent = {name: str(form[name].value() or "") for name in ("topic", "subject")}
    context = {"form": form, "thing": _named(sent), "language": spoken(), **more}
    return render(request, "doors/subscribing.html", context, status=form.status)


def _page_for_member(request: HttpRequest, member: User) -> HttpResponse:
    thing = _named(request.GET)
    often = frequency_of(member.pk, check_topic(thing["topic"]), thing["subject"])
    form = FollowForm(initial=thing)
    follows = {"follows": labels(Frequency, spoken())[often or ""]}
    return _page(request, form, member=member, **follows)


def _named(sent: object) -> dict[str, str]:
    """Return what is to be followed. Raises Invalid or Missing as the service would."""
    get = sent.get  # type: ignore[attr-defined]
    topic = check_topic(get("topic", ""))
    return thing_of(topic, check_subject(topic, get("subject", "")))


def _member(request: HttpRequest) -> User | None:
    """Return who is signed in, second factor included: a password alone opens nothing here."""
    user = request.user
    return user if isinstance(user, User) and passed_second_factor(request, user) else None


def _address(path: str, topic: str, subject: str) -> str:
    query = urlencode({"topic": topic, "subject": subject, "lang": spoken()})
    return f"{path}?{query}"
