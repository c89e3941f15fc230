"""Following a provision or a round from its page at the desk, with one button."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.labels import labels
from desk.acting import Acting, ActingRequest
from desk.presenters import links
from notifications.enums import Frequency, Topic
from notifications.selectors.following import frequency_of
from notifications.services.recipients import recipient_of
from notifications.services.subscriptions import subscribe, unsubscribe
from reviews.selectors.rounds import round_facts

from .page import desk_page, done

STOP = "stop"


@desk_page(("POST",))
def follow_provision(request: ActingRequest, key: str) -> HttpResponse:
    """Follow a provision, or stop."""
    said = _followed(request, Topic.PROVISION, key)
    return done(request, said, links.reading_path(key, request.POST.get("round", "")))


@desk_page(("POST",))
def follow_round(request: ActingRequest, round_id: UUID) -> HttpResponse:
    """Follow a round, or stop."""
    said = _followed(request, Topic.ROUND, round_facts(round_id).key)
    return done(request, said, links.round_path(round_id))


def follow_button(
    acting: Acting, topic: Topic, subject: str, path: str, *, round_key: str = ""
) -> dict[str, object]:
    """Return what `desk/parts/follow.html` shows; `path` is the page's own address, `round_key`
    the frame it is read in. One query.
    """
    frequency = frequency_of(acting.user.pk, topic, subject)
    names = labels(Frequency, acting.user.language)
    return {"url": f"{path}follow/", "frequency": names[frequency or ""], "round": round_key}


def _followed(request: ActingRequest, topic: Topic, subject: str) -> str:
    """Do what the button says and return what was done."""
    acting, at = request.acting, request.acting.at
    recipient = recipient_of(acting.user, at)
    if request.POST.get("act") == STOP:
        unsubscribe(recipient_id=recipient.pk, topic=topic, subject=subject, at=at)
        return _("You do not follow this any more.")
    subscribe(recipient_id=recipient.pk, topic=topic, subject=subject, at=at)
    return _("You follow this. How often you hear of it is up to you: see Settings, Notifications.")
