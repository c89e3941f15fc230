"""A feed of acts of the public chain (RFC 4287), in pages (RFC 5005, section 3).

An act has the same identifier and the same words in every feed of a language in which it stands:
a reader of several feeds meets it once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import absolute
from core.query import Query, whole_number
from notifications.act_labels import act_labels
from public.answers import Content
from public.pages.page import Ask
from public.presenters.acts import actor_label, page_of
from public.presenters.present import present
from public.presenters.values import Value
from record.installation import is_sample_database
from record.names import sample_marked, tag
from record.selectors import PublicAct, newest_public_acts, newest_public_acts_of

NEWEST = 50
MOST_NAMED = 20  # things that one entry names
PAGING = Query(
    (whole_number("before", "Acts before this number.", least=1, most=10**11 - 1),),
)
_EMPTY = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without entries still has to have a date
_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed follows. `name` is its part of the feed's identifier, `page` the bare path of
    the page that it belongs to, `keys` what its acts touch, None for all acts.
    """

    name: str
    title: str
    page: str
    keys: Collection[str] | None = None


def written(feed: Feed, ask: Ask) -> Content:
    """Return the page of `feed` that was asked, newest act first. The queries are the same for
    any number of acts.
    """
    acts = _acts(feed, ask["before"])
    shown = acts[:NEWEST]
    found = present({key for act in shown for key in _named(act)}, ask.language)
    root = _head(feed, shown, ask)
    if len(acts) > NEWEST:
        _link(root, "next", _address(ask, f"before={shown[-1].number}"))
    for act in shown:
        root.append(_entry(act, found, ask.language))
    return Content(
        b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode").encode(), _TYPE
    )


def _acts(feed: Feed, before: int | None) -> tuple[PublicAct, ...]:
    """Return a page of acts and one more, to know whether any follows."""
    if feed.keys is None:
        return newest_public_acts(NEWEST + 1, before=before)
    return newest_public_acts_of(feed.keys, NEWEST + 1, before=before)


def _head(feed: Feed, acts: Collection[PublicAct], ask: Ask) -> Element:
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": ask.language})
    _text(root, "id", tag("/".join(filter(None, ("changes", ask.language, feed.name)))))
    _text(root, "title", sample_marked(feed.title))
    _text(root, "subtitle", _("What changed in public, newest first."))
    _text(root, "updated", _instant(max((act.at for act in acts), default=_EMPTY)))
    _text(SubElement(root, "author"), "name", "Tripartite")
    _text(root, "generator", "Tripartite")
    _link(root, "self", _address(ask, ask.asked.canonical))
    _link(root, "first", _address(ask))
    page = absolute(localized(feed.page, ask.language))
    SubElement(root, "link", rel="alternate", type="text/html", href=page)
    if is_sample_database():
        SubElement(root, "category", term="sample")
    return root


def _address(ask: Ask, query: str = "") -> str:
    return absolute(localized(ask.path, ask.language)) + (f"?{query}" if query else "")


def _link(root: Element, rel: str, address: str) -> None:
    SubElement(root, "link", rel=rel, type="application/atom+xml", href=address)


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
