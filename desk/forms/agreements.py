"""The form of an agreement: who pronounced it, and when."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from .form import DeskForm
from .local_time import LocalTimeField


class AgreementForm(DeskForm):
    """The chairperson's mandate and the instant in the framework's zone. `expected_version` is
    the one whose positions the person read.
    """

    pointers: ClassVar[dict[str, str]] = {
        "/chairperson_id": "chairperson",
        "/pronounced_at": "pronounced",
        "chairperson_id": "chairperson",
        "pronounced_at": "pronounced",
    }

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        chairs: Sequence[tuple[str, str]],
        zone: str,
        version: int,
    ) -> None:
        super().__init__(data, initial={"expected_version": version})
        self.chairs = dict(chairs)
        self.fields["chairperson"] = forms.ChoiceField(
            label=_("Chairperson"),
            choices=chairs if len(chairs) == 1 else [("", _("Choose")), *chairs],
            help_text=_("Whoever held the chair. The name stays out of what is public."),
            error_messages={"required": _("Choose who pronounced it.")},
        )
        self.fields["pronounced"] = LocalTimeField(
            zone=zone,
            label=_("When it was pronounced"),
            help_text=_("After the close of the round on this version."),
        )
        self.fields["expected_version"] = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def terms(self) -> dict[str, Any]:
        """Return what the service takes of a valid form."""
        return {
            "chairperson_id": UUID(self.cleaned_data["chairperson"]),
            "pronounced_at": self.cleaned_data["pronounced"],
            "expected_version": self.cleaned_data["expected_version"],
        }

    @property
    def chair_name(self) -> str:
        return self.chairs[self.cleaned_data["chairperson"]]
