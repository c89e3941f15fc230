"""changes.atom: the newest acts of the public chain (RFC 4287)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import absolute
from notifications.act_labels import act_labels
from public.answers import Content
from public.pages.page import Ask, public_page
from public.presenters.acts import actor_label, page_of
from public.presenters.present import present
from public.presenters.values import Value
from record.installation import is_sample_database
from record.names import sample_marked, tag
from record.selectors import PublicAct, newest_public_acts

NEWEST = 50
MOST_NAMED = 20  # things that one entry names
_EMPTY = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries still has to have a date
_TYPE = "application/atom+xml; charset=utf-8"


@public_page()
def changes_atom(ask: Ask) -> Content:
    """What changed, newest first, in the language of the path."""
    acts = newest_public_acts(NEWEST)
    keys = {key for act in acts for key in _named(act)}
    found = present(keys, ask.language)
    feed = _feed(acts, ask.language)
    for act in acts:
        feed.append(_entry(act, found, ask.language))
    return Content(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, "unicode").encode(), _TYPE
    )


def _feed(acts: tuple[PublicAct, ...], language: str) -> Element:
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language})
    _text(feed, "id", tag(f"changes/{language}"))
    _text(feed, "title", sample_marked(_("Changes – Tripartite")))
    _text(feed, "subtitle", _("What changed in public, newest first."))
    _text(feed, "updated", _instant(max((act.at for act in acts), default=_EMPTY)))
    _text(SubElement(feed, "author"), "name", "Tripartite")
    _text(feed, "generator", "Tripartite")
    here = absolute(localized("/changes.atom", language))
    page = absolute(localized("/changes/", language))
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=here)
    SubElement(feed, "link", rel="alternate", type="text/html", href=page)
    if is_sample_database():
        SubElement(feed, "category", term="sample")
    return feed


def _entry(act: PublicAct, found: Mapping[str, Value], language: str) -> Element:
    names = [_name(key, found) for key in _named(act)]
    more = len(act.touches) - len(names)
    entry = Element("entry")
    _text(entry, "id", tag(f"changes/{language}/{act.number}"))
    _text(entry, "title", sample_marked(_title(act, names, more, language)))
    _text(entry, "updated", _instant(act.at))
    page = page_of(_subject(act), language)
    SubElement(entry, "link", rel="alternate", type="text/html", href=page)
    SubElement(entry, "category", term=act.code)
    lines = [*names, _("and %(count)d more") % {"count": more}] if more > 0 else names
    _text(entry, "content", "\n".join([*lines, actor_label(act)])).set("type", "text")
    return entry


def _title(act: PublicAct, names: list[str], more: int, language: str) -> str:
    label = act_labels(language).get(act.code, act.code)
    if not names:
        return label
    others = len(names) + max(more, 0) - 1
    if others:
        about = _("%(first)s and %(count)d more") % {"first": names[0], "count": others}
        return f"{label}: {about}"
    return f"{label}: {names[0]}"


def _named(act: PublicAct) -> tuple[str, ...]:
    """Return the keys that the entry names, what was acted on first."""
    rest = (key for key in act.touches if key != act.subject)
    first = (act.subject,) if act.subject in act.touches else ()
    return (*first, *rest)[:MOST_NAMED]


def _subject(act: PublicAct) -> str:
    return next(iter(_named(act)), act.subject)


def _name(key: str, found: Mapping[str, Value]) -> str:
    value = found.get(key)
    if value is None:
        return key
    if value["type"] == "provision":
        return f"{value['number']} {value['version']['title']}"
    return str(value.get("title") or value.get("code") or key)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _text(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = text
    return made
