"""What the review secretariat types to set up an organization, or a group's first secretariat."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.labels import labels
from core.languages import LANGUAGES, Texts
from core.words import language_name, said
from stakeholders.enums import Capacity, Group, OrganizationKind
from stakeholders.models import Organization
from stakeholders.services.organizations import KINDS_BY_HAND
from stakeholders.terms import InvitedTerms

from .form import DeskForm


class OrganizationForm(DeskForm):
    """An organization: a code of ours, what it is, and what it is called."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Short, in snake_case; it never changes."),
        max_length=80,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, groups = labels(OrganizationKind, language), labels(Group, language)
        _choices(self, "kind", [(each.value, kinds[each]) for each in KINDS_BY_HAND])
        _choices(self, "group", [("", _("None")), *((each.value, groups[each]) for each in Group)])
        for code in LANGUAGES:
            label = _("Name in %(language)s") % {"language": language_name(code, language)}
            self.fields[f"name_{code}"] = forms.CharField(
                label=label, max_length=200, required=False
            )

    def names(self) -> Texts:
        return {code: self.cleaned_data[f"name_{code}"] for code in LANGUAGES}


class FirstSecretariatForm(DeskForm):
    """Who is to be a group's first secretariat, and of which organization."""

    pointers: ClassVar[dict[str, str]] = {"/capacity": "group"}

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    organization = forms.ChoiceField(label=gettext_lazy("Organization"), required=False)
    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        *args: Any,
        groups: Sequence[str],
        bodies: Sequence[Organization],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {each.code: each for each in bodies}
        names = [(each.code, said(each.name, language)["text"]) for each in bodies]
        _choices(self, "group", [(each, labels(Group, language)[each]) for each in groups])
        _choices(self, "organization", [("", _("None")), *names])

    def terms(self) -> InvitedTerms:
        typed = self.cleaned_data
        return InvitedTerms(
            Capacity.GROUP_SECRETARIAT, typed["group"], self.bodies.get(typed["organization"])
        )


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices
