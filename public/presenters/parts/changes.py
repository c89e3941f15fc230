"""Acts of the public chain as a reader is told them: what, when, by whom, and of what."""

import re
from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.utils.translation import gettext as _

from core.when import When, when_instant
from core.words import foreign
from notifications.act_labels import act_labels
from provisions.signs import glyph
from public.presenters.acts import actor_label, path_of
from public.presenters.present import present
from public.presenters.values import Value
from record.selectors import PublicAct

from .stances import Glyph

_NUMBERS = re.compile(r"([0-9]+)")
MOST_NAMED = 6  # things that one change names; the rest are counted


class Touched(TypedDict):
    label: str
    lang: str
    url: str
    stances: Glyph | None


class Change(TypedDict):
    number: int
    when: When
    what: str
    actor: str
    touched: list[Touched]
    more: str


def changes(acts: Iterable[PublicAct], language: str) -> list[Change]:
    """Return what each act says. A constant number of queries for the names of what it touched."""
    shown = list(acts)
    found = present({key for act in shown for key in _named(act)}, language)
    return [_change(act, found, language) for act in shown]


def _change(act: PublicAct, found: Mapping[str, Value], language: str) -> Change:
    named = _named(act)
    more = len(act.touches) - len(named)
    return Change(
        number=act.number,
        when=when_instant(act.at, language),
        what=act_labels(language).get(act.code, act.code),
        actor=actor_label(act),
        touched=[_touched(key, found.get(key), language) for key in named],
        more=_("and %(count)d more") % {"count": more} if more > 0 else "",
    )


def _named(act: PublicAct) -> tuple[str, ...]:
    """Return the keys to name, what was acted on first."""
    rest = sorted((key for key in act.touches if key != act.subject), key=_by_number)
    first = (act.subject,) if act.subject in act.touches else ()
    return (*first, *rest)[:MOST_NAMED]


def _by_number(key: str) -> list[str | int]:
    """Return what orders `….s2` before `….s10`; a key's parts are words and numbers by turns."""
    return [int(part) if part.isdecimal() else part for part in _NUMBERS.split(key)]


def _touched(key: str, value: Value | None, language: str) -> Touched:
    if value is None:
        return Touched(label=key, lang="", url=path_of(key, language), stances=None)
    label, of_label = _name(key, value)
    return Touched(
        label=label,
        lang=foreign(of_label, language),
        url=path_of(key, language),
        stances=_stances(value, language),
    )


def _stances(value: Value, language: str) -> Glyph | None:
    """Return where the groups stand on a provision, None where nobody said anything."""
    stances = value.get("stances") or {}
    return glyph(stances, language) if any(stances.values()) else None


def _name(key: str, value: Value) -> tuple[str, str]:
    """Return what a thing is called, and in which language."""
    if value["type"] == "provision":
        version = value["version"]
        return f"{value['number']} {version['title']}", version["language"]
    if value["type"] == "decision":
        return _("Outcome on %(framework)s") % {"framework": value["framework"]}, ""
    if value["type"] == "round":
        return _("Review round %(number)d") % {"number": value["number"]}, ""
    if value["type"] == "comment":
        return _("Comment of %(actor)s") % {"actor": value["actor_label"]}, ""
    if value["type"] == "position":
        named = {"actor": value["actor_label"], "stance": value["stance_label"]}
        return _("%(actor)s: %(stance)s") % named, ""
    if value["type"] == "disposition":
        return _("Answer: %(kind)s") % {"kind": value["kind_label"]}, ""
    title = value.get("title")
    return (title, value["title_language"]) if title else (key, "")
