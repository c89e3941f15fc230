"""A text as the words that comments hold on to: where they stand, and how much each one tells."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_UNIT_ENDS = {
    "paragraph": re.compile(r"\n\n"),
    "sentence": re.compile(r"[.!?]\s|\n\n"),
}
_PUNCTUATION = 0.05  # how much a mark tells beside a word that stands once

Unit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """The words and marks of a text: `spans` in code points, `numbers` equal for equal words.

    `paragraphs` and `sentences` are the first word of each and the first behind it.
    """

    spans: Sequence[tuple[int, int]]
    numbers: Sequence[int]
    is_mark: Sequence[bool]
    paragraphs: Sequence[Unit]
    sentences: Sequence[Unit]

    def __len__(self) -> int:
        return len(self.spans)

    def within(self, start: int, end: int) -> range:
        """Return the words that reach into a stretch of code points."""
        first = bisect_left(self.spans, start + 1, key=lambda span: span[1])
        return range(first, bisect_left(self.spans, end, lo=first, key=lambda span: span[0]))


def split_words(text: str, vocabulary: dict[str, int]) -> Words:
    """Return the words of a text; words new to `vocabulary` are added to it with their numbers."""
    found = list(_WORD.finditer(text))
    spans = [each.span() for each in found]
    return Words(
        spans=spans,
        # A sentence may begin with a word that stood in the middle of one.
        numbers=[vocabulary.setdefault(each[0].casefold(), len(vocabulary)) for each in found],
        is_mark=[not text[start].isalnum() for start, _end in spans],
        paragraphs=_units(spans, text, "paragraph"),
        sentences=_units(spans, text, "sentence"),
    )


def weights(words: Words, other: Words) -> list[float]:
    """Return how much each word tells of where it comes from: 1 if it stands once, and less the
    more often it stands in the text where it stands more often.
    """
    here, there = Counter(words.numbers), Counter(other.numbers)
    return [
        _PUNCTUATION if is_mark else 1 / (1 + log2(max(here[number], there[number])))
        for number, is_mark in zip(words.numbers, words.is_mark, strict=True)
    ]


def _units(spans: Sequence[tuple[int, int]], text: str, kind: str) -> list[Unit]:
    """Return the units of a kind: they end where a word ends with, or is followed by, a break."""
    units, first = [], 0
    for place, (start, _end) in enumerate(spans):
        is_last = place + 1 == len(spans)
        if is_last or _UNIT_ENDS[kind].search(text, start, spans[place + 1][0]):
            units.append((first, place + 1))
            first = place + 1
    return units
