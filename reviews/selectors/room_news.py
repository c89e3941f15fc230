"""Which rounds the news of a room are about: read from the chain of its circle, for mails that
say no more than that there are some.

Only the public keys of rounds leave this module. Who may be told is asked by whoever tells.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from frameworks.keys import KeyKind, read_key, round_key
from record.stretches import InnerAct, inner_acts
from reviews.act_codes import ActCode

MOST = 1000  # acts of one stretch that are looked at, the newest ones
_KEYED_BY_ROUND = {KeyKind.COMMENT, KeyKind.POSITION, KeyKind.DISPOSITION}
# That a round closed is told to everybody by a notice of its own.
NEWS = frozenset(ActCode.values) - {ActCode.ROUND_CLOSED.value, ActCode.ROUND_CLOSED_EARLY.value}
# Where a line of a payload, or the payload itself, names what it is about.
_NAMING = ("round", "comment", "position", "disposition")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ROUNDS = """
SELECT found.id::text, r.key FROM (
    SELECT id, round_id FROM reviews_comment WHERE id = ANY(%(ids)s::uuid[])
    UNION ALL SELECT id, round_id FROM reviews_submission WHERE id = ANY(%(ids)s::uuid[])
    UNION ALL SELECT p.id, i.round_id FROM reviews_position p
        JOIN reviews_rounditem i ON i.id = p.item_id WHERE p.id = ANY(%(ids)s::uuid[])
    UNION ALL SELECT d.id, c.round_id FROM reviews_disposition d
        JOIN reviews_comment c ON c.id = d.comment_id WHERE d.id = ANY(%(ids)s::uuid[])
) AS found JOIN reviews_round r ON r.id = found.round_id
"""


class RoomAct(NamedTuple):
    """An act in a room. `rounds` are public keys, none where it belongs to no round;
    `actor_user` is None for the portal's own acts.
    """

    rounds: frozenset[str]
    actor_user: UUID | None


def room_acts(chain: str, after: int, upto: int) -> tuple[RoomAct, ...]:
    """Return what happened in the room of the circle with this chain behind the entry `after`, up
    to and with `upto`, newest first, at most `MOST` of its entries. Two queries.
    """
    acts = [act for act in inner_acts(chain, after, upto, limit=MOST) if act.code in NEWS]
    names = [set(_names(act)) for act in acts]
    found = _rounds({name for each in names for name in each})
    return tuple(
        RoomAct(frozenset(found[name] for name in each if name in found), act.actor_user)
        for act, each in zip(acts, names, strict=True)
    )


def _names(act: InnerAct) -> Iterator[str]:
    """Yield the keys and ids that an entry is about, its own subject first."""
    yield act.subject
    yield from _named_in([act.payload])
    for lines in act.payload.values():
        if isinstance(lines, list):
            yield from _named_in(lines)


def _named_in(lines: Iterable[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, dict):
            yield from (line[name] for name in _NAMING if isinstance(line.get(name), str))


def _rounds(names: Iterable[str]) -> Mapping[str, str]:
    """Return the key of the round that each key or id belongs to; others are left out."""
    ids, found = [], {}
    for name in names:
        if _ID.fullmatch(name):
            ids.append(name)
        elif (key := _round_in(name)) is not None:
            found[name] = key
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(_ROUNDS, {"ids": ids})
            found.update(cursor.fetchall())
    return found


def _round_in(key: str) -> str | None:
    """Return the round that a public key names or is numbered by."""
    try:
        named = read_key(key)
    except ValueError:
        return None
    if named.kind is KeyKind.ROUND:
        return key
    if named.kind not in _KEYED_BY_ROUND:
        return None
    return round_key(named.framework, int(named.name.partition("-")[0]))
