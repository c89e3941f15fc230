"""Who asks the desk's API: a program with a token that acts for one mandate.

A token was issued in a session that had shown a second factor, since nothing else reaches the
page that issues it; so none is asked for here. It ends with its mandate.
"""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from core.errors import DomainError, NotAllowed
from desk.acting import Acting
from stakeholders.enums import TokenScope
from stakeholders.models import ApiToken, User
from stakeholders.selectors import token_of
from stakeholders.services.tokens import note_token_use

SCHEME = "Token"
# What each scope allows: itself and what stands before it.
_ALLOWS = {
    TokenScope.READ: {TokenScope.READ},
    TokenScope.COMMENT: {TokenScope.READ, TokenScope.COMMENT},
}


class TokenNeeded(DomainError):
    """Nobody is known by what was sent: one answer for a token that is absent, malformed,
    unknown, revoked or expired, and for one whose mandate or user is not active.
    """

    code = "token_needed"
    status = 401


class ScopeNeeded(NotAllowed):
    """The token is good and does not reach this far."""

    code = "scope_needed"


class TokenAuthentication(BaseAuthentication):
    """Reads `Authorization: Token …`. Afterwards `acting` and `token_scope` stand on DRF's
    request and on Django's; `request.auth` is the token. Raises TokenNeeded: nobody is let in
    without a token, so no view has to ask.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken]:
        acting, token = acting_of(request._request, at=timezone.now())
        for each in (request, request._request):
            each.acting = acting  # type: ignore[attr-defined]
            each.token_scope = TokenScope(token.scope)  # type: ignore[attr-defined]
        return acting.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class WithinScope(BasePermission):
    """Lets a token of scope `read` read, and one of scope `comment` do all else too."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return True. Raises ScopeNeeded."""
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        check_scope(request, TokenScope.READ if reads else TokenScope.COMMENT)
        return True


def acting_of(request: HttpRequest, *, at: datetime) -> tuple[Acting, ApiToken]:
    """Return who asks by the token in `request`'s header, and note that it was used.

    Raises TokenNeeded, with the same words whatever was wrong.
    """
    token = token_of(_secret_in(request.headers.get("Authorization", "")), at=at)
    if token is None:
        raise TokenNeeded(
            _("Send “Authorization: Token …” with a token that is active, as is its mandate.")
        )
    note_token_use(token=token, at=at)
    return Acting(token.mandate.user, token.mandate, at), token


def check_scope(request: Request | HttpRequest, scope: TokenScope) -> None:
    """Raise ScopeNeeded unless the token that asks allows `scope`."""
    if scope not in _ALLOWS[request.token_scope]:  # type: ignore[union-attr]
        needed = {"scope": scope.value}
        raise ScopeNeeded(_("This needs a token of the scope “%(scope)s”.") % needed)


def _secret_in(header: str) -> str:
    """Return what follows the scheme, "" for a header of any other form."""
    scheme, _space, secret = header.partition(" ")
    return secret if scheme.lower() == SCHEME.lower() else ""
