"""The one page of an address without account: everything it gets, why, how often and when."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.when import when_zoned
from desk.forms.mail_settings import (
    MailSettingsForm,
    choice_to_stop,
    frequencies_sent,
    settings_of,
)
from notifications.enums import Frequency, Kind
from notifications.models import Recipient
from notifications.selectors.choices import everything_one_gets
from notifications.sending.links import read_manage
from notifications.services.recipients import (
    forget_address,
    resume,
    save_settings,
    stop_everything,
)
from notifications.services.samples import send_sample
from notifications.services.subscriptions import set_frequencies, unsubscribe

from .subscribing_frame import door_without_cookies, masked, speak_to, spoken

OF_AN_ACCOUNT = "/desk/settings/notifications/"
Act = Callable[[HttpRequest, Recipient, datetime], HttpResponse]


@door_without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show everything that the reader gets; a POST does what its button is called."""
    recipient = read_manage(token)
    if recipient.user_id is not None:
        return HttpResponseRedirect(OF_AN_ACCOUNT)
    speak_to(request, recipient)
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""), _keep_choices)
        return act(request, recipient, timezone.now())
    return _page(request, recipient, MailSettingsForm(initial=settings_of(recipient)))


def _keep_choices(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    """Keep how often each comes; one of the buttons takes a choice off the list."""
    sent, choices = request.POST, everything_one_gets(recipient, at)
    set_frequencies(recipient_id=recipient.pk, chosen=frequencies_sent(sent, choices), at=at)
    stopped = choice_to_stop(sent, choices)
    if stopped is not None:
        named = {"topic": stopped.topic, "subject": stopped.subject}
        unsubscribe(recipient_id=recipient.pk, **named, at=at)
    return _done(request, "kept")


def _keep_settings(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    form = MailSettingsForm(request.POST, initial=settings_of(recipient))
    if form.is_valid() and form.carries(
        lambda: save_settings(recipient_id=recipient.pk, **form.cleaned_data, at=at)
    ):
        return _done(request, "kept")
    return _page(request, recipient, form)


def _stop(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    stop_everything(recipient_id=recipient.pk, at=at)
    return _done(request, "stopped")


def _resume(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    resume(recipient_id=recipient.pk, at=at)
    return _done(request, "resumed")


def _send_sample(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    send_sample(recipient_id=recipient.pk, kind=_sample_kind(recipient, at), at=at)
    return _done(request, "sample")


def _sample_kind(recipient: Recipient, at: datetime) -> Kind:
    """Return the mail that tells the most of what the reader gets: a digest, if any comes."""
    often = {each.frequency for each in everything_one_gets(recipient, at)}
    if Frequency.WEEKLY in often or not often - {Frequency.NEVER}:
        return Kind.WEEKLY_DIGEST
    return Kind.DAILY_DIGEST if Frequency.DAILY in often else Kind.NEWS


def _forget(request: HttpRequest, recipient: Recipient, at: datetime) -> HttpResponse:
    """Forget the address; the link that led here leads nowhere from now on."""
    forget_address(recipient_id=recipient.pk, at=at)
    return render(request, "doors/subscribing_forgotten.html")


_ACTS: dict[str, Act] = {
    "choices": _keep_choices,
    "settings": _keep_settings,
    "stop": _stop,
    "resume": _resume,
    "sample": _send_sample,
    "forget": _forget,
}


def _page(request: HttpRequest, recipient: Recipient, form: MailSettingsForm) -> HttpResponse:
    return render(
        request,
        "doors/subscribing_settings.html",
        {**_context(recipient), "form": form, "done": _said(request.GET.get("done", ""))},
        status=form.status,
    )


def _context(recipient: Recipient) -> dict[str, Any]:
    def when(at: datetime | None) -> Any:
        return when_zoned(at, recipient.time_zone, spoken()) if at else None

    return {
        "address": masked(recipient.address),
        "choices": everything_one_gets(recipient, timezone.now()),
        "stopped": when(recipient.stopped_at),
        "next_daily": when(recipient.daily_due_at),
        "next_weekly": when(recipient.weekly_due_at),
    }


def _done(request: HttpRequest, what: str) -> HttpResponse:
    """Lead back to the page, in the language that the reader has now."""
    return HttpResponseRedirect(f"{request.path}?done={what}", status=303)


def _said(done: str) -> str:
    return {
        "kept": _("Your choices are kept."),
        "stopped": _("You get nothing more."),
        "resumed": _("You get again what stands below."),
        "sample": _("A sample is on its way to your mailbox."),
    }.get(done, "")
