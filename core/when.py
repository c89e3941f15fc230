"""Dates in words, as well as they are known and with the zone where there is a time."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypedDict
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _

from .dates import HonestDate, Precision

# British English: the day before the month, as the ILO writes it.
_LOCALES = {"en": "en_GB", "fr": "fr", "es": "es"}


class When(TypedDict):
    """What `components/when.html` shows. `iso` is empty for a range: HTML has no form for it."""

    iso: str
    text: str
    exact: bool


def when_day(day: date, language: str) -> When:
    return When(iso=day.isoformat(), text=_day(day, language), exact=True)


def when_instant(at: datetime, language: str) -> When:
    """Return an instant to the minute, with its zone in words."""
    utc = at.astimezone(UTC)
    iso = utc.isoformat(timespec="seconds").replace("+00:00", "Z")
    return When(iso=iso, text=f"{_day(utc.date(), language)}, {utc:%H:%M} UTC", exact=True)


def when_zoned(at: datetime, zone: str, language: str) -> When:
    """Return an instant to the minute in the IANA `zone`, named, and in UTC: one deadline, said
    alike wherever it stands. The date in UTC is added where it is another day there.
    """
    utc, local = at.astimezone(UTC), at.astimezone(ZoneInfo(zone))
    iso = utc.isoformat(timespec="seconds").replace("+00:00", "Z")
    if zone == "UTC":
        return when_instant(at, language)
    same_day = utc.date() == local.date()
    in_utc = f"{utc:%H:%M}" if same_day else f"{_day(utc.date(), language)}, {utc:%H:%M}"
    text = _("%(day)s, %(time)s %(place)s time (%(utc)s UTC)") % {
        "day": _day(local.date(), language),
        "time": f"{local:%H:%M}",
        "place": place_of(zone),
        "utc": in_utc,
    }
    return When(iso=iso, text=text, exact=True)


def place_of(zone: str) -> str:
    """Return the place that names an IANA zone to a person; the Governing Body meets in Geneva."""
    if zone == "Europe/Zurich":
        return _("Geneva")
    return zone.rpartition("/")[2].replace("_", " ")


def when_honest(known: HonestDate | None, language: str) -> When:
    """Return a date as its source knows it: a month stays a month."""
    if known is None:
        return When(iso="", text=_("date not known here"), exact=False)
    locale = _LOCALES[language]
    match known.precision:
        case Precision.DAY:
            return when_day(known.first, language)
        case Precision.MONTH:
            text = format_skeleton("yMMMM", known.first, locale=locale)
            return When(iso=known.iso(), text=text, exact=False)
        case Precision.YEAR:
            return When(iso=known.iso(), text=known.iso(), exact=False)
        case Precision.RANGE:
            return When(iso="", text=_range(known.first, known.last, language), exact=False)


def _range(first: date, last: date, language: str) -> str:
    """Return `13–17 April 2026`; what both days share is said once."""
    if (first.year, first.month) == (last.year, last.month):
        start = str(first.day)
    elif first.year == last.year:
        start = str(format_skeleton("MMMMd", first, locale=_LOCALES[language]))
    else:
        start = _day(first, language)
    return f"{start}–{_day(last, language)}"


@lru_cache(maxsize=4096)  # a page says the same few days over and over, each 60 µs of babel's
def _day(day: date, language: str) -> str:
    text = format_date(day, "long", locale=_LOCALES[language])
    return text.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else text
