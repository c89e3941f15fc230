"""Dates as calendar programs read them (RFC 5545): what feeds, files in mails and personal
calendars have in common.

A date has one identifier for ever, wherever it was read; SEQUENCE rises with every act on it, and
DTSTAMP is the instant of the last one, never the present: the same act gives the same bytes.
"""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.languages import pick
from core.public_paths import absolute, round_path
from core.when import when_zoned
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
        "round": _("Review round %(number)d") % {"number": facts.number},
        "framework": framework,
    }
    event.add("summary", sample_marked(title))
    closes = when_zoned(facts.closes_at, facts.time_zone, language)["text"]
    event.add("description", "\n".join([framework, closes, pick(facts.purpose, language).text]))
    event.add("url", absolute(round_path(facts.key, language)))
    return event


def _closing(facts: RoundFacts, edits: Edits | None) -> Event:
    """Return the instant at which a round closes, still without words."""
    event = Event()
    stamp = (edits.latest if edits else facts.announced_at).astimezone(UTC)
    event.add("uid", event_id(facts.key))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", edits.count - 1 if edits else 0)
    event.add("dtstart", facts.closes_at.astimezone(UTC))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
