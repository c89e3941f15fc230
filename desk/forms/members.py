"""What is typed to invite somebody, and which choices whoever invites has."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.labels import labels
from core.words import said
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import Capacity, CircleKind, Group
from stakeholders.models import Circle, Mandate, Organization
from stakeholders.querysets import FIRST_OFFICES
from stakeholders.terms import InvitedTerms

from .form import DeskForm


class InviteForm(DeskForm):
    """A person's address and the mandate they are meant to take. The service judges all of it."""

    pointers: ClassVar[dict[str, str]] = {"/ends_at": "ends_on"}

    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The link serves for this address alone."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    capacity = forms.ChoiceField(label=gettext_lazy("Capacity"))
    organization = forms.ChoiceField(label=gettext_lazy("Organization"), required=False)
    framework_key = forms.ChoiceField(
        label=gettext_lazy("Limited to a framework"),
        required=False,
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the mandate"),
        help_text=gettext_lazy("Leave it empty for a mandate without an end date."),
        required=False,
        validators=[MaxValueValidator(date(2999, 12, 31))],
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(
        self,
        *args: Any,
        circle: Circle,
        by: Mandate,
        bodies: Sequence[Organization],
        frameworks: Iterable[tuple[str, str]],
        zone: str,
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.circle, self.bodies, self.zone = circle, {each.code: each for each in bodies}, zone
        _choose(self, "capacity", _capacities(circle, language))
        names = [(each.code, said(each.name, language)["text"]) for each in bodies]
        _choose(self, "organization", [("", _("None")), *sorted(names, key=lambda name: name[1])])
        if not bodies:
            del self.fields["organization"]
        limits = [each for each in frameworks if by.framework_key in ("", each[0])]
        unlimited = [("", _("No: for every framework"))] if not by.framework_key else []
        _choose(self, "framework_key", [*unlimited, *limits])

    def terms(self) -> InvitedTerms:
        """Return what the form says; a circle with an organization of its own stands for it."""
        typed = self.cleaned_data
        return InvitedTerms(
            capacity=typed["capacity"],
            group=self.circle.group,
            organization=self.circle.organization or self.bodies.get(typed.get("organization", "")),
            framework_key=typed["framework_key"],
            ends_at=self._ends_at(),
        )

    def _ends_at(self) -> datetime | None:
        """Return the midnight after the last day, in the zone of whoever invites."""
        last = self.cleaned_data["ends_on"]
        if last is None:
            return None
        day = last + timedelta(days=1)
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone))


class StateForm(DeskForm):
    """Which member State to add to a regional group."""

    state = forms.ChoiceField(label=gettext_lazy("Member State"))

    def __init__(
        self, *args: Any, states: Sequence[Organization], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.states = {each.code: each for each in states}
        names = [(each.code, said(each.name, language)["text"]) for each in states]
        _choose(self, "state", sorted(names, key=lambda name: name[1]))

    @property
    def chosen(self) -> Organization:
        return self.states[self.cleaned_data["state"]]


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


def _capacities(circle: Circle, language: str) -> list[tuple[str, str]]:
    """Return what may be held in the circle, and the first offices of circles inside it."""
    known = set(ADMISSIONS[CircleKind(circle.kind)].capacities)
    if circle.kind == CircleKind.GROUP and circle.group == Group.GOVERNMENTS:
        known = known - {Capacity.DELEGATE} | set(FIRST_OFFICES)
    names = labels(Capacity, language)
    return [(each.value, names[each]) for each in Capacity if each in known]
