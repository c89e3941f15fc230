"""Sample accounts that sign in with one click, second factor included; on one's own machine."""

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
from .local import check_is_local
from .people import mandate_line
from .signing_in import sign_in_as_sample


@door
@require_http_methods(["GET", "HEAD", "POST"])
def sample_accounts(request: HttpRequest) -> HttpResponse:
    """List a sample account for each capacity, or sign in as the one that was chosen."""
    check_is_local(request)
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
