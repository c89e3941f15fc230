"""Lists that are cut off: the first rows, and how many there are in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

RowT = TypeVar("RowT")
MOST = 20  # rows of one section; the rest is behind its link


@dataclass(frozen=True, slots=True)
class Section(Generic[RowT]):
    """The first rows of something, and how many there are in all."""

    rows: tuple[RowT, ...] = ()
    total: int = 0


def section_of(rows: Sequence[RowT]) -> Section[RowT]:
    """Return the first of `rows`."""
    return Section(tuple(rows[:MOST]), len(rows))
