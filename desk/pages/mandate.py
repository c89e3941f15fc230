"""Which mandate to act under: the page that a person with several sees first."""

from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.addresses import AddressKind, address
from desk.acting import ActingRequest
from desk.mandates import keep_mandate
from stakeholders.permissions import active_mandate
from stakeholders.selectors import mandates_of_user


@address(AddressKind.DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: HttpRequest) -> HttpResponse:
    """List the person's own active mandates, and act under the one they choose."""
    acting = cast(ActingRequest, request).acting
    if request.method == "POST" and (chosen := _id(request.POST.get("mandate", ""))):
        keep_mandate(
            request, active_mandate(mandate_id=chosen, user_id=acting.user.pk, at=acting.at)
        )
        return redirect("/desk/")
    found = mandates_of_user(acting.user.pk, at=acting.at)
    missing = [{"message": _("Choose one of your mandates."), "target": "mandates"}]
    context = {"mandates": found, "errors": missing if request.method == "POST" else []}
    return render(request, "doors/mandate.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
