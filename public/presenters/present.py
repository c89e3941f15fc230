"""The present representation of whatever public keys name: for the change feed and for details.

Lists, details and the change feed use the same functions, so that upserting the feed's
representations by key equals a full export.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from frameworks.keys import KeyKind, Named, decision_key, instrument_key, read_key, session_key
from frameworks.selectors import (
    Stretch,
    read_decisions,
    read_documents,
    read_frameworks,
    read_instruments,
    read_milestones,
    read_sessions,
)
from reviews.selectors.published import read_published_comments
from reviews.selectors.published_dispositions import read_published_dispositions
from reviews.selectors.rounds import read_rounds
from reviews.selectors.stances import read_positions

from .comments import comment_values
from .dispositions import disposition_value
from .frameworks import document_value, framework_value, milestone_value
from .governing_body import decision_value, instrument_value, session_value
from .positions import position_value
from .provisions import provisions_by_key
from .rounds import round_value
from .values import Value

Presented = Iterator[tuple[str, Value]]


def present(keys: Iterable[str], language: str) -> dict[str, Value]:
    """Return the representation of each key; a key that names nothing (any more) is absent.

    At most six queries for each kind of thing among the keys.
    """
    wanted = set(keys)
    named: dict[KeyKind, list[Named]] = {}
    for key in sorted(wanted):
        try:
            one = read_key(key)
        except ValueError:
            continue
        named.setdefault(one.kind, []).append(one)
    found: dict[str, Value] = {}
    for kind, several in named.items():
        found.update((key, value) for key, value in _BY_KIND[kind](several, language))
    return {key: value for key, value in found.items() if key in wanted}


def _names(several: Sequence[Named]) -> list[str]:
    return [one.name for one in several]


def _frameworks(several: Sequence[Named], language: str) -> Presented:
    for facts in read_frameworks(Stretch(keys=_names(several))).rows:
        yield facts.slug, framework_value(facts, language)


def _documents(several: Sequence[Named], language: str) -> Presented:
    frameworks = {one.framework for one in several}
    for facts in read_documents(Stretch(keys=_names(several)), frameworks=frameworks).rows:
        yield facts.key, document_value(facts, language)


def _milestones(several: Sequence[Named], language: str) -> Presented:
    frameworks = {one.framework for one in several}
    for facts in read_milestones(Stretch(keys=_names(several)), frameworks=frameworks).rows:
        yield facts.key, milestone_value(facts, language)


def _sessions(several: Sequence[Named], language: str) -> Presented:
    for facts in read_sessions(Stretch(keys=_names(several))).rows:
        yield session_key(facts.slug), session_value(facts, language)


def _decisions(several: Sequence[Named], language: str) -> Presented:
    for facts in read_decisions(Stretch(keys=_names(several))).rows:
        yield decision_key(facts.key), decision_value(facts, language)


def _instruments(several: Sequence[Named], language: str) -> Presented:
    for facts in read_instruments(Stretch(keys=_names(several))).rows:
        yield instrument_key(facts.code), instrument_value(facts, language)


def _provisions(several: Sequence[Named], language: str) -> Presented:
    keys = [f"{one.framework}.{one.name}" for one in several]
    yield from provisions_by_key(keys, language).items()


def _rounds(several: Sequence[Named], language: str) -> Presented:
    for facts in read_rounds(Stretch(keys=_keys(several))).rows:
        yield facts.key, round_value(facts, language)


def _comments(several: Sequence[Named], language: str) -> Presented:
    found = read_published_comments(Stretch(keys=_keys(several))).rows
    for value in comment_values(found, language):
        yield value["key"], value


def _positions(several: Sequence[Named], language: str) -> Presented:
    for facts in read_positions(Stretch(keys=_keys(several))).rows:
        yield facts.key, position_value(facts, language)


def _dispositions(several: Sequence[Named], language: str) -> Presented:
    for facts in read_published_dispositions(Stretch(keys=_keys(several))).rows:
        yield facts.key, disposition_value(facts, language)


def _keys(several: Sequence[Named]) -> list[str]:
    return [f"{one.framework}.{one.kind}.{one.name}" for one in several]


_BY_KIND: dict[KeyKind, Callable[[Sequence[Named], str], Presented]] = {
    KeyKind.FRAMEWORK: _frameworks,
    KeyKind.PROVISION: _provisions,
    KeyKind.ROUND: _rounds,
    KeyKind.COMMENT: _comments,
    KeyKind.POSITION: _positions,
    KeyKind.DISPOSITION: _dispositions,
    KeyKind.DOCUMENT: _documents,
    KeyKind.MILESTONE: _milestones,
    KeyKind.SESSION: _sessions,
    KeyKind.DECISION: _decisions,
    KeyKind.INSTRUMENT: _instruments,
}
