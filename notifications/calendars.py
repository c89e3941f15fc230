"""Dates as calendar programs read them (RFC 5545): what feeds, files in mails and personal
calendars have in common.

A date has one identifier for ever, wherever it was read; SEQUENCE rises with every act on it, and
DTSTAMP is the instant of the last one, never the present: the same act gives the same bytes.
"""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.languages import pick
from core.public_paths import absolute, round_path
from core.when import when_zoned
from notifications.selectors.calendar import OwnCutoff, PersonalDates
from record.installation import is_sample_database
from record.names import authority, sample_marked
from record.selectors import Edits
from reviews.selectors.rounds import RoundFacts

CALENDAR_TYPE = "text/calendar; charset=utf-8"


def named_file(name: str) -> dict[str, str]:
    """Return the header that names a calendar's file; a sample's name says that it is one."""
    mark = "SAMPLE-" if is_sample_database() else ""
    return {"Content-Disposition": f'inline; filename="{mark}{name}.ics"'}


def calendar_named(title: str) -> Calendar:
    """Return a calendar without dates that programs show as `title`, marked in a sample."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tripartite//Milestones//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", sample_marked(title))
    calendar.add("x-wr-calname", sample_marked(title))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    return calendar


def event_id(name: str) -> str:
    """Return the UID of the date that is called `name`: a public key, or a digest."""
    return f"{name}@{authority()}"


def deadline_event(facts: RoundFacts, edits: Edits | None, language: str) -> Event:
    """Return when a round closes; it moves with the round, under the same identifier.

    `edits` are of the round's key, None if no act touched it.
    """
    event = _closing(facts, edits)
    framework = pick(facts.framework_title, language).text
    title = _("%(round)s closes: %(framework)s") % {
        "round": _round(facts),
        "framework": framework,
    }
    event.add("summary", sample_marked(title))
    closes = when_zoned(facts.closes_at, facts.time_zone, language)["text"]
    event.add("description", "\n".join([framework, closes, pick(facts.purpose, language).text]))
    event.add("url", absolute(round_path(facts.key, language)))
    return event


def personal_calendar(dates: PersonalDates) -> Calendar:
    """Return the dates of a mandate in the active language. A title tells no more than the number
    of a round: others may see a calendar over somebody's shoulder, or share it.
    """
    calendar = calendar_named(_("Deadlines – Tripartite"))
    for facts in dates.rounds:
        event = _closing(facts, dates.edits.get(facts.key))
        title = _("%(round)s closes") % {"round": _round(facts)}
        calendar.add_component(_told(event, title, facts.closes_at, facts, dates.language))
    for cutoff in dates.cutoffs:
        title = _("Own cut-off, %(round)s") % {"round": _round(cutoff.round)}
        event = _cutting_off(cutoff)
        told = _told(event, title, cutoff.cutoff_at, cutoff.round, dates.language)
        calendar.add_component(told)
    return calendar


def _told(event: Event, title: str, at: datetime, facts: RoundFacts, language: str) -> Event:
    """Return `event` with words: of the round only what everybody may know."""
    event.add("summary", sample_marked(title))
    framework = pick(facts.framework_title, language).text
    when = when_zoned(at, facts.time_zone, language)["text"]
    event.add("description", "\n".join([framework, when]))
    event.add("url", absolute(round_path(facts.key, language)))
    event.add("class", "PRIVATE")
    return event


def _cutting_off(cutoff: OwnCutoff) -> Event:
    """Return an own cut-off, still without words."""
    event = _instant(cutoff.name, cutoff.cutoff_at, cutoff.sequence, cutoff.changed_at)
    event.add("status", "CANCELLED" if cutoff.is_gone else "CONFIRMED")
    return event


def _round(facts: RoundFacts) -> str:
    return _("Review round %(number)d") % {"number": facts.number}


def _closing(facts: RoundFacts, edits: Edits | None) -> Event:
    """Return the instant at which a round closes, still without words."""
    sequence, changed_at = (edits.count - 1, edits.latest) if edits else (0, facts.announced_at)
    event = _instant(facts.key, facts.closes_at, sequence, changed_at)
    event.add("status", "CONFIRMED")
    return event


def _instant(name: str, at: datetime, sequence: int, changed_at: datetime) -> Event:
    """Return an event that takes no time, and has no end for that reason."""
    event = Event()
    event.add("uid", event_id(name))
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", at.astimezone(UTC))
    event.add("transp", "TRANSPARENT")
    return event
