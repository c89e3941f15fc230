"""What one gets by mail, why, how often and when: a person's own settings, mandate or not."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext as _

from desk.acting import Acting, ActingRequest
from desk.forms.mail_settings import (
    MailSettingsForm,
    choice_to_stop,
    frequencies_sent,
    settings_of,
)
from desk.forms.notifications import SampleForm
from desk.presenters import links
from desk.presenters import notifications as show
from notifications.enums import Kind
from notifications.models import Recipient
from notifications.selectors.calendar import key_of
from notifications.selectors.choices import Choice, everything_one_gets
from notifications.selectors.own_mails import own_mails
from notifications.services.bounces import address_works
from notifications.services.recipients import (
    recipient_of,
    resume,
    save_settings,
    stop_everything,
)
from notifications.services.samples import send_sample
from notifications.services.subscriptions import set_frequencies, unsubscribe

from .page import Page, desk_page, done

SECTION = "settings"


@desk_page(needs_mandate=False)
def notifications(request: ActingRequest) -> Page | HttpResponse:
    """Show everything one gets; a POST keeps language, time zone and quiet hours."""
    recipient = reader(request)
    sent = request.POST if request.method == "POST" else None
    form = _settings_form(recipient, sent)
    saved = form.attempt(lambda: _saved(request, form)) if form.is_valid() else None
    if saved is not None:
        with translation.override(saved.language):
            return done(request, _("Your settings are kept."), links.NOTIFICATIONS)
    return _page(request.acting, recipient, form)


@desk_page(("POST",), needs_mandate=False)
def choices(request: ActingRequest) -> HttpResponse:
    """Keep how often each thing comes; one of the buttons takes what was chosen off the list."""
    recipient, at, sent = reader(request), request.acting.at, request.POST
    present = everything_one_gets(recipient, at)
    stopped, chosen = choice_to_stop(sent, present), frequencies_sent(sent, present)
    set_frequencies(recipient_id=recipient.pk, chosen=chosen, at=at)
    if stopped is None:
        return done(request, _("What you get is kept."), links.NOTIFICATIONS)
    topic, subject = stopped.topic, stopped.subject
    unsubscribe(recipient_id=recipient.pk, topic=topic, subject=subject, at=at)
    said = _("You do not follow “%(what)s” any more.") % {"what": stopped.label}
    return done(request, said, links.NOTIFICATIONS)


@desk_page(("POST",), needs_mandate=False)
def sample(request: ActingRequest) -> Page | HttpResponse:
    """Send the person one mail of a kind, so that they see what it is like."""
    recipient = reader(request)
    present = everything_one_gets(recipient, request.acting.at)
    form = _sample_form(present, request.POST)
    if form.is_valid() and form.carries(lambda: _sent(request, recipient, form.wanted())):
        said = _("A sample is on its way to %(address)s.") % {"address": recipient.address}
        return done(request, said, links.NOTIFICATIONS)
    return _page(request.acting, recipient, _settings_form(recipient), form)


@desk_page(needs_mandate=False)
def stop(request: ActingRequest) -> Page | HttpResponse:
    """Say what stopping everything means; a POST does it."""
    recipient = reader(request)
    if request.method == "POST":
        stop_everything(recipient_id=recipient.pk, at=request.acting.at)
        return done(request, _("You get nothing more."), links.NOTIFICATIONS)
    return Page("desk/notifications_stop.html", {"crumbs": crumbs()}, SECTION)


@desk_page(("POST",), needs_mandate=False)
def resumed(request: ActingRequest) -> HttpResponse:
    """Send again what was chosen before everything was stopped."""
    resume(recipient_id=reader(request).pk, at=request.acting.at)
    return done(request, _("You get again what stands below."), links.NOTIFICATIONS)


@desk_page(("POST",), needs_mandate=False)
def works_again(request: ActingRequest) -> HttpResponse:
    """Take the person's word that their address takes mail again."""
    address_works(recipient_id=reader(request).pk, at=request.acting.at)
    said = _("Mail goes to your address again. If it still comes back, this notice returns.")
    return done(request, said, links.NOTIFICATIONS)


def reader(request: ActingRequest) -> Recipient:
    """Return the reader that the person is."""
    return recipient_of(request.acting.user, request.acting.at)


def crumbs() -> list[dict[str, str]]:
    """Return the way back to the settings, and to one's mails."""
    return [
        {"label": _("Settings"), "url": links.SETTINGS},
        {"label": _("Notifications"), "url": links.NOTIFICATIONS},
    ]


def _saved(request: ActingRequest, form: MailSettingsForm) -> Recipient:
    return save_settings(recipient_id=reader(request).pk, **form.cleaned_data, at=request.acting.at)


def _sent(request: ActingRequest, recipient: Recipient, kind: Kind) -> Kind:
    send_sample(recipient_id=recipient.pk, kind=kind, at=request.acting.at)
    return kind


def _settings_form(recipient: Recipient, sent: QueryDict | None = None) -> MailSettingsForm:
    return MailSettingsForm(sent, initial=settings_of(recipient))


def _sample_form(present: list[Choice], sent: QueryDict | None = None) -> SampleForm:
    return SampleForm(sent, topics={each.topic for each in present})


def _page(
    acting: Acting,
    recipient: Recipient,
    form: MailSettingsForm,
    sample_form: SampleForm | None = None,
) -> Page:
    """Return the page with the form that was sent, whose mistakes are listed above."""
    present = everything_one_gets(recipient, acting.at)
    sent = sample_form or form
    context: dict[str, Any] = {
        **show.reader_context(recipient),
        "choices": present,
        "mails": show.mail_lines(own_mails(recipient), recipient),
        "settings": form,
        "sample": sample_form or _sample_form(present),
        "form": sent,
        "crumbs": crumbs()[:1],
    }
    if acting.mandate is not None:
        context["calendar"] = show.calendar_context(key_of(acting.mandate, acting.at), recipient)
    return Page("desk/notifications.html", context, SECTION, sent.status)
