"""What is sent with a table of comments: for whom it is, and in which language it is written."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import LANGUAGES
from core.words import language_name
from reviews.importing.limits import MAX_BYTES, too_large
from reviews.selectors.audiences import AudienceChoice

from .drafts import Audience
from .form import DeskForm


class ImportForm(DeskForm):
    """`choices` are whom the sender may write for, with a label for each."""

    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose first who is to read these comments.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the comments"))
    file = forms.FileField(
        label=gettext_lazy("The table"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose an XLSX file of at most 5 MB."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )

    def __init__(
        self, choices: Sequence[tuple[AudienceChoice, str]], language: str, *args: Any, **terms: Any
    ) -> None:
        super().__init__(*args, **terms)
        audience = cast(forms.ChoiceField, self.fields["audience"])
        languages = cast(forms.ChoiceField, self.fields["language"])
        self.audiences = {
            Audience(each.circle.pk, each.speaks_for.pk).value: each for each, _label in choices
        }
        audience.choices = list(
            zip(self.audiences, (label for _each, label in choices), strict=True)
        )
        if len(choices) == 1:
            audience.initial = next(iter(self.audiences))
        languages.choices = [(code, language_name(code, language)) for code in LANGUAGES]
        languages.initial = language
        self.fields["file"].help_text = _("XLSX, at most %(size)d MB.") % {
            "size": MAX_BYTES // (1024 * 1024)
        }

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a large file before anything of it is read."""
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > MAX_BYTES:
            raise forms.ValidationError(too_large().detail)
        return sent

    @property
    def chosen(self) -> AudienceChoice:
        """Return whom a valid form is for."""
        return self.audiences[self.cleaned_data["audience"]]
