"""Forms of positions: what an actor says, the correction of an error, the word that releases."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from core.labels import labels
from core.languages import LANGUAGES
from core.words import language_name
from provisions.enums import Stance
from reviews.content import LIMITS
from reviews.enums import STANCES_WITH_REASONS

from .form import DeskForm
from .rounds import no_longer_than, reason_field

ActingFor = Sequence[Mapping[str, Any]]


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
    def for_mandate(self) -> UUID | None:
        """Return the mandate that was chosen; read it of a form that is valid."""
        named = self.cleaned_data.get("for_mandate")
        return UUID(named) if named else None


class PositionForm(ActingForm):
    """A stance with its reasons and the amendment it depends on. `expected_number` is that of
    the latest position that the person saw, so that two who speak at once both stay readable.
    """

    pointers: ClassVar[dict[str, str]] = {"/expected_number": ""}

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
        self.fields["expected_number"] = forms.IntegerField(
            min_value=0, required=False, widget=forms.HiddenInput
        )

    def clean(self) -> dict[str, Any]:
        """Name what the chosen stance needs, before anything is shown for a last look."""
        clean = super().clean() or self.cleaned_data
        stance = clean.get("stance")
        if stance in STANCES_WITH_REASONS:
            self._need("reasons", _("Say why: a reservation or an objection needs its reasons."))
        if stance == Stance.SUPPORT_SUBJECT_TO_AMENDMENT:
            self._need("wording", _("Write how the text should read for you to support it."))
        return clean

    def _need(self, name: str, sentence: str) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def said(self) -> dict[str, Any]:
        """Return what the services take of a valid form."""
        names = ("stance", "ad_referendum", "reasons", "wording", "language")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def expected_number(self) -> int:
        return self.cleaned_data.get("expected_number") or 0


class CorrectionForm(PositionForm):
    """Another stance in the place of one that was recorded in error, and what the error was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = reason_field(_("It stays in the history, beside the position that was in error."))
        field.label = _("What was recorded in error")
        field.error_messages["required"] = _("Say what was recorded in error.")
        self.fields["correction_reason"] = field


class ReleaseForm(ActingForm):
    """The word that makes a position public: nothing to type, perhaps somebody to act for."""

    def __init__(self, data: Mapping[str, Any] | None, *, acting_for: ActingFor) -> None:
        super().__init__(data)
        self.add_acting_for(acting_for)


def _prose(label: str, limit: int, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        validators=[no_longer_than(limit)],
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )
