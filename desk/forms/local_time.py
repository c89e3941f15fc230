"""Days and hours as a clock on the wall shows them, in a zone that is named beside the field."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.when import place_of

FORM = "%Y-%m-%dT%H:%M"  # what `datetime-local` sends


class LocalTimeField(forms.Field):
    """Reads a local day and time in an IANA zone as an aware UTC datetime.

    A time that the clocks of that day skip, or show twice, is refused: nobody knows which
    instant is meant. An empty optional field is None.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORM)
    default_error_messages: ClassVar = {"required": gettext_lazy("Give a day and a time.")}

    def __init__(self, *, zone: str, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        typed = str(value or "").strip()
        return instant_of(typed, self.zone) if typed else None


def local_form(at: datetime, zone: str) -> str:
    """Return an instant as the field shows it."""
    return at.astimezone(ZoneInfo(zone)).strftime(FORM)


def instant_of(typed: str, zone: str) -> datetime:
    """Return the UTC instant that `typed` (2026-12-01T18:00) names in `zone`.

    Raises ValidationError with a sentence that says what to do.
    """
    try:
        wall = datetime.fromisoformat(typed).replace(second=0, microsecond=0)
        if wall.tzinfo is not None or ":" not in typed:
            raise ValueError  # a day alone would silently mean its midnight
        first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
        instants = first.astimezone(UTC), second.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValidationError(
            _("“%(typed)s” is not a day and time; write it like 2026-12-01 18:00.")
            % {"typed": typed[:40]}
        ) from None
    if instants[0] != instants[1]:
        raise ValidationError(_unclear(instants[0] > instants[1], wall, zone))
    return instants[0]


def _unclear(is_skipped: bool, wall: datetime, zone: str) -> str:
    """Return why a time of a day on which the clocks change can't be taken."""
    said = {"time": f"{wall:%H:%M}", "place": place_of(zone)}
    if is_skipped:
        return (
            _(
                "On that day the clocks in %(place)s are put forward and never show %(time)s."
                " Choose a time an hour earlier or later."
            )
            % said
        )
    return (
        _(
            "On that day the clocks in %(place)s are put back and show %(time)s twice, so that"
            " nobody knows which is meant. Choose a time an hour earlier or later."
        )
        % said
    )
