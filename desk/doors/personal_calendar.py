"""The dates of one mandate for a calendar program: the key in the address is all that opens them.

Whoever has the key may be a program on a telephone or a server of somebody else: nothing is asked
of a session, no cookie is set, and what it fetches tells no more than public facts and instants.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.limits import LIMITER
from notifications.calendars import CALENDAR_TYPE, named_file, personal_calendar
from notifications.selectors.calendar import calendar_of

from .guarded import door

# A program asks a few times a day; many people may stand behind one address.
MOST_A_MINUTE = 60


@door
@csrf_exempt  # it can only be read: another method is refused as such
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the dates that the key opens, in the language of its holder."""
    address = request.META.get(settings.CLIENT_ADDRESS_KEY, "")
    spent = LIMITER.spend(f"calendar {address}", MOST_A_MINUTE)
    if not spent.passes:
        return _too_often(request, spent.seconds)
    dates = calendar_of(token, timezone.now())
    with translation.override(dates.language):
        body = personal_calendar(dates).to_ical()
    return HttpResponse(body, content_type=CALENDAR_TYPE, headers=named_file("tripartite"))


def _too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(seconds)
    return answer
