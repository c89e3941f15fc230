"""What is typed to issue a token."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy

from stakeholders.enums import TokenScope
from stakeholders.services.tokens import LONGEST_NAME

from .form import DeskForm

_LIVES = [
    ("30", gettext_lazy("30 days")),
    ("90", gettext_lazy("90 days")),
    ("365", gettext_lazy("One year")),
]


class TokenForm(DeskForm):
    """Where a token will be used, what it may do, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Where it will be used"),
        help_text=gettext_lazy("For you alone, so that you know later which one to revoke."),
        max_length=LONGEST_NAME,
    )
    scope = forms.ChoiceField(label=gettext_lazy("What it may do"), choices=TokenScope.choices)
    days = forms.TypedChoiceField(
        label=gettext_lazy("It expires after"), choices=_LIVES, coerce=int, initial="90"
    )

    def expires_at(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data["days"])
