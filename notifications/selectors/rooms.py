"""News in somebody’s rooms: that there are some, and in which rounds; nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from record.stretches import NOTHING, heads_of, number_at
from record.verify import Head
from reviews.models import Round
from reviews.querysets import rooms_of
from reviews.selectors.room_news import RoomAct, room_acts
from stakeholders.models import Mandate


@dataclass(frozen=True, slots=True)
class NamedRound:
    """What everybody may know of a round: its key, number and framework."""

    id: UUID
    key: str
    number: int
    framework: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RoomNews:
    """The rounds with news, by key; `is_elsewhere` where some belong to none. `heads` are those of
    the chains that were read, by name.
    """

    rounds: tuple[NamedRound, ...] = ()
    is_elsewhere: bool = False
    heads: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.rounds) or self.is_elsewhere


def news_in_rooms(
    mandates: Sequence[Mandate], at: datetime, *, told: Mapping[str, int], since: datetime
) -> RoomNews:
    """Return the news in the rooms that these mandates of one person are in at `at`: what others
    did there behind the entries `told`, by chain, or else later than `since`.

    A query for each mandate and each room without a mark; two for a stretch nobody asked for yet.
    """
    readers = readers_of_rooms(mandates, at)
    heads = heads_of(list(readers))
    rounds: set[str] = set()
    is_elsewhere = False
    for chain, head in heads.items():
        after = told[chain] if chain in told else number_at(chain, since)
        keys, is_other = stirred(_acts(chain, after, head), readers[chain])
        rounds, is_elsewhere = rounds | keys, is_elsewhere or is_other
    numbers = {chain: head.number for chain, head in heads.items()}
    return RoomNews(rounds_named(rounds), is_elsewhere, numbers)


def stirred(acts: Iterable[RoomAct], mandates: Sequence[Mandate]) -> tuple[set[str], bool]:
    """Return the keys of the rounds in which others than the holder of these mandates, which are
    one person's, did something that they read; and whether others did something in no round.
    """
    others = [act for act in acts if act.actor_user != mandates[0].user_id]
    keys = {key for act in others for key in act.rounds}
    return {key for key in keys if covers_any(mandates, key)}, not all(act.rounds for act in others)


def covers_any(mandates: Iterable[Mandate], round_key: str) -> bool:
    """Return whether one of the mandates is for every framework, or for this round's."""
    framework = round_key.partition(".")[0]
    return any(each.framework_key in ("", framework) for each in mandates)


def rounds_named(keys: Iterable[str]) -> tuple[NamedRound, ...]:
    """Return these rounds in the order of frameworks and numbers. One query, none for no key."""
    wanted = sorted(set(keys))
    if not wanted:
        return ()
    rows = Round.objects.filter(key__in=wanted).order_by("framework__slug", "number")
    columns = rows.values_list("pk", "key", "number", "framework__slug", "framework__title")
    return tuple(NamedRound(*row) for row in columns)


def readers_of_rooms(mandates: Sequence[Mandate], at: datetime) -> dict[str, list[Mandate]]:
    """Return the chains of the rooms that these mandates are in at `at`, each with those that are.
    A query for each mandate.
    """
    readers: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in mandates:
        for circle in rooms_of(mandate, at).order_by("pk"):
            readers[circle.chain].append(mandate)
    return readers


def _acts(chain: str, after: int, head: Head) -> tuple[RoomAct, ...]:
    return _remembered(chain, after, head) if head != NOTHING and after < head.number else ()


@lru_cache(maxsize=256)  # the members of a room are told of the same stretches
def _remembered(chain: str, after: int, head: Head) -> tuple[RoomAct, ...]:
    return room_acts(chain, after, head.number)
