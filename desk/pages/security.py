"""How one signs in: password, second factors, recovery codes, and an end to all sessions."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from desk.acting import ActingRequest
from desk.doors.forms import EndSessionsForm
from desk.doors.guarded import SIGN_IN

from .page import Page, desk_page


@desk_page(("GET",), needs_mandate=False)
def security(request: ActingRequest) -> Page:
    """Show what protects this account and where each part is changed."""
    user = request.acting.user
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "has_password": user.has_usable_password(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
    }
    return Page("doors/security.html", context, section="settings")


@desk_page(("GET", "POST"), needs_mandate=False)
def end_sessions(request: ActingRequest) -> Page | HttpResponse:
    """End every session of this account, this one too, once its password was typed."""
    form = EndSessionsForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _ended(request, form.cleaned_data["password"]):
        return HttpResponseRedirect(SIGN_IN)
    if form.is_bound and form.is_valid():
        form.add_error("password", _("This is not your password."))
    return Page("doors/end_sessions.html", {"form": form}, "settings", status=form.status)


def _ended(request: ActingRequest, password: str) -> bool:
    """End all sessions where `password` is right. allauth counts the wrong ones.

    The same password is kept under a new salt: no session that knew the old one goes on.
    """
    adapter = get_adapter()
    if not adapter.reauthenticate(request.acting.user, password):
        return False
    adapter.set_password(request.acting.user, password)
    adapter.logout(request)
    return True
