"""Views of the doors: allauth's where they fit, and what differs here."""

from typing import Any

from allauth.account.views import PasswordResetView
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from desk.tasks import send_password_link
from stakeholders.models import User

from .guarded import SIGN_IN, door
from .second_factor import has_second_factor, passed_second_factor


@door
@require_safe
def set_up(request: HttpRequest) -> HttpResponse:
    """Lead a session that lacks a second factor to showing one, or to choosing its first."""
    user = request.user
    if not isinstance(user, User):
        return HttpResponseRedirect(SIGN_IN)
    if passed_second_factor(request, user):
        return HttpResponseRedirect("/desk/")
    if not has_second_factor(user):
        return render(request, "doors/set_up.html")
    has_app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    way = "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"
    return redirect(f"{redirect(way).url}?next=/desk/")


class ResetPassword(PasswordResetView):  # type: ignore[misc]
    """A link to choose a new password: the same answer, as fast, for every address."""

    def form_valid(self, form: Any) -> HttpResponse:
        address = form.cleaned_data["email"]
        key = address.lower()
        too_many: HttpResponse | None = consume_or_429(
            self.request, action="reset_password", key=key
        )
        if too_many is not None:
            return too_many
        send_password_link.delay(address)
        return HttpResponseRedirect(self.get_success_url())


class ActivateTotp(ActivateTOTPView):  # type: ignore[misc]
    """An authenticator app; its first code counts as shown in this session."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        kind = Authenticator.Type.TOTP
        made = Authenticator.objects.get(user=self.request.user, type=kind)
        post_authentication(self.request, made)
        return answer


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """A passkey: kept on the device, opened by its owner, so that it can replace a password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        return {**context, "js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        kind = Authenticator.Type.WEBAUTHN
        newest = Authenticator.objects.filter(user=self.request.user, type=kind).latest("pk")
        post_authentication(self.request, newest)
        return answer


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """The end of a passkey, unless it is the only second factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.object):
            answer: HttpResponse = super().form_valid(form)
            return answer
        form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
        refused: HttpResponse = self.form_invalid(form)
        return refused
