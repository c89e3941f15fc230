"""A deadline in a mail: its words, its zones, and the date that goes along."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Event

from core.when import when_zoned
from notifications.calendars import deadline_event
from record.selectors import edits_of
from reviews.selectors.rounds import RoundFacts


def round_name(number: int) -> str:
    return _("Review round %(number)d") % {"number": number}


def closes_text(facts: RoundFacts, language: str) -> str:
    """Return the instant of the close, in the framework's zone and in UTC."""
    return when_zoned(facts.closes_at, facts.time_zone, language)["text"]


def closes_soon(facts: RoundFacts, at: datetime, zone: str) -> str:
    """Return in how many days a round closes: days of a reader whose clock has the IANA `zone`."""
    local = ZoneInfo(zone)
    days = (facts.closes_at.astimezone(local).date() - at.astimezone(local).date()).days
    said = {"round": round_name(facts.number), "days": days}
    if days == 0:
        return _("%(round)s closes today") % said
    if days == 1:
        return _("%(round)s closes tomorrow") % said
    return (
        ngettext("%(round)s closes in %(days)d day", "%(round)s closes in %(days)d days", days)
        % said
    )


def in_own_zone(instant: datetime, facts: RoundFacts, zone: str, language: str) -> tuple[str, ...]:
    """Return a sentence with `instant` by the clock of the IANA `zone`; none where that shows
    the same as the framework's, or as UTC.
    """
    own, official = (instant.astimezone(ZoneInfo(each)) for each in (zone, facts.time_zone))
    if own.utcoffset() in (official.utcoffset(), timedelta()):
        return ()
    when = when_zoned(instant, zone, language)["text"]
    return (_("In your time zone: %(when)s.") % {"when": when},)


def deadline_of(facts: RoundFacts, language: str) -> tuple[Event, ...]:
    """Return the close of a round as the date that the public calendar has. One query."""
    return (deadline_event(facts, edits_of([facts.key]).get(facts.key), language),)
