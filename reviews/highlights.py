"""A text cut into plain and marked pieces, for showing which words comments speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.textform import paragraphs

from .anchors import Anchor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A stretch of one paragraph with the same marks from end to end.

    `start` is the code point of the body where it begins. `marks` are the comments that speak of
    it, in the order they were given; `begins` and `ends` those of them whose words begin or end
    with this piece (a comment on two paragraphs begins in one and ends in another).
    """

    text: str
    start: int
    marks: tuple[T, ...]
    begins: tuple[T, ...]
    ends: tuple[T, ...]


def marked_pieces(body: str, anchors: Iterable[tuple[T, Anchor | None]]) -> list[list[Piece[T]]]:
    """Return the pieces of each paragraph; joined they are the paragraph.

    `anchors` pairs whatever a comment is known by with its anchor. Where comments overlap, the
    overlap is a piece of its own that names all of them. Anchors of the whole provision mark no
    words, and neither does one whose words do not stand at its place in this body.
    """
    marks = [(mark, at) for mark, at in anchors if at is not None and at.stands_in(body)]
    done: list[list[Piece[T]]] = []
    offset = 0
    for paragraph in paragraphs(body):
        done.append(_pieces(paragraph, offset, marks))
        offset += len(paragraph) + 2
    return done


def _pieces(paragraph: str, offset: int, marks: list[tuple[T, Anchor]]) -> list[Piece[T]]:
    end = offset + len(paragraph)
    touching = [(mark, at) for mark, at in marks if at.start < end and at.end > offset]
    borders = {offset, end}
    for _mark, at in touching:
        borders |= {max(at.start, offset), min(at.end, end)}
    cuts = sorted(borders)
    return [
        Piece(
            text=paragraph[first - offset : last - offset],
            start=first,
            marks=tuple(mark for mark, at in touching if at.start <= first and at.end >= last),
            begins=tuple(mark for mark, at in touching if at.start == first),
            ends=tuple(mark for mark, at in touching if at.end == last),
        )
        for first, last in zip(cuts, cuts[1:], strict=False)
    ]
