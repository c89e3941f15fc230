"""What stands before every door and every desk page: the language, and the gate."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from stakeholders.models import Mandate, User
from stakeholders.permissions import active_mandate
from stakeholders.selectors import mandates_of_user

from .acting import Acting
from .doors.language import remember_language, spoken_language
from .doors.second_factor import passed_second_factor
from .mandates import chosen_mandate_id, forget_mandate, keep_mandate
from .zone import has_session, is_gated

Next = Callable[[HttpRequest], HttpResponse]

# Constants: an answer that names the path asked for would tell which paths exist.
SIGN_IN = "/accounts/login/?next=/desk/"
SET_UP_SECOND_FACTOR = "/accounts/2fa/set-up/"
CHOOSE_MANDATE = "/desk/mandate/"


class DoorLanguage:
    """Speaks the person's language at the desk and the doors, whose paths name none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not has_session(request):
            return self.get_response(request)
        translation.activate(spoken_language(request))
        return remember_language(request, self.get_response(request))


class DeskGate:
    """Lets pass who is signed in with a second factor, and says under which mandate they act.

    Everybody else gets the same redirect for every path and method, whether anything is there
    or not. A mandate is read anew for each request: one that was ended serves no longer.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_gated(request):
            return self.get_response(request)
        elsewhere = self._elsewhere(request)
        return HttpResponseRedirect(elsewhere) if elsewhere else self.get_response(request)

    def _elsewhere(self, request: HttpRequest) -> str:
        """Return where this request has to go first; "" lets it pass as `request.acting`."""
        user = request.user
        if not isinstance(user, User):
            return SIGN_IN
        if not passed_second_factor(request, user):
            return SET_UP_SECOND_FACTOR
        at = timezone.now()
        mandate, is_undecided = _mandate(request, user, at)
        request.acting = Acting(user, mandate, at)  # type: ignore[attr-defined]
        if is_undecided and request.path_info != CHOOSE_MANDATE:
            return CHOOSE_MANDATE
        return ""


def _mandate(request: HttpRequest, user: User, at: datetime) -> tuple[Mandate | None, bool]:
    """Return the mandate acted under, and whether the person has to choose one first."""
    chosen = chosen_mandate_id(request)
    if chosen is not None:
        try:
            return active_mandate(mandate_id=chosen, user_id=user.pk, at=at), False
        except NotAllowed:
            forget_mandate(request)
            messages.warning(request, _("The mandate you were acting under has ended."))
    active = mandates_of_user(user.pk, at=at)
    if len(active) == 1 and chosen is None:
        keep_mandate(request, active[0])
        return active[0], False
    return None, bool(active)
