"""The key to one's personal calendar: made and shown once, revoked at any time."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.public_paths import absolute
from desk.acting import ActingRequest
from desk.presenters import links
from notifications.services.calendar_keys import make_key, revoke_key
from stakeholders.models import Mandate

from .notifications import SECTION, crumbs
from .page import Page, desk_page, done


@desk_page(("POST",))
def make(request: ActingRequest) -> Page:
    """Make a key for the mandate acted under and show its address, this once."""
    acting = request.acting
    _key, secret = make_key(mandate_id=_mine(request).pk, user_id=acting.user.pk, at=acting.at)
    context = {
        "address": absolute(links.calendar_path(secret)),
        "back": links.NOTIFICATIONS,
        "crumbs": crumbs(),
    }
    return Page("desk/notifications_calendar.html", context, SECTION)


@desk_page(("POST",))
def revoke(request: ActingRequest) -> HttpResponse:
    """Let the present key open nothing any more."""
    acting = request.acting
    revoke_key(mandate_id=_mine(request).pk, user_id=acting.user.pk, at=acting.at)
    return done(request, _("The calendar’s address opens nothing any more."), links.NOTIFICATIONS)


def _mine(request: ActingRequest) -> Mandate:
    if request.acting.mandate is None:  # the frame of the page asks first
        raise Missing("There is no such page.")
    return request.acting.mandate
