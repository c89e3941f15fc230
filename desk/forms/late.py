"""The review secretariat's word on a comment that was offered after the close."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .form import DeskForm
from .rounds import edition_field, reason_field


class LateForm(DeskForm):
    """A reason, and whether the comment is accepted or declined: the button that was pressed."""

    def __init__(self, data: Mapping[str, Any] | None, *, edition: int) -> None:
        super().__init__(data, initial={"edition": edition})
        missing = _("Accept the comment or decline it.")
        self.fields["act"] = forms.ChoiceField(
            label="",
            choices=[("accept", ""), ("decline", "")],
            widget=forms.HiddenInput,
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields["reason"] = reason_field(
            _("The room that offered it reads it, with whoever decided.")
        )
        self.fields["edition"] = edition_field()

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["act"] == "accept")

    def sentence(self) -> str:
        """Return what was done."""
        if self.accepts:
            return _("The comment is accepted, and marked as received late.")
        return _("The comment is declined and back in its room.")
