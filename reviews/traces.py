"""How much of a quote, and of what stood around it, is found together somewhere else."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

NEAR: Final = 4  # words right before and right behind that speak for a place
AROUND: Final = 16  # words before and behind in whose company the near ones stand
ASUNDER: Final = 12  # words put between two others that don't part them yet

# How much of each has to be found: a part of what there was, and no more than what suffices
# wherever it is, in words that stand once. Measured on random edits of real texts; a word that
# returns alone among others is no trace.
_LEAST, _SUFFICES = 0.4, (5.0, 1.5, 4.0)


@dataclass(frozen=True, slots=True)
class Trace:
    """The words of a quote that stand together elsewhere, by their places on this side. `kept` is
    what they weigh, `beside` with the near words that stand as near there, `company` with all
    those around them that stand around them there.
    """

    row: Sequence[int]
    kept: float
    beside: float
    company: float

    def reaches(self, whole: "Trace") -> bool:
        """Tell whether enough is found of all that there was to find."""
        found = (self.kept, self.beside, self.company)
        there_was = (whole.kept, whole.beside, whole.company)
        return bool(self.row) and all(
            part >= min(enough, _LEAST * all_of_it)
            for part, all_of_it, enough in zip(found, there_was, _SUFFICES, strict=True)
        )

    def rivals(self, other: "Trace", share: float) -> bool:
        """Tell whether there is at least this share of the quote and of the company of `other`."""
        return self.kept >= share * other.kept and self.company >= share * other.company


def traced(quote: range, to: Sequence[int], weights: Sequence[float]) -> Trace:
    """Return the trace of the weightiest words of a quote that stand together; `to` leads to the
    counterpart of each word, below 0 where it has none.
    """
    row = max(_rows(quote, to), key=lambda row: _weigh(row, weights), default=[])
    if not row:
        return Trace((), 0.0, 0.0, 0.0)
    kept = _weigh(row, weights)
    return Trace(
        row=row,
        kept=kept,
        beside=kept + _weigh(_near(row, to), weights),
        company=kept + _weigh(_company(quote, row, to), weights),
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


def _near(row: Sequence[int], to: Sequence[int]) -> Iterator[int]:
    """Yield the near words whose counterparts are as near, give or take a word."""
    for edge, places in (
        (row[0], range(max(0, row[0] - NEAR), row[0])),
        (row[-1], range(row[-1] + 1, min(len(to), row[-1] + 1 + NEAR))),
    ):
        for i in places:
            if to[i] >= 0 and abs((to[i] - to[edge]) - (i - edge)) <= 1:
                yield i


def _company(quote: range, row: Sequence[int], to: Sequence[int]) -> Iterator[int]:
    """Yield the words around a quote whose counterparts stand around those of the row."""
    first, last = to[row[0]], to[row[-1]]
    reach = AROUND + ASUNDER + len(quote)
    for i in range(max(0, quote.start - AROUND), quote.start):
        if to[i] >= 0 and first - reach <= to[i] < first:
            yield i
    for i in range(quote.stop, min(len(to), quote.stop + AROUND)):
        if last < to[i] <= last + reach:
            yield i


def _weigh(words: Iterable[int], weights: Sequence[float]) -> float:
    return sum(weights[i] for i in words)
