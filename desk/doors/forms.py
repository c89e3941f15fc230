"""Forms of the doors that differ from allauth's."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.form import DeskForm

PASSKEY_NAME_LENGTH = 100


class ResetPasswordForm(BaseResetPasswordForm):  # type: ignore[misc]
    """Asks for a link. Whether an account has the address is looked up by the worker alone."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey, and refuses what no device writes with an error instead of a fault."""

    name = forms.CharField(required=False, max_length=PASSKEY_NAME_LENGTH)

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        try:
            auth.parse_registration_response(credential)
        except ValueError:
            raise get_adapter().validation_error("incorrect_code") from None
        return credential


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=_("Name"), max_length=PASSKEY_NAME_LENGTH)


class EndSessionsForm(DeskForm):
    """Asks for the password before every session ends."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
