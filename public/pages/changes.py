"""What changed in public, newest first."""

from django.utils.translation import gettext as _

from core.cursor import read_cursor, write_cursor
from core.languages import localized
from core.query import Query, words
from public.api.parameters import LONGEST_CURSOR
from public.presenters.parts.changes import changes as changes_shown
from public.presenters.parts.filters import Address
from record.selectors import newest_public_acts

from .page import Ask, Page, public_page

PAGE = 30
_WALK = "changes:newest"


@public_page(Query((words("cursor", "Where to go on.", longest=LONGEST_CURSOR),)))
def changes(ask: Ask) -> Page:
    acts = newest_public_acts(PAGE + 1, before=_before(ask["cursor"]))
    address = Address(localized(ask.path, ask.language), "")
    following = write_cursor(_WALK, [acts[PAGE - 1].number]) if len(acts) > PAGE else ""
    context = {
        "section": "changes",
        "changes": changes_shown(acts[:PAGE], ask.language),
        "next_url": address.at(following) if following else "",
        "next_label": _("Earlier changes"),
        "first_url": address.url() if ask["cursor"] else "",
    }
    return Page("public/changes.html", context)


def _before(token: str | None) -> int | None:
    if token is None:
        return None
    [number] = read_cursor(_WALK, token)
    return int(number)
