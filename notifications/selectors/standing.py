"""Where frameworks stand, and which rounds run or are announced: the same for every reader of one
head of the public chain, and read once for all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from core.languages import Texts
from frameworks.selectors import read_frameworks
from provisions.selectors.stats import stage_counts, stage_steps_since
from record.stretches import instant_of
from record.verify import Head
from reviews.enums import RoundState
from reviews.models import Round

_REMEMBERED = 16
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StageStanding:
    """How many provisions stand at a stage, and how many more (or fewer) than last time."""

    stage: str
    provisions: int
    change: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a framework stands. `official_status` is a code, empty where none was recorded, as
    `checked_on` says; `stages` are those on this portal that hold something or did last time.
    """

    framework: str
    title: Texts
    official_status: str
    checked_on: date | None
    stages: tuple[StageStanding, ...]


@dataclass(frozen=True, slots=True)
class ComingRound:
    """A round that no act has closed. `time_zone` is its framework's."""

    key: str
    number: int
    framework: str
    framework_title: Texts
    time_zone: str
    announced_at: datetime
    opens_at: datetime
    closes_at: datetime


def standing_of(frameworks: Collection[str], after: int, head: Head) -> list[Standing]:
    """Return where these frameworks stand, in the order of their slugs, and what moved behind the
    public entry `after`. No query where another reader of this head was told up to the same one.
    """
    known, moved = _frameworks(head), _moved(after, head)
    return [
        _with_changes(known[slug], moved.get(slug, {}))
        for slug in sorted(set(frameworks) & known.keys())
    ]


def framework_slugs(head: Head) -> frozenset[str]:
    return frozenset(_frameworks(head))


@lru_cache(maxsize=2)
def coming_rounds(head: Head) -> tuple[ComingRound, ...]:
    """Return the rounds that are announced or open, by their deadlines. One query a head."""
    rows = Round.objects.exclude(state=RoundState.CLOSED).select_related("framework")
    return tuple(
        ComingRound(
            key=row.key,
            number=row.number,
            framework=row.framework.slug,
            framework_title=row.framework.title,
            time_zone=row.framework.time_zone,
            announced_at=row.announced_at,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
        )
        for row in rows.order_by("closes_at", "key")
    )


@lru_cache(maxsize=2)
def _frameworks(head: Head) -> Mapping[str, Standing]:
    counts: dict[str, list[StageStanding]] = {}
    for framework, stage, number in stage_counts():
        counts.setdefault(framework, []).append(StageStanding(stage, number, 0))
    found = {}
    for facts in read_frameworks().rows:
        status = facts.status
        found[facts.slug] = Standing(
            framework=facts.slug,
            title=facts.title,
            official_status=status.status if status else "",
            checked_on=status.checked_on if status else None,
            stages=tuple(counts.get(facts.slug, ())),
        )
    return found


@lru_cache(maxsize=_REMEMBERED)
def _moved(after: int, _head: Head) -> Mapping[str, Mapping[str, int]]:
    since = instant_of(after) or _EARLIEST
    moved: dict[str, dict[str, int]] = {}
    for framework, stage, change in stage_steps_since(since):
        moved.setdefault(framework, {})[stage] = change
    return moved


def _with_changes(standing: Standing, moved: Mapping[str, int]) -> Standing:
    stages = (
        StageStanding(each.stage, each.provisions, moved.get(each.stage, 0))
        for each in standing.stages
    )
    kept = tuple(each for each in stages if each.provisions or each.change)
    return replace(standing, stages=kept)
