"""What is typed to follow something."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from desk.forms.form import DeskForm
from notifications.enums import Frequency
from notifications.selectors.choices import possible_of
from notifications.topics import CHOSEN, TERMS

from .subscribing_frame import spoken

LONGEST_ADDRESS = 254


class FollowForm(DeskForm):
    """What to follow, and how often to hear of it. The service judges what was sent."""

    topic = forms.CharField(widget=forms.HiddenInput, required=False)
    subject = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    frequency = forms.ChoiceField(label=gettext_lazy("How often"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = CHOSEN[0]  # what anybody may choose comes alike
        self.fields["frequency"].choices = [  # type: ignore[attr-defined]
            pair for pair in possible_of(topic, spoken()) if pair[0] != Frequency.NEVER
        ]
        self.fields["frequency"].initial = TERMS[topic].default

    def wanted(self) -> dict[str, Any]:
        """Return what a service needs to know of it; no frequency means the default."""
        sent = self.cleaned_data
        return {
            "topic": sent["topic"],
            "subject": sent["subject"],
            "frequency": sent["frequency"] or None,
        }


class AskForm(FollowForm):
    """The same with an address, for whoever has no account."""

    email = forms.CharField(
        label=gettext_lazy("Your mail address"),
        max_length=LONGEST_ADDRESS,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("topic", "subject", "email", "frequency")
