"""Marking in a text what was searched for. No HTML: segments, which a template renders.

PostgreSQL's own ts_headline marks nothing when the accents of query and text differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .folding import fold_word
from .typed import WORD

_LONGEST_ENDING = 6  # letters that an inflected form may have behind its stem: -issage, -amente


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, and whether it is what was searched for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark, all of it folded: beginnings and stems of words, whole words, phrases."""

    beginnings: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()


def mark(text: str, marks: Marks) -> tuple[Segment, ...]:
    """Return `text` in segments; joined they are `text` again."""
    segments: list[Segment] = []
    reached = 0
    for start, end in _hits(text, marks):
        if start > reached:
            segments.append(Segment(text[reached:start], is_hit=False))
        segments.append(Segment(text[start:end], is_hit=True))
        reached = end
    if reached < len(text) or not segments:
        segments.append(Segment(text[reached:], is_hit=False))
    return tuple(segments)


def snippet(text: str, marks: Marks, *, length: int = 200) -> tuple[Segment, ...]:
    """Return about `length` characters around the first hit, marked; “…” where text is left out.

    Without a hit it is the beginning.
    """
    plain = " ".join(text.split())
    first = next(_hits(plain, marks), (0, 0))[0]
    start = _word_start(plain, max(0, min(first - length // 3, len(plain) - length)))
    end = _word_end(plain, start + length)
    segments = mark(plain[start:end], marks)
    before = (Segment("… ", is_hit=False),) if start else ()
    behind = (Segment(" …", is_hit=False),) if end < len(plain) else ()
    return (*before, *segments, *behind)


def _word_start(text: str, place: int) -> int:
    """Return the start of the word that begins at or behind `place`."""
    if place <= 0:
        return 0
    return text.find(" ", place - 1) + 1


def _word_end(text: str, place: int) -> int:
    """Return the end of the last word that ends at or before `place`."""
    if place >= len(text):
        return len(text)
    end = text.rfind(" ", 0, place + 1)
    return end if end > 0 else place


def _hits(text: str, marks: Marks) -> Iterator[tuple[int, int]]:
    """Yield start and end of each hit, from left to right, none overlapping."""
    words = list(WORD.finditer(text))
    folded = [fold_word(word.group()) for word in words]
    place = 0
    while place < len(words):
        length = _phrase_at(folded, place, marks.phrases)
        if length == 0 and _is_hit(folded[place], marks):
            length = 1
        if length:
            yield words[place].start(), words[place + length - 1].end()
        place += length or 1


def _phrase_at(words: Sequence[str], place: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Return how many words of a phrase begin at `place`, 0 for none."""
    fitting = (
        len(phrase) for phrase in phrases if tuple(words[place : place + len(phrase)]) == phrase
    )
    return max(fitting, default=0)


def _is_hit(word: str, marks: Marks) -> bool:
    return (
        word in marks.words
        or word.startswith(marks.beginnings)
        or any(
            word.startswith(stem) and len(word) - len(stem) <= _LONGEST_ENDING
            for stem in marks.stems
        )
    )
