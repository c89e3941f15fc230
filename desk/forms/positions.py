"""Forms of positions: what an actor says, the correction of an error, the word that releases."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from core.errors import Invalid
from core.labels import labels
from core.languages import LANGUAGES
from core.words import language_name
from provisions.enums import Stance
from reviews.content import LIMITS
from reviews.position_drafts import PositionDraft, checked_correction, checked_position

from .form import DeskForm
from .rounds import no_longer_than, reason_field

ActingFor = Sequence[Mapping[str, Any]]
SAID = ("stance", "ad_referendum", "reasons", "wording", "language")


class ActingForm(DeskForm):
    """A form in which a substitute says for whom they act; others see no such field."""

    def add_acting_for(self, options: ActingFor) -> None:
        """Offer `options` as `desk.presenters.people.acting_for` returns them."""
        if options:
            self.fields["for_mandate"] = forms.ChoiceField(
                label=_("Acting for"),
                choices=[(each["value"], each["label"]) for each in options],
                help_text=_("Both of you are recorded."),
            )

    @property
    def acting_mandate(self) -> UUID | None:
        """Return the mandate that was chosen; read it of a form that is valid."""
        named = self.cleaned_data.get("for_mandate")
        return UUID(named) if named else None

    @property
    def acting_for_name(self) -> str:
        """Return whom a substitute chose, "" for others; read it of a form that is valid."""
        named = self.cleaned_data.get("for_mandate")
        return dict(self.fields["for_mandate"].choices)[named] if named else ""  # type: ignore[attr-defined]

    @property
    def expected_number(self) -> int:
        """Return the number of the position that the person saw, 0 for none."""
        return self.cleaned_data.get("expected_number") or 0

    def add_number(self) -> None:
        self.fields["expected_number"] = forms.IntegerField(
            min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
        )


class PositionForm(ActingForm):
    """A stance with its reasons and the amendment it depends on. `expected_number` is that of
    the latest position that the person saw, so that two who speak at once both stay readable.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        language: str,
        acting_for: ActingFor = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"language": language, **(initial or {})})
        self.fields["stance"] = forms.ChoiceField(
            label=_("Position"),
            choices=list(labels(Stance, language).items())[1:],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
        )
        self.fields["ad_referendum"] = forms.BooleanField(label=_("Ad referendum"), required=False)
        self.fields["wording"] = _prose(_("Amendment"), LIMITS["proposed"], rows=7)
        self.fields["reasons"] = _prose(_("Reasons"), LIMITS["reason"], rows=5)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language you write in"),
            choices=[(code, language_name(code, language)) for code in LANGUAGES],
        )
        self.add_acting_for(acting_for)
        self.add_number()

    def passes(self) -> bool:
        """Return whether the form is valid and says what the service takes; what it would refuse
        is named before anything is shown for a last look.
        """
        draft = PositionDraft(
            self.cleaned("stance"), reasons=self.cleaned("reasons"), wording=self.cleaned("wording")
        )
        self.name_errors(lambda: checked_position(draft))
        return self.is_valid()

    def cleaned(self, name: str) -> str:
        """Return what was sent in a field, "" where it is no good."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    def name_errors(self, check: Callable[[], object]) -> None:
        """Call `check`; what it refuses is named beside each field that has no mistake yet."""
        try:
            check()
        except Invalid as wrong:
            for error in wrong.errors:
                name = self.field_of(error.pointer)
                if name is None or name not in self.errors:
                    self.add_error(name, error.detail)

    def said(self) -> dict[str, Any]:
        """Return what the services take of a valid form."""
        return {name: self.cleaned_data[name] for name in SAID}

    def stated(self) -> PositionDraft:
        """Return what a valid form says, as it would be recorded."""
        return checked_position(PositionDraft(**self.said()))

    def typed(self) -> dict[str, Any]:
        """Return what was sent, good or bad, as the beginning of another form."""
        return {name: self[name].value() for name in self.fields}


class CorrectionForm(PositionForm):
    """Another stance in the place of one that was recorded in error, and what the error was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = reason_field(_("It stays in the history, beside the position that was in error."))
        field.label = _("What was recorded in error")
        field.error_messages["required"] = _("Say what was recorded in error.")
        self.fields["correction_reason"] = field

    def passes(self) -> bool:
        reason = self.cleaned("correction_reason")
        self.name_errors(lambda: checked_correction(reason))
        return super().passes()


class ReleaseForm(ActingForm):
    """The word that makes a position public: which was seen, and perhaps somebody to act for."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, number: int, acting_for: ActingFor
    ) -> None:
        super().__init__(data, initial={"expected_number": number})
        self.add_number()
        self.add_acting_for(acting_for)


def renumbered(form: ActingForm, number: int) -> dict[str, Any]:
    """Return what was sent, as if its page had shown the position with this number."""
    sent = {name: form.data[name] for name in form.fields if name in form.data}
    return sent | {"expected_number": number}


def _prose(label: str, limit: int, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        validators=[no_longer_than(limit)],
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )
