"""Where the words that a comment holds on to stand in a later text.

A wrong place is worse than none: a comment shown on words that it never spoke of misleads
everybody, one that is orphaned is looked at by a person. So even the same words count as found
only where what stands around them says that they are the ones that were meant. Words that are
said twice now, with little to tell them apart, are orphaned: a person chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .anchors import Anchor, make_anchor
from .enums import PlacementKind
from .traces import Trace, traced
from .word_alignment import Alignment, align

SAME: Final = 1000  # the score of the same words

# Another place, or other words that may have come to this one, with so much of the quote and its
# company make a finding doubtful. Measured: half as many wrong places as with 0.65.
_RIVAL = 0.4
_PASSED = 3  # words beside a quote that may be lost too
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Found:
    """Where words went. `score` is in thousandths, 1000 for the same words, 0 for an orphan, which
    has no anchor.
    """

    kind: PlacementKind
    score: int
    anchor: Anchor | None


ORPHANED: Final = Found(PlacementKind.ORPHANED, 0, None)


def reanchor(old_body: str, anchor: Anchor, new_body: str) -> Found:
    """Return where the words of `anchor`, which stands in `old_body`, stand in `new_body`.

    Raises ValueError for an anchor that doesn't stand in the old text.
    """
    return Rewriting(old_body, new_body).find(anchor)


class Rewriting:
    """What became of an old text, compared once for all the comments on it.

    The comparison takes at most `word_alignment.MOST_STEPS`; each comment then at most a few
    steps for each word of its quote.
    """

    def __init__(self, old_body: str, new_body: str) -> None:
        self._old_body, self._new_body = old_body, new_body
        self.alignment: Alignment = align(old_body, new_body)

    def find(self, anchor: Anchor) -> Found:
        """Return where the words of an anchor of the old text stand in the new one.

        The same words among those that kept their order are EXACT, elsewhere MOVED; other words
        in their place are FUZZY. Raises ValueError for an anchor that doesn't stand in the old
        text.
        """
        if not anchor.stands_in(self._old_body):
            raise ValueError("The anchor doesn't stand in the old text.")
        words = self.alignment
        quote = words.old.within(anchor.start, anchor.end)
        trace = traced(quote, words.to_new, words.old_weights)
        whole = traced(quote, range(len(words.old)), words.old_weights)
        if not trace.reaches(whole) or self._is_doubtful(quote, trace):
            return ORPHANED
        landed = make_anchor(self._new_body, *self._stretch(anchor, quote, trace.row))
        if landed.exact.split() != anchor.exact.split():
            return Found(PlacementKind.FUZZY, self._similarity(quote, trace.row), landed)
        is_in_place = all(words.is_in_place[i] for i in trace.row)
        return Found(PlacementKind.EXACT if is_in_place else PlacementKind.MOVED, SAME, landed)

    def _is_doubtful(self, quote: range, trace: Trace) -> bool:
        """Tell whether the words are said once more where they would be meant about as well, or
        whether other words of the old text may have come here about as well.
        """
        words = self.alignment
        there = range(words.to_new[trace.row[0]], words.to_new[trace.row[-1]] + 1)
        again = traced(quote, words.said_again, words.old_weights, otherwise=words.to_new)
        before = traced(there, words.said_before, words.new_weights, otherwise=words.to_old)
        return again.rivals(trace, _RIVAL) or before.rivals(trace, _RIVAL)

    def _similarity(self, quote: range, row: Sequence[int]) -> int:
        """Return how much of the quote and of what stands there now is the same: twice the words
        in common by the words of both, in thousandths; 999 where only marks or capitals differ.
        """
        there = self.alignment.to_new[row[-1]] - self.alignment.to_new[row[0]] + 1
        return min(SAME - 1, round(SAME * 2 * len(row) / (len(quote) + there)))

    def _stretch(self, anchor: Anchor, quote: range, row: Sequence[int]) -> tuple[int, int]:
        """Return the code points of what stands in the place of the quote."""
        words = self.alignment
        first, last = words.to_new[row[0]], words.to_new[row[-1]]
        before, behind = row[0] - quote.start, quote[-1] - row[-1]  # words that are not found
        opening = words.new.spans[first - self._replaced(quote.start - 1, first, -1, before)]
        closing = words.new.spans[last + self._replaced(quote.stop, last, 1, behind)]
        start, end = opening[0], closing[1]
        if not before:
            span = words.old.spans[row[0]]
            start += _cut_off(anchor.start - span[0], span, opening)
        if not behind:
            span = words.old.spans[row[-1]]
            end -= _cut_off(span[1] - anchor.end, span, closing)
        return start, end

    def _replaced(self, neighbor: int, edge: int, step: int, lost: int) -> int:
        """Return how many words beside the found ones replaced the lost ones of the quote: those
        up to the next word of the old text that is found, less as many as were passed over on the
        way to it; none if they are many or in another paragraph.
        """
        words = self.alignment
        for away in range(_PASSED + 1 if lost else 0):
            i = neighbor + step * away
            if not 0 <= i < len(words.old) or words.to_new[i] < 0:
                continue
            there = words.to_new[i]
            count = (there - edge) * step - 1 - away
            left, right = sorted((there, edge))
            between = self._new_body[words.new.spans[left][1] : words.new.spans[right][0]]
            return count if 0 < count <= 2 * lost and _BREAK not in between else 0
        return 0


def _cut_off(cut: int, old: tuple[int, int], new: tuple[int, int]) -> int:
    """Return how many code points of a word stay outside an anchor that cuts it."""
    return cut if 0 < cut < old[1] - old[0] == new[1] - new[0] else 0
