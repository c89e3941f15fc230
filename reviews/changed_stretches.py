"""Which stretches of a text changed, as ranges in both texts, and which words stand behind each."""

from collections.abc import Iterable
from typing import NamedTuple

from provisions.redline import Span, SpanKind, redline


class ChangedStretch(NamedTuple):
    """`old[old_start:old_end]` became `new[new_start:new_end]`, in code points. One of the two is
    empty where something was only added or only taken out.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def only_adds(self) -> bool:
        return self.old_start == self.old_end


def changed_stretches(old: str, new: str) -> list[ChangedStretch]:
    """Return what changed from `old` to `new`, in reading order; none for the same text."""
    return stretches_of(redline(old, new).spans)


def stretches_of(spans: Iterable[Span]) -> list[ChangedStretch]:
    """Return the changed stretches of a redline; what was deleted and inserted at one place is one
    stretch.
    """
    found: list[ChangedStretch] = []
    old = new = old_from = new_from = 0
    for kind, text in [*spans, Span(SpanKind.EQUAL, "")]:
        if kind is SpanKind.EQUAL:
            if (old, new) != (old_from, new_from):
                found.append(ChangedStretch(old_from, old, new_from, new))
            old, new = old + len(text), new + len(text)
            old_from, new_from = old, new
        elif kind is SpanKind.DELETED:
            old += len(text)
        else:
            new += len(text)
    return found


def stretches_behind(
    body: str, stretches: Iterable[ChangedStretch], start: int, end: int
) -> list[ChangedStretch]:
    """Return the stretches that words `body[start:end]` of the old text stand behind.

    Those are the ones that changed some of these words, or added something in them or right beside
    them. Where there are none, those count that only touch: whoever wrote on from there joined
    their words with the neighbours'.
    """
    first, last = _with_space_around(body, start, end)
    known = list(stretches)
    inside = [
        each
        for each in known
        if (each.old_start < end and start < each.old_end)
        or (each.only_adds and first <= each.old_start <= last)
    ]
    return inside or [each for each in known if each.old_start <= last and first <= each.old_end]


def _with_space_around(body: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range over the white space beside it: an addition may stand on either side of it."""
    while start > 0 and body[start - 1].isspace():
        start -= 1
    while end < len(body) and body[end].isspace():
        end += 1
    return start, end
