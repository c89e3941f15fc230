"""Which mandate to act under: the page that a person with several sees first."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from desk.acting import Acting, ActingRequest
from desk.doors.people import mandate_line
from desk.mandates import keep_mandate
from desk.presenters import links
from stakeholders.models import Mandate
from stakeholders.permissions import active_mandate
from stakeholders.selectors import mandates_of_user

from .page import Page, desk_page


@desk_page(("GET", "POST"), needs_mandate=False)
def mandate(request: ActingRequest) -> Page | HttpResponse:
    """List the person's own active mandates, and act under the one they choose."""
    if request.method != "POST":
        return _page(request.acting, [])
    chosen = _own(request.acting, request.POST.get("mandate", ""))
    if chosen is None:
        wrong = _("Choose one of the mandates below: the one you sent is not active, or not yours.")
        return _page(request.acting, [{"message": wrong, "target": "mandates"}])
    keep_mandate(request, chosen)
    return HttpResponseRedirect(links.HOME)


def _page(acting: Acting, errors: list[dict[str, str]]) -> Page:
    lines = [
        mandate_line(each, acting.user.language, current=each == acting.mandate)
        for each in mandates_of_user(acting.user.pk, at=acting.at)
    ]
    context = {"mandates": lines, "errors": errors}
    return Page("doors/mandate.html", context, status=400 if errors else 200)


def _own(acting: Acting, sent: str) -> Mandate | None:
    try:
        return active_mandate(mandate_id=UUID(sent), user_id=acting.user.pk, at=acting.at)
    except (ValueError, NotAllowed):
        return None
