"""How much of a quote, and of what stood around it, is found together somewhere else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NEAR: Final = 4  # words right before and right behind that speak for a place
AROUND: Final = 16  # words before and behind in whose company the near ones stand
ASUNDER: Final = 12  # words put between two others that don't part them yet

# How much of each has to be found: a part of what there was, and no more than what suffices
# wherever it is, in words that stand once. Measured on random edits of real texts: a word that
# returns alone among others is no trace.
LEAST: Final = 0.4
ENOUGH_KEPT: Final = 5.0
ENOUGH_NEAR: Final = 0.6
ENOUGH_COMPANY: Final = 4.0


@dataclass(frozen=True, slots=True)
class Trace:
    """The words of a quote that stand together elsewhere, by their places on this side. `kept` is
    what they weigh, `near` what the near words weigh that stand as near there, `company` what the
    quote weighs with all those around it that stand around it there.
    """

    row: Sequence[int]
    kept: float
    near: float
    company: float

    def reaches(self, whole: "Trace") -> bool:
        """Tell whether enough is found of all that there was to find."""
        return (
            bool(self.row)
            and self.kept >= min(ENOUGH_KEPT, LEAST * whole.kept)
            and (self.kept >= ENOUGH_KEPT or self.near >= min(ENOUGH_NEAR, LEAST * whole.near))
            and self.company >= min(ENOUGH_COMPANY, LEAST * whole.company)
        )

    def rivals(self, other: "Trace", share: float) -> bool:
        """Tell whether there is at least this share of the quote and of the company of `other`."""
        return self.kept >= share * other.kept and self.company >= share * other.company


def traced(
    quote: range,
    to: Sequence[int],
    weights: Sequence[float],
    *,
    otherwise: Sequence[int] | None = None,
) -> Trace:
    """Return the trace of the weightiest words of a quote that stand together; `to` leads to the
    counterpart of each word, below 0 where it has none. The words around may go by `otherwise`
    where `to` has none for them.
    """
    row = max(_rows(quote, to), key=lambda row: _weigh(row, weights), default=[])
    if not row:
        return Trace((), 0.0, 0.0, 0.0)
    kept = _weigh(row, weights)
    there = [to[i] for i in (row[0], row[-1])]
    ways = (to,) if otherwise is None else (to, otherwise)
    near = {i for way in ways for i in _around(row, there, way, NEAR, 1)}
    around = {i for way in ways for i in _around(quote, there, way, AROUND, ASUNDER)}
    return Trace(
        row=row,
        kept=kept,
        near=_weigh(sorted(near), weights),
        company=kept + _weigh(sorted(around), weights),
    )


def _rows(quote: range, to: Sequence[int]) -> Iterator[list[int]]:
    """Yield the words that have a counterpart, in rows that stand together on both sides."""
    row: list[int] = []
    for i in quote:
        if to[i] < 0:
            continue
        if row and not 0 < to[i] - to[row[-1]] <= i - row[-1] + ASUNDER:
            yield row
            row = []
        row.append(i)
    if row:
        yield row


def _around(
    words: Sequence[int], there: Sequence[int], to: Sequence[int], most: int, apart: int
) -> Iterator[int]:
    """Yield the words before and behind some whose counterparts stand as far before and behind
    `there`, the first and the last of theirs, give or take `apart` words.
    """
    for edge, step, other in ((words[0], -1, there[0]), (words[-1], 1, there[-1])):
        for away in range(1, most + 1):
            i = edge + step * away
            if 0 <= i < len(to) and to[i] >= 0:
                its_away = (to[i] - other) * step
                if its_away > 0 and abs(its_away - away) <= apart:
                    yield i


def _weigh(words: Iterable[int], weights: Sequence[float]) -> float:
    return sum(weights[i] for i in words)
