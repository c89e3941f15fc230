"""Forms of the doors that differ from allauth's."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.forms.form import DeskForm
from desk.tasks import send_password_link


class ResetPasswordForm(BaseResetPasswordForm):  # type: ignore[misc]
    """Asks for a link. Whether an account has the address is looked up by the worker alone, so
    that neither the answer nor the time it takes tells.
    """

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the link sent, and return the address typed."""
        address = str(self.cleaned_data["email"])
        send_password_link.delay(address)
        return address


class EndSessionsForm(DeskForm):
    """Asks for the password before every session ends."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
