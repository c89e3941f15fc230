"""Forms of the doors that differ from allauth's."""

from allauth.account.forms import ResetPasswordForm as BaseResetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

from desk.forms.form import DeskForm


class ResetPasswordForm(BaseResetPasswordForm):  # type: ignore[misc]
    """Asks for a link. Whether an account has the address is looked up by the worker alone."""

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"])


class EndSessionsForm(DeskForm):
    """Asks for the password before every session ends."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
