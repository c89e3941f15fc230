"""Which word of an old text became which word of a new one, also where paragraphs were moved.

The longest runs of words that both texts have are claimed first, each word once, so that a run
which was moved is found as one that stayed; what lies between two claimed words is then compared
by itself. A word that somebody deleted finds no place in a sentence that stood before too: the
words of that sentence are claimed by the longer run. The work is bounded, see `MOST_STEPS`.
"""

import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import LCSseq

from provisions.comparison import Budget, common_end, common_start

from .worded import Unit, Words, split_words, weights

# Steps for one pair of texts beside what grows with their length alone; a step is a pair of words
# looked at, or 64 at once. Texts of 2,000 words with half of their sentences rewritten take some
# ten thousand. Beyond the bound words stay unclaimed, and what hangs on them is orphaned.
MOST_STEPS: Final = 400_000
NOWHERE: Final = -1
_BARRED = -2

# The lengths of the runs that are claimed, in words: what is shorter is believed only beside
# what is longer.
_LEAST_UNIT = 5  # words and marks: what is shorter may stand anywhere
_ROUNDS = (8, 4, 2)
_COMMON = 24  # a row of words that stands more often tells nothing of where it comes from
_MOST_CELLS = 4_000_000  # of one comparison between two claimed words: half a megabyte
_CELLS_A_STEP = 64  # that comparison works on as many at once


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of each word; NOWHERE (or anything below 0) where it has no counterpart.

    `to_new` leads from the old to the new text, each word to at most one, and `to_old` back;
    `is_in_place` tells of the old words whether they kept their order among those that did.
    `said_again` leads to words of the new text that nothing else came to: there it says once more
    what the old text said. `said_before` leads from the new text to old words that went nowhere:
    the new words might have come from there as well. `steps` is the work that it took.
    """

    old: Words
    new: Words
    to_new: Sequence[int]
    to_old: Sequence[int]
    said_again: Sequence[int]
    said_before: Sequence[int]
    is_in_place: Sequence[bool]
    old_weights: Sequence[float]
    new_weights: Sequence[float]
    steps: int


def align(old: str, new: str) -> Alignment:
    """Return which words of `old` became which of `new`; the same texts give the same answer."""
    vocabulary: dict[str, int] = {}
    before, after = split_words(old, vocabulary), split_words(new, vocabulary)
    budget = Budget(MOST_STEPS)
    matching = _Matching(before, after, budget)
    _claim_units(matching, before.paragraphs, after.paragraphs)
    _claim_units(matching, before.sentences, after.sentences)
    _claim_rest(matching)
    again = _claim_rest(_Matching(before, after, budget, taken_new=matching.to_old))
    earlier = _claim_rest(_Matching(before, after, budget, taken_old=matching.to_new))
    return Alignment(
        old=before,
        new=after,
        to_new=matching.to_new,
        to_old=matching.to_old,
        said_again=again.to_new,
        said_before=earlier.to_old,
        is_in_place=_in_place(matching.to_new),
        old_weights=weights(before, after),
        new_weights=weights(after, before),
        steps=MOST_STEPS - budget.steps,
    )


class _Matching:
    """What is claimed so far."""

    def __init__(
        self,
        old: Words,
        new: Words,
        budget: Budget,
        *,
        taken_old: Sequence[int] = (),
        taken_new: Sequence[int] = (),
    ) -> None:
        """Begin with nothing claimed, and bar the words that have a counterpart in `taken_…`."""
        self.old, self.new, self._budget = old.numbers, new.numbers, budget
        self.to_new = _barred(taken_old, len(old))
        self.to_old = _barred(taken_new, len(new))

    def spend(self, steps: int) -> bool:
        """Take steps from the budget; False, and nothing taken, where it holds no longer enough."""
        if steps > self._budget.steps:
            return False
        self._budget.steps -= steps
        return True

    def is_pair(self, i: int, j: int) -> bool:
        """Tell whether both words are the same and still free."""
        return (
            0 <= i < len(self.old)
            and 0 <= j < len(self.new)
            and self.old[i] == self.new[j]
            and self.to_new[i] == self.to_old[j] == NOWHERE
        )

    def claim(self, i: int, j: int, length: int = 1) -> None:
        for step in range(length):
            self.to_new[i + step], self.to_old[j + step] = j + step, i + step


def _barred(taken: Sequence[int], length: int) -> list[int]:
    if not taken:
        return [NOWHERE] * length
    return [NOWHERE if other == NOWHERE else _BARRED for other in taken]


def _claim_rest(matching: _Matching) -> _Matching:
    for length in _ROUNDS:
        _claim_runs(matching, length)
        _fill_gaps(matching)
    return matching


def _claim_units(matching: _Matching, old: Sequence[Unit], new: Sequence[Unit]) -> None:
    """Claim the units that stand once in both texts: paragraphs and sentences are what people
    move, and a run that reaches over their ends would tear them apart where many begin alike.
    """
    in_old, in_new = _once(matching.old, old), _once(matching.new, new)
    for row in in_old.keys() & in_new.keys():
        i, j = in_old[row], in_new[row]
        pairs = range(len(row)) if matching.spend(len(row)) else ()
        if pairs and all(matching.is_pair(i + step, j + step) for step in pairs):
            matching.claim(i, j, len(row))


def _once(numbers: Sequence[int], units: Sequence[Unit]) -> dict[tuple[int, ...], int]:
    rows = [tuple(numbers[first:end]) for first, end in units]
    times = Counter(rows)
    return {
        row: first
        for row, (first, _end) in zip(rows, units, strict=True)
        if times[row] == 1 and len(row) >= _LEAST_UNIT
    }


def _claim_runs(matching: _Matching, least: int) -> None:
    """Claim the runs of free words that both texts have, the longest first.

    Of runs that are equally long the one that was displaced least is claimed.
    """
    runs = [(-length, abs(i - j), i, j) for i, j, length in _runs(matching, least)]
    heapq.heapify(runs)
    while runs:
        length, away, i, j = heapq.heappop(runs)
        if not matching.spend(-length):
            return
        free = list(_free_parts(matching, i, j, -length))
        if free == [(i, -length)]:
            matching.claim(i, j, -length)
            continue
        for start, size in free:
            if size >= least:
                heapq.heappush(runs, (-size, away, start, start - i + j))


def _free_parts(matching: _Matching, i: int, j: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield start (in the old text) and length of what of a run nobody claimed meanwhile."""
    start = None
    for step in range(length + 1):
        is_free = step < length and matching.is_pair(i + step, j + step)
        if is_free and start is None:
            start = step
        if not is_free and start is not None:
            yield i + start, step - start
            start = None


