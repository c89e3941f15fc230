"""The delivery log of the review secretariat: who was told of which window, and when."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.csv_file import CSV, csv_bytes
from core.cursor import read_cursor, write_cursor
from core.query import Asked, Query, choice, words
from desk.acting import Acting, ActingRequest
from desk.presenters import delivery_log as show
from desk.presenters import links
from frameworks.selectors import Stretch
from notifications.enums import DeliveryState
from notifications.selectors.log import (
    RECENT,
    LogFilter,
    Notice,
    noticed_rounds,
    read_log,
    troubles_of,
)
from notifications.topics import NOTICES
from record.installation import is_sample_database

from .page import Page, secretariat_page

PAGE = 50
_BATCH = 1000  # rows of the file read at once
_WALK = "desk_notices:recent"
LOG = Query(
    (
        words("round", "Key of a round."),
        choice("kind", NOTICES, "Kind of notice."),
        choice("state", DeliveryState.values, "Where it stands."),
        words("cursor", "Where the list goes on.", longest=500),
    )
)
_RECENTLY = timedelta(days=7)


@secretariat_page(("GET",))
def delivery_log(request: ActingRequest) -> Page:
    """Show who was told of which window and when, the latest first."""
    asked = LOG.read(request.GET, refuse_unknown=False)
    return Page("desk/delivery_log.html", _context(request.acting, asked), "secretariat")


@secretariat_page(("GET",))
def delivery_log_file(request: ActingRequest) -> HttpResponse:
    """Return what the filters keep as a CSV file."""
    acting, wanted = request.acting, _wanted(LOG.read(request.GET, refuse_unknown=False))
    rows = show.notice_rows(_every(acting, wanted), acting.user.language)
    mark = "SAMPLE-" if is_sample_database() else ""
    name = f'attachment; filename="{mark}tripartite-notices.csv"'
    content = csv_bytes(show.COLUMNS, rows)
    return HttpResponse(content, content_type=CSV, headers={"Content-Disposition": name})


def recent_troubles(acting: Acting) -> list[dict[str, str]]:
    """Return what the secretariat's own page says of the last seven days. One query."""
    lately = LogFilter(since=acting.at - _RECENTLY)
    return show.trouble_lines(troubles_of(acting.mandate, acting.at, lately), LogFilter())


def _wanted(asked: Asked) -> LogFilter:
    return LogFilter(asked["round"] or "", asked["kind"] or "", asked["state"] or "")


def _context(acting: Acting, asked: Asked) -> dict[str, object]:
    wanted, after, language = _wanted(asked), asked["cursor"], acting.user.language
    position = read_cursor(_WALK, after) if after else ()
    stretch = Stretch(order=RECENT, limit=PAGE, position=position)
    found = read_log(acting.mandate, acting.at, wanted, stretch)
    here = show.log_path(wanted, wanted.state)
    going_on = "&" if "=" in here else ""
    return {
        "notices": show.notice_lines(found.rows, language),
        "troubles": show.trouble_lines(troubles_of(acting.mandate, acting.at, wanted), wanted),
        "filters": show.filters_of(wanted, noticed_rounds(), language),
        "in_use": wanted != LogFilter(),
        "file_url": here.replace(links.NOTICES, links.NOTICES_FILE, 1),
        "first_url": here if after else "",
        "next_url": f"{here}{going_on}cursor={write_cursor(_WALK, found.next)}"
        if found.next
        else "",
        "crumbs": [{"label": _("Secretariat"), "url": links.SECRETARIAT}],
    }


def _every(acting: Acting, wanted: LogFilter) -> Iterator[Notice]:
    """Walk the whole log, a batch at a time."""
    stretch = Stretch(order=RECENT, limit=_BATCH)
    while True:
        found = read_log(acting.mandate, acting.at, wanted, stretch)
        yield from found.rows
        if found.next is None:
            return
        stretch = Stretch(order=RECENT, limit=_BATCH, position=found.next)
