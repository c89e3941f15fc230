"""Sample accounts that sign in with one click, second factor included.

Three locks, each enough: only the local settings route it and allow it, only a sample database
has such people, and only this machine may ask.
"""

import ipaddress
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import Missing
from core.languages import DEFAULT_LANGUAGE
from desk.mandates import keep_mandate
from stakeholders.models import Mandate

from .guarded import door
from .people import mandate_line
from .second_factor import samples_may_sign_in
from .signing_in import sign_in_as_sample


@door
@require_http_methods(["GET", "HEAD", "POST"])
def sample_accounts(request: HttpRequest) -> HttpResponse:
    """List a sample account for each capacity, or sign in as the one that was chosen."""
    if not (samples_may_sign_in() and _asks_from_this_machine(request)):
        raise Missing(_("Check the address, or look for it under Provisions."))
    found = _mandates()
    if request.method == "POST":
        chosen = next((each for each in found if str(each.pk) == request.POST.get("mandate")), None)
        if chosen is None:
            raise Missing(_("This sample account no longer has a mandate. Choose another."))
        return _sign_in(request, chosen)
    return render(request, "doors/sample.html", {"groups": _in_groups(found)})


def _mandates() -> list[Mandate]:
    return list(
        Mandate.objects.active_at(timezone.now())
        .select_related("user", "organization")
        .order_by("group", "organization__code", "capacity", "user__name", "pk")
    )


def _in_groups(found: list[Mandate]) -> list[dict[str, object]]:
    language = translation.get_language() or DEFAULT_LANGUAGE
    lines = [mandate_line(each, language) for each in found]
    return [
        {"name": name or _("The review itself"), "mandates": list(members)}
        for name, members in groupby(lines, key=lambda line: line.group)
    ]


def _sign_in(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    sign_in_as_sample(request, mandate.user)
    keep_mandate(request, mandate)
    return HttpResponseRedirect("/desk/")


def _asks_from_this_machine(request: HttpRequest) -> bool:
    """Return whether the asker is on this machine and not behind a proxy of it."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and "HTTP_X_FORWARDED_FOR" not in request.META
