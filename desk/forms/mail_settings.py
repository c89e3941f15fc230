"""How a reader wants their mail: shared by the desk's page and by that of an address."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import LANGUAGES, NATIVE_NAMES
from notifications.models import Recipient
from notifications.selectors.choices import Choice

from .form import DeskForm

# The folders of the zones that are places; the others are old names and abbreviations.
_PARTS_OF_THE_WORLD = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}
_SENT_AS = "often-"  # before the key of a choice, in `components/choices.html`


class MailSettingsForm(DeskForm):
    """Language, time zone and quiet hours. The service judges what was typed."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGES],
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Digests come at 9 in the morning there."),
        max_length=64,
        widget=forms.Select,
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet hours from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet hours until"),
        help_text=gettext_lazy("A digest that falls into these hours comes at their end."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = str(self["time_zone"].value() or "")
        self.fields["time_zone"].widget.choices = _zones(present)


def settings_of(recipient: Recipient) -> dict[str, Any]:
    """Return what the form shows of a reader."""
    return {
        "language": recipient.language,
        "time_zone": recipient.time_zone,
        "quiet_from": recipient.quiet_from,
        "quiet_until": recipient.quiet_until,
    }


def frequencies_sent(
    sent: Mapping[str, str], choices: Iterable[Choice]
) -> dict[tuple[str, str], str]:
    """Return the frequencies that `components/choices.html` sent, by (topic, subject)."""
    return {
        (each.topic.value, each.subject): sent[_SENT_AS + each.key]
        for each in choices
        if _SENT_AS + each.key in sent
    }


def choice_to_stop(sent: Mapping[str, str], choices: Iterable[Choice]) -> Choice | None:
    """Return the choice whose “stop” button was pressed; None where none was."""
    return next((each for each in choices if each.key == sent.get("stop")), None)


def _zones(present: str) -> list[tuple[str, Any]]:
    """Return the zones by part of the world, with the present one even if it is an old name."""
    grouped = _grouped_zones()
    known = {name for _part, zones in grouped for name, _place in zones}
    others = [("UTC", "UTC"), *([(present, present)] if present not in {*known, "UTC", ""} else [])]
    return [*((part, list(zones)) for part, zones in grouped), (_("Other"), others)]


@cache
def _grouped_zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(available_timezones()):
        part, _slash, place = name.partition("/")
        if part in _PARTS_OF_THE_WORLD:
            found.setdefault(part, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return tuple((part, tuple(zones)) for part, zones in found.items())
