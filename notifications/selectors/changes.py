"""What the public chain says has changed, by what it is about, for everybody who follows any of it.

A stretch of the chain is read once for all its readers. What is remembered is keyed by the head's
seal and not by its number alone: it can be true of no other record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from core.errors import Invalid
from frameworks.keys import KeyKind, read_key, round_key
from notifications.enums import Topic
from notifications.subjects import filters_of
from provisions.enums import Stance
from provisions.models import InstrumentLink, Provision
from provisions.search.planning import plan_search
from provisions.selectors.matching import matching
from record.stretches import Touched, touched_between
from record.verify import Head
from reviews.selectors.stances import provisions_with_stance

_REMEMBERED = 16  # stretches: readers of one digest were told up to few different entries
_OF_FRAMEWORK = {KeyKind.FRAMEWORK, KeyKind.DOCUMENT, KeyKind.MILESTONE}
_OF_ROUND = {KeyKind.COMMENT, KeyKind.POSITION, KeyKind.DISPOSITION}

EVERYTHING = ""  # as the subject of a framework: all of them


class Followed(NamedTuple):
    """What a reader wants to hear of, and from when on. Searches are in the reader's language."""

    topic: Topic
    subject: str
    since: datetime


class Happened(NamedTuple):
    """That the public act `number` changed something."""

    number: int
    code: str
    at: datetime


Happenings = Mapping[str, tuple[Happened, ...]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed, by public key: frameworks, rounds and instruments in the order of their keys,
    then provisions in that of their documents. `in_rounds` holds for each round also what happened
    to its comments, positions and answers. The other maps say which keys belong to what.
    """

    happenings: Happenings
    in_rounds: Happenings
    by_framework: Mapping[str, tuple[str, ...]]
    by_theme: Mapping[str, tuple[str, ...]]
    by_instrument: Mapping[str, tuple[str, ...]]
    provisions: tuple[str, ...]
    head: Head

    def followed(self, wishes: Iterable[Followed], language: str) -> dict[str, list[Happened]]:
        """Return what changed of what is wished for, by key: rounds, provisions, frameworks,
        instruments; of each the oldest act first. A few queries for each search that nobody asked
        for yet.
        """
        found: dict[str, dict[int, Happened]] = defaultdict(dict)
        for wish in wishes:
            source = self.in_rounds if wish.topic is Topic.ROUND else self.happenings
            for key in self._keys(wish, language):
                for each in source.get(key, ()):
                    if each.at >= wish.since:
                        found[key][each.number] = each
        known = (*self.in_rounds, *self.provisions, *self.happenings)
        ordered = [key for key in known if found.get(key)]
        return {
            key: [found[key][number] for number in sorted(found[key])]
            for key in dict.fromkeys(ordered)
        }

    def _keys(self, wish: Followed, language: str) -> Iterable[str]:
        match wish.topic:
            case Topic.FRAMEWORK | Topic.STATUS if wish.subject == EVERYTHING:
                return self.happenings
            case Topic.FRAMEWORK | Topic.STATUS:
                return self.by_framework.get(wish.subject, ())
            case Topic.THEME:
                return self.by_theme.get(wish.subject, ())
            case Topic.INSTRUMENT:
                return self.by_instrument.get(wish.subject, ())
            case Topic.SEARCH:
                return self.found_by(wish.subject, language)
        return (wish.subject,)

    def found_by(self, search: str, language: str) -> frozenset[str]:
        """Return which of the provisions that changed a saved search finds now."""
        return _found(search, language, self.provisions, self.head)


@lru_cache(maxsize=_REMEMBERED)
def changes_between(after: int, head: Head) -> Changes:
    """Return what changed behind the public entry `after`, up to the head. Three queries."""
    direct: dict[str, list[Happened]] = defaultdict(list)
    in_rounds: dict[str, list[Happened]] = defaultdict(list)
    for row in touched_between(after, head.number) if after < head.number else ():
        _sort_in(row, direct, in_rounds)
    return _changes(direct, in_rounds, head)


def _sort_in(
    row: Touched, direct: dict[str, list[Happened]], in_rounds: dict[str, list[Happened]]
) -> None:
    try:
        named = read_key(row.key)
    except ValueError:
        return
    happened = Happened(row.number, row.code, row.at)
    if named.kind in _OF_FRAMEWORK:
        _add(direct[named.framework], happened)
    elif named.kind in _OF_ROUND:
        number = int(named.name.partition("-")[0])
        _add(in_rounds[round_key(named.framework, number)], happened)
    elif named.kind is KeyKind.ROUND:
        _add(direct[row.key], happened)
        _add(in_rounds[row.key], happened)
    elif named.kind in (KeyKind.PROVISION, KeyKind.INSTRUMENT):
        _add(direct[row.key], happened)


def _add(happened: list[Happened], another: Happened) -> None:
    """Add an act, once however many keys of one thing it touched."""
    if not happened or happened[-1].number != another.number:
        happened.append(another)


def _changes(
    direct: dict[str, list[Happened]], in_rounds: dict[str, list[Happened]], head: Head
) -> Changes:
    rows = list(
        Provision.objects.filter(key__in=list(direct), latest_version__gt=0)
        .order_by("document_order")
        .values_list("key", "themes")
    )
    provisions = [key for key, _themes in rows]
    by_theme: dict[str, list[str]] = defaultdict(list)
    for key, themes in rows:
        for theme in themes:
            by_theme[theme].append(key)
    others = sorted((key for key in direct if not _is_provision(key)), key=_instruments_last)
    by_framework: dict[str, list[str]] = defaultdict(list)
    for key in (*others, *provisions):
        by_framework[key.partition(".")[0]].append(key)
    return Changes(
        happenings={key: tuple(direct[key]) for key in (*others, *provisions)},
        in_rounds={key: tuple(in_rounds[key]) for key in sorted(in_rounds)},
        by_framework=_fixed(by_framework),
        by_theme=_fixed(by_theme),
        by_instrument=_fixed(_by_instrument(provisions, others)),
        provisions=tuple(provisions),
        head=head,
    )


def _is_provision(key: str) -> bool:
    return read_key(key).kind is KeyKind.PROVISION


def _instruments_last(key: str) -> tuple[bool, str]:
    return read_key(key).kind is KeyKind.INSTRUMENT, key


def _by_instrument(provisions: list[str], others: list[str]) -> dict[str, list[str]]:
    links = InstrumentLink.objects.filter(provision__key__in=provisions)
    rows = links.order_by("provision__document_order").values_list("instrument", "provision__key")
    linked: dict[str, list[str]] = defaultdict(list)
    for key in others:
        if (named := read_key(key)).kind is KeyKind.INSTRUMENT:
            linked[named.name].append(key)
    for code, key in rows:
        linked[code].append(key)
    return linked


def _fixed(keys: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(each) for name, each in keys.items()}


@lru_cache(maxsize=256)
def _found(search: str, language: str, keys: tuple[str, ...], head: Head) -> frozenset[str]:
    """Return which of the provisions `keys` a saved search finds now; none where what it names is
    not known any more.
    """
    try:
        words, filters = filters_of(search)
        planned = plan_search(words, language=language, revision=head.number) if words else None
    except Invalid:
        return frozenset()
    held = provisions_with_stance(Stance.values) if filters.stances else {}
    return matching(keys, replace(filters, search=planned, stance_keys=held))
