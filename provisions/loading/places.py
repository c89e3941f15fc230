"""Where new entries of an ordered list go, while those that are there keep their places."""

from collections.abc import Mapping, Sequence

GAP = 1_000  # room for what is inserted later
LAST = 99_999  # five digits sort as text


class Displaced(Exception):
    """Two entries that are there already have changed places; carries their names."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


class NoRoom(Exception):
    """Nothing fits between two neighbours any more; carries the name of what should."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def place_new(wanted: Sequence[str], there: Mapping[str, int]) -> dict[str, int]:
    """Return a rank for every name of `wanted` that is not `there`.

    `wanted` is the order of the file, `there` the ranks of all entries that exist, those that
    are not in the file included. Raises Displaced, NoRoom.
    """
    placed: dict[str, int] = {}
    before, waiting = 0, list[str]()
    last_name = ""
    for name in wanted:
        if name not in there:
            waiting.append(name)
            continue
        if there[name] <= before and last_name:
            raise Displaced(last_name, name)
        placed |= _spread(waiting, before, _next_rank(before, there))
        before, waiting, last_name = there[name], [], name
    if waiting:
        lowest = max([before, *there.values()])
        placed |= _spread(waiting, lowest, LAST + 1)
    return placed


def place_after(names: Sequence[str], rank: int, there: Mapping[str, int]) -> dict[str, int]:
    """Return ranks for `names` right behind `rank`. Raises NoRoom."""
    return _spread(names, rank, _next_rank(rank, there))


def _next_rank(rank: int, there: Mapping[str, int]) -> int:
    return min((other for other in there.values() if other > rank), default=LAST + 1)


def _spread(names: Sequence[str], low: int, high: int) -> dict[str, int]:
    if not names:
        return {}
    step = min(GAP, (high - low) // (len(names) + 1))
    if step == 0:
        raise NoRoom(names[0])
    return {name: low + step * index for index, name in enumerate(names, start=1)}
