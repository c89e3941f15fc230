"""Finding a quote in a text: word by word, so that white space and breaks do not matter."""

import re

from core.textform import normalize_text

from .clusters import border_at_or_after, border_at_or_before, is_border

_NEAR = 200  # code points of what was sent that are looked at to tell equal quotes apart


def settled(body: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range to the borders of clusters, then leave white space at its ends out."""
    if start < end:
        start, end = border_at_or_before(body, start), border_at_or_after(body, end)
    while start < end and body[start].isspace() and is_border(body, start + 1):
        start += 1
    while start < end and body[end - 1].isspace() and is_border(body, end - 1):
        end -= 1
    return start, end


def words(sent: str) -> list[str]:
    """Return the words of a quote in normal form; ValueError as `normalize_text` raises it."""
    return normalize_text(sent).split()


def places(body: str, quote: list[str]) -> list[tuple[int, int]]:
    """Return where these words stand in a row, overlapping places included."""
    if not quote or sum(map(len, quote)) > len(body):
        return []
    row = r"\s+".join(map(re.escape, quote))
    # Looking ahead without moving on finds what overlaps: “on and on” twice in “on and on and on”.
    found = {settled(body, *match.span(1)) for match in re.finditer(f"(?=({row}))", body)}
    return sorted(found)


def fits(body: str, place: tuple[int, int], before: list[str], after: list[str]) -> bool:
    """Tell whether the words around a place are those that were sent; none sent fit any place."""
    start, end = place
    preceding, following = " ".join(before)[-_NEAR:], " ".join(after)[:_NEAR]
    # Twice as much as was sent, since a break of the body has two characters for its one space.
    left = " ".join(body[max(0, start - 2 * len(preceding) - 2) : start].split())
    right = " ".join(body[end : end + 2 * len(following) + 2].split())
    return left.endswith(preceding) and right.startswith(following)
