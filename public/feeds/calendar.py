"""calendar.ics: the milestones of all frameworks, and when review rounds close (RFC 5545).

A milestone known to the day or as a range of days is an event of whole days. One known only to
the month spans that month, is tentative, and says in its summary that the day is not known. One
known only to the year, or not at all, is left out: it would fill a calendar and say nothing.
"""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.dates import HonestDate, Precision
from core.labels import labels
from core.languages import localized, pick
from core.public_paths import absolute, framework_path
from core.when import when_honest
from frameworks.enums import Basis, MilestoneKind
from frameworks.selectors import MilestoneFacts, read_milestones
from notifications.calendars import calendar_named, deadline_event, event_id
from public.answers import Content
from public.pages.page import Ask, public_page
from record.installation import is_sample_database
from record.names import sample_marked
from record.selectors import Edits, edits_of
from reviews.selectors.rounds import read_rounds

_SHOWN = {Precision.DAY, Precision.RANGE, Precision.MONTH}


@public_page()
def calendar_ics(ask: Ask) -> Content:
    """The milestones and deadlines, in the language of the path."""
    rounds = read_rounds().rows
    shown = [(row, row.date) for row in read_milestones().rows]
    edits = edits_of([*(row.key for row, _date in shown), *(each.key for each in rounds)])
    calendar = _calendar(ask.language)
    for row, known in shown:
        if known is not None and known.precision in _SHOWN:
            calendar.add_component(_event(row, known, edits.get(row.key), ask.language))
    for each in rounds:
        calendar.add_component(deadline_event(each, edits.get(each.key), ask.language))
    mark = "SAMPLE-" if is_sample_database() else ""
    headers = {"Content-Disposition": f'inline; filename="{mark}tripartite.ics"'}
    return Content(calendar.to_ical(), "text/calendar; charset=utf-8", headers)


def _calendar(language: str) -> Calendar:
    calendar = calendar_named(_("Milestones – Tripartite"))
    calendar.add("source", absolute(localized("/calendar.ics", language)))
    return calendar


def _event(row: MilestoneFacts, known: HonestDate, edits: Edits | None, language: str) -> Event:
    event = Event()
    event.add("uid", event_id(row.key))
    # The instant of the last act on it, never the present one: the same bytes for everyone.
    stamp = edits.latest if edits else datetime.combine(known.first, time.min, UTC)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", stamp.astimezone(UTC))
    event.add("sequence", edits.count - 1 if edits else 0)
    event.add("dtstart", known.first)
    event.add("dtend", known.last + timedelta(days=1))
    event.add("summary", sample_marked(_summary(row, known, language)))
    event.add("description", _description(row, known, language))
    event.add("status", "TENTATIVE" if known.precision is Precision.MONTH else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [labels(MilestoneKind, language)[row.kind]])
    event.add("url", absolute(framework_path(row.framework, language)))
    return event


def _summary(row: MilestoneFacts, known: HonestDate, language: str) -> str:
    title = pick(row.title, language).text
    if known.precision is not Precision.MONTH:
        return title
    month = when_honest(known, language)["text"]
    return _("%(title)s (%(month)s, day not known)") % {"title": title, "month": month}


def _description(row: MilestoneFacts, known: HonestDate, language: str) -> str:
    lines = [
        pick(row.framework_title, language).text,
        when_honest(known, language)["text"],
        pick(row.note, language).text,
        _("Basis") + ": " + labels(Basis, language)[row.basis],
        _("A date that has passed says nothing of an outcome."),
    ]
    return "\n".join(line for line in lines if line)
