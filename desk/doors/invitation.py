"""Where an invitation's link leads: its offer, and the one form that uses it up."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.actor import Actor
from core.errors import Conflict, DomainError, Invalid, Missing
from core.languages import LANGUAGES, NATIVE_NAMES
from desk.forms.form import DeskForm
from desk.presenters.invitations import offer_of
from stakeholders.models import Invitation, User
from stakeholders.selectors import LinkClosed, invitation_of
from stakeholders.services.invitations import Accepted, accept_invitation
from stakeholders.terms import Newcomer

from .guarded import door
from .signing_in import sign_in

# Nobody inside acts when a link is used: the person is not in yet.
DOOR = Actor.system("invitation")
ZONE = "Europe/Zurich"  # until we know the reader's own


class NewcomerForm(DeskForm):
    """Who somebody is that has no account yet. The service judges what was typed."""

    name = forms.CharField(
        label=gettext_lazy("Your name, as others will see it"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("The language that the portal speaks to you"),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )
    password = forms.CharField(
        label=gettext_lazy("A password of at least 12 characters"),
        help_text=gettext_lazy("Several unusual words are stronger than one with signs in it."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@door
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link offers, and take it up on POST: a mail scanner's GET uses nothing."""
    at = timezone.now()
    try:
        found = invitation_of(token, at=at)
        answer = _for_user if isinstance(request.user, User) else _for_newcomer
        return answer(request, found, token, at)
    except (LinkClosed, Missing) as refusal:
        return _refused(request, refusal)


def _for_newcomer(
    request: HttpRequest, found: Invitation, token: str, at: datetime
) -> HttpResponse:
    """Answer alike whether or not the address has an account, until somebody sends the form."""
    sent = request.POST if request.method == "POST" else None
    form = NewcomerForm(sent, initial={"language": translation.get_language()})
    if sent is not None and form.is_valid():
        newcomer = Newcomer(**form.cleaned_data)
        accepted = form.attempt(lambda: _accept(token, newcomer, at))
        if accepted is not None:
            return sign_in(request, accepted.user)
    return _page(request, found, form.status, form=form, next_url=request.path)


def _for_user(request: HttpRequest, found: Invitation, token: str, at: datetime) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or user.email.lower() != found.email.lower():
        return _page(request, found, 403, is_for_another=True)
    if request.method != "POST":
        return _page(request, found, 200)
    try:
        accepted = _accept(token, user, at)
    except (Conflict, Invalid) as refusal:
        return _page(request, found, refusal.status, refusal=refusal.detail)
    messages.success(request, _what_follows(accepted))
    return HttpResponseRedirect("/desk/")


def _accept(token: str, by: Newcomer | User, at: datetime) -> Accepted:
    return accept_invitation(token=token, by=by, actor=DOOR, at=at)


def _what_follows(accepted: Accepted) -> str:
    if accepted.mandate is None:
        return _("You accepted. The review secretariat now appoints you.")
    return _("You accepted. Your mandate waits for the confirmation of those who admit there.")


def _page(request: HttpRequest, found: Invitation, status: int, **context: Any) -> HttpResponse:
    language = translation.get_language() or "en"
    zone = request.user.time_zone if isinstance(request.user, User) else ZONE
    offer = offer_of(found, language=language, zone=zone)
    context |= {"offer": offer, "language": language}
    return render(request, "doors/invitation.html", context, status=status)


def _refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Answer a link that serves no more. A link that was altered is one that never was."""
    context = {"code": refusal.code}
    return render(request, "doors/invitation_refused.html", context, status=refusal.status)
