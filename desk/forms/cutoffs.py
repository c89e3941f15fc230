"""The form of a circle's own cut-off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from .form import DeskForm
from .local_time import LocalTimeField


class CutoffForm(DeskForm):
    """A day and time, or the wish to lift the cut-off; and for whom a substitute acts."""

    pointers = {"/cutoff_at": "cutoff"}

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        zone: str,
        for_mandates: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.lifts = bool(data) and data.get("act") == "lift"  # type: ignore[union-attr]
        if for_mandates:
            self.fields["for_mandate"] = forms.ChoiceField(
                label=_("You act for"), choices=for_mandates
            )
        self.fields["cutoff"] = LocalTimeField(
            zone=zone, label=_("Own cut-off"), required=not self.lifts
        )

    def wanted(self) -> datetime | None:
        """Return the instant that was asked for; None lifts the cut-off."""
        found: datetime | None = self.cleaned_data["cutoff"]
        return None if self.lifts else found

    def for_mandate(self) -> UUID | None:
        named = self.cleaned_data.get("for_mandate")
        return UUID(named) if named else None
