"""calendar.ics: milestones, of all frameworks or of one, and when review rounds close (RFC 5545).

A milestone known to the day or as a range of days is an event of whole days. One known only to
the month spans that month, is tentative, and says in its summary that the day is not known. One
known only to the year, or not at all, is left out: it would fill a calendar and say nothing. But
where it had a date once, that event stays and is cancelled, for whoever wrote it down. Nothing
else leaves: neither milestones nor rounds are ever deleted.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from core.dates import HonestDate, Precision
from core.labels import labels
from core.languages import localized, pick
from core.public_paths import absolute, framework_path
from core.when import when_honest
from frameworks.enums import Basis, MilestoneKind
from frameworks.selectors import MilestoneFacts, former_dates, read_milestones
from notifications.calendars import (
    CALENDAR_TYPE,
    calendar_named,
    deadline_event,
    event_id,
    named_file,
)
from public.answers import Content
from public.pages.page import Ask, public_page
from public.pages.roads import read_road
from record.names import sample_marked
from record.selectors import Edits, edits_of
from reviews.selectors.rounds import read_rounds

_SHOWN = {Precision.DAY, Precision.RANGE, Precision.MONTH}


@public_page()
def calendar_ics(ask: Ask) -> Content:
    """The milestones and deadlines, in the language of the path."""
    return _written(calendar_named(_("Milestones – Tripartite")), (), ask)


@public_page()
def framework_ics(ask: Ask, slug: str) -> Content:
    """The milestones and deadlines of one framework."""
    road, _read = read_road(slug)
    framework = pick(road.framework.title, ask.language).text
    title = _("Milestones: %(framework)s – Tripartite") % {"framework": framework}
    return _written(calendar_named(title), (slug,), ask)


def _written(calendar: Calendar, frameworks: Collection[str], ask: Ask) -> Content:
    """Return `calendar` with the dates of these frameworks, of all where none is named."""
    calendar.add("source", absolute(localized(ask.path, ask.language)))
    milestones = read_milestones(frameworks=frameworks).rows
    rounds = read_rounds(frameworks=frameworks).rows
    edits = edits_of([*(row.key for row in milestones), *(row.key for row in rounds)])
    for row, known, status in _dated(milestones):
        event = _event(row, known, edits.get(row.key), ask.language)
        event.add("status", status)
        calendar.add_component(event)
    for each in rounds:
        calendar.add_component(deadline_event(each, edits.get(each.key), ask.language))
    name = "-".join(["tripartite", *frameworks])
    return Content(calendar.to_ical(), CALENDAR_TYPE, named_file(name))


def _dated(rows: Collection[MilestoneFacts]) -> Iterator[tuple[MilestoneFacts, HonestDate, str]]:
    """Yield the milestones that the calendar shows, each with its day and its status there."""
    vague = [row.key for row in rows if not _is_shown(row.date)]
    former = former_dates(vague) if vague else {}
    for row in rows:
        if row.date is not None and _is_shown(row.date):
            is_month = row.date.precision is Precision.MONTH
            yield row, row.date, "TENTATIVE" if is_month else "CONFIRMED"
        elif gone := next(filter(_is_shown, former.get(row.key, ())), None):
            yield row, gone, "CANCELLED"


def _is_shown(known: HonestDate | None) -> bool:
    return known is not None and known.precision in _SHOWN


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
    event.add("description", _description(row, language))
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


def _description(row: MilestoneFacts, language: str) -> str:
    lines = [
        pick(row.framework_title, language).text,
        when_honest(row.date, language)["text"],
        pick(row.note, language).text,
        _("Basis") + ": " + labels(Basis, language)[row.basis],
        _("A date that has passed says nothing of an outcome."),
    ]
    return "\n".join(line for line in lines if line)
