"""Where the links of mails lead: saying yes to what was asked for, and stopping what comes.

Scanners follow links, so a GET only shows a button; a POST does it, from a page or from a mail
program that knows RFC 8058.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.labels import labels
from core.when import When, when_zoned
from notifications.enums import Frequency, Topic
from notifications.models import Recipient, Subscription
from notifications.sending.links import Stop, manage_link, read_confirm, read_stop
from notifications.services import subscriptions

from .subscribing_frame import door_without_cookies, masked, speak_to, spoken, thing_of


@door_without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was asked for with the button that begins it; confirmed, show when it comes."""
    asked = read_confirm(token)
    speak_to(request, asked.recipient)
    if request.method == "POST":
        subscriptions.confirm(subscription_id=asked.pk, at=timezone.now())
        return HttpResponseRedirect(request.get_full_path(), status=303)
    return render(request, "doors/subscribing_confirm.html", _confirm_context(asked))


@door_without_cookies
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show what would stop with the button that stops it. Pressed twice, it says the same."""
    named = read_stop(token)
    speak_to(request, named.recipient)
    stopped = request.method == "POST"
    if stopped:
        subscriptions.stop_named(
            recipient_id=named.recipient.pk,
            topic=named.topic,
            subject=named.subject,
            frequency=named.frequency,
            at=timezone.now(),
        )
    return render(request, "doors/subscribing_stop.html", _stop_context(named, stopped=stopped))


def _confirm_context(asked: Subscription) -> dict[str, object]:
    recipient = asked.recipient
    often = Frequency(asked.frequency)
    return {
        "thing": thing_of(Topic(asked.topic), asked.subject),
        "often": labels(Frequency, spoken())[often],
        "address": masked(recipient.address),
        "confirmed": asked.confirmed_at is not None,
        "next": _next_digest(recipient, often),
        "is_stopped": recipient.stopped_at is not None,
        "manage_url": manage_link(recipient),
    }


def _next_digest(recipient: Recipient, often: Frequency) -> When | None:
    """Return when the next digest that carries it is due; None for what comes at once."""
    due = {Frequency.DAILY: recipient.daily_due_at, Frequency.WEEKLY: recipient.weekly_due_at}
    at = due.get(often)
    return when_zoned(at, recipient.time_zone, spoken()) if at else None


def _stop_context(named: Stop, *, stopped: bool) -> dict[str, object]:
    return {
        "what": _what_stops(named),
        "is_everything": not (named.topic or named.frequency),
        "ends_reminders": _ends_reminders(named),
        "address": masked(named.recipient.address),
        "stopped": stopped,
        "manage_url": manage_link(named.recipient),
    }


def _ends_reminders(named: Stop) -> bool:
    """Return whether a member would not hear of deadlines any more."""
    is_everything = not (named.topic or named.frequency)
    is_member = named.recipient.user_id is not None
    return is_member and (is_everything or named.topic == Topic.DEADLINES)


def _what_stops(named: Stop) -> str:
    """Return in words what the link stops."""
    if named.topic and named.subject:
        thing = thing_of(Topic(named.topic), named.subject)
        return f"{thing['kind']}: {thing['text']}"
    if named.topic:
        return labels(Topic, spoken())[named.topic]
    match named.frequency:
        case Frequency.NOW:
            return _("News that come at once")
        case Frequency.DAILY:
            return _("News that come every day")
        case Frequency.WEEKLY:
            return _("News that come every week")
        case _:
            return _("Everything that the portal sends you")
