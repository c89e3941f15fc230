"""What allauth asks this house: who may sign up, where links lead, how secrets are kept."""

import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from record.names import sample_marked
from stakeholders.models import User

from .addresses import keep_address_in_step
from .letters import letterhead
from .sealing import seal, unseal

PORTAL = "Tripartite"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in by address and password. Accounts come from invitations alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign `user` in, with the address that messages go to in step with theirs."""
        if isinstance(user, User):
            keep_address_in_step(user)
        super().login(request, user)

    def is_safe_url(self, url: str) -> bool:
        """Return whether `url` is a path of this portal: nothing else is ever redirected to."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the asking address from where this deployment says that it stands."""
        return str(request.META.get(settings.CLIENT_ADDRESS_KEY, ""))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether to ask again who it is: not of somebody who signed in a moment ago."""
        needed = bool(super().is_reauthentication_required(app=app, **kwargs))
        return needed and not self._signed_in_just_now()

    def _signed_in_just_now(self) -> bool:
        steps = get_authentication_records(self.request, self.request.user)
        latest = max((step["at"] for step in steps), default=0.0)
        return bool(time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message that names the portal and its real address."""
        super().send_mail(template_prefix, email, {**letterhead(), **context})

    def format_email_subject(self, subject: str) -> str:
        return sample_marked(subject)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets, names the portal by its own address, and keeps a last factor in place."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your only second factor. Set up another before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether another second factor would remain; recovery codes alone are none."""
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        """Return what a new passkey is called until its owner says otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom a passkey is made for: the host that people type."""
        return {"id": urlsplit(settings.PUBLIC_BASE_URL).hostname or "", "name": PORTAL}
