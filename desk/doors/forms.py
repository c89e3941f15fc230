"""Forms of the doors that differ from allauth's."""

from allauth.account.forms import ResetPasswordForm as _ResetPasswordForm


class ResetPasswordForm(_ResetPasswordForm):  # type: ignore[misc]
    pass