def _runs(matching: _Matching, least: int) -> Iterator[tuple[int, int, int]]:
    """Yield the longest common runs of at least `least` free words: starts, and length."""
    old, new = matching.old, matching.new
    if least == _ROUNDS[0]:
        yield from _at_the_ends(matching)
    places: dict[tuple[int, ...], list[int]] = {}
    for j in range(len(new) - least + 1):
        places.setdefault(tuple(new[j : j + least]), []).append(j)
    seen: dict[int, int] = {}  # by diagonal, how far it has been walked along
    for i in range(len(old) - least + 1):
        found = places.get(tuple(old[i : i + least]), ())
        for j in found if len(found) <= _COMMON else ():
            if i < seen.get(i - j, 0):
                continue
            first, end = _widened(matching, i, j)
            if not matching.spend(end - first + 1):
                return
            seen[i - j] = max(end, i + 1)
            if end - first >= least:
                yield first, first - i + j, end - first


def _widened(matching: _Matching, i: int, j: int) -> tuple[int, int]:
    """Return how far the run through a pair of words reaches in the old text."""
    first, end = i, i
    while matching.is_pair(first - 1, first - 1 - i + j):
        first -= 1
    while matching.is_pair(end, end - i + j):
        end += 1
    return first, end


def _at_the_ends(matching: _Matching) -> Iterator[tuple[int, int, int]]:
    """Yield what both texts begin and end with alike: it needs no rare words to be found."""
    old, new = matching.old, matching.new
    start = common_start(old, new)  # type: ignore[arg-type]
    end = common_end(old[start:], new[start:])  # type: ignore[arg-type]
    if start:
        yield 0, 0, start
    if end:
        yield len(old) - end, len(new) - end, end


def _fill_gaps(matching: _Matching) -> None:
    """Compare what is free between two claimed words that follow each other in both texts."""
    last_old, last_new = -1, -1
    for i, j in [*enumerate(matching.to_new), (len(matching.old), len(matching.new))]:
        if j < 0:
            continue
        if i - last_old > 1:
            if last_new < j:
                _compare(matching, (last_old + 1, i), (last_new + 1, j))
            else:
                size = 2 * (i - last_old)
                behind = _free_row(matching, last_new + 1, 1, size)
                before = _free_row(matching, j - 1, -1, size)
                _compare(matching, (last_old + 1, i), (last_new + 1, last_new + 1 + behind))
                _compare(matching, (last_old + 1, i), (j - before, j))
        last_old, last_new = i, j


def _free_row(matching: _Matching, start: int, step: int, most: int) -> int:
    """Count the free words in a row from `start` on, or from there back."""
    count = 0
    while count < most and 0 <= start + step * count < len(matching.new):
        if matching.to_old[start + step * count] != NOWHERE:
            break
        count += 1
    return count


def _compare(matching: _Matching, old: tuple[int, int], new: tuple[int, int]) -> None:
    """Claim the longest row of words that the free words of both stretches have in common."""
    if not matching.spend(old[1] - old[0] + max(0, new[1] - new[0])):
        return
    left = [i for i in range(*old) if matching.to_new[i] == NOWHERE]
    right = [j for j in range(*new) if matching.to_old[j] == NOWHERE]
    cells = len(left) * len(right)
    if not 0 < cells <= _MOST_CELLS or not matching.spend(cells // _CELLS_A_STEP):
        return
    found = LCSseq.opcodes([matching.old[i] for i in left], [matching.new[j] for j in right])
    for part in found:
        if part.tag == "equal":
            for step in range(part.src_end - part.src_start):
                matching.claim(left[part.src_start + step], right[part.dest_start + step])


def _in_place(to_new: Sequence[int]) -> list[bool]:
    """Tell of each word whether it is among the most that kept their order."""
    tails: list[int] = []  # the smallest place that a row of each length ends with
    ends: list[int] = []  # which old word that is
    before: dict[int, int] = {}
    for i, j in enumerate(to_new):
        if j == NOWHERE:
            continue
        length = bisect_left(tails, j)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [i]
        before[i] = ends[length - 1] if length else NOWHERE
    kept = [False] * len(to_new)
    at = ends[-1] if ends else NOWHERE
    while at != NOWHERE:
        kept[at] = True
        at = before[at]
    return kept
