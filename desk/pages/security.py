"""How one signs in: password, second factors, recovery codes, and an end to all sessions."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.addresses import AddressKind, address


@address(AddressKind.DESK)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show what protects this account and where each part is changed."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
    }
    return render(request, "doors/security.html", context)
