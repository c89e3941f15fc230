"""Lists of the desk's API: keyset pages, as the public API has them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from core.cursor import read_cursor, write_cursor
from core.keyset import Position
from core.query import Parameter, whole_number, words
from frameworks.selectors import Stretch

from .answers import Answer, Row, page
from .operations import Ask

ThingT = TypeVar("ThingT")
PAGE_SIZE = 100
LARGEST_PAGE = 500
_LONGEST_CURSOR = 1_000


def paging() -> tuple[Parameter, ...]:
    """Return the parameters that every list understands."""
    return (
        words(
            "cursor",
            "Where to go on: `next_cursor` of the page before.",
            longest=_LONGEST_CURSOR,
        ),
        whole_number(
            "page_size",
            f"Rows on a page, {PAGE_SIZE} if not given.",
            least=1,
            most=LARGEST_PAGE,
            default=PAGE_SIZE,
        ),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a list is wanted: rows behind `position`, `limit` of them."""

    position: Position
    limit: int


def wanted(ask: Ask) -> Wanted:
    """Return which part of the list at this address is wanted. Raises Invalid for a cursor of
    another list, or of the same under another mandate.
    """
    token = ask["cursor"]
    return Wanted(read_cursor(_tour(ask), token) if token else (), ask["page_size"])


def stretch_of(ask: Ask) -> Stretch:
    """Return the wanted part as the selectors take it, in the order that never changes."""
    part = wanted(ask)
    return Stretch(position=part.position, limit=part.limit)


def sliced_by(
    every: Sequence[ThingT], part: Wanted, named: Callable[[ThingT], str]
) -> tuple[list[ThingT], Position | None]:
    """Return the wanted part of a short list that was read whole, and where the next one begins.

    `named` gives what tells a thing from the others, so that rows that come or go before it
    neither double nor lose any; where it is gone itself, its old place in the list counts.
    """
    start = 0
    if part.position:
        names = [named(each) for each in every]
        behind, place = str(part.position[0]), int(part.position[-1])
        start = names.index(behind) + 1 if behind in names else place
    rows = list(every[start : start + part.limit])
    end = start + len(rows)
    return rows, (named(rows[-1]), end) if end < len(every) else None


def listing(ask: Ask, rows: Sequence[Row], following: Position | None) -> Answer:
    """Return a page of the list at this address; `following` is where the next one begins."""
    if following is None:
        return page(list(rows), None, None)
    cursor = write_cursor(_tour(ask), following)
    pairs = [pair for pair in parse_qsl(ask.asked.canonical) if pair[0] != "cursor"]
    query = urlencode([*pairs, ("cursor", cursor)])
    return page(list(rows), f"{settings.PUBLIC_BASE_URL}{ask.path}?{query}", cursor)


def _tour(ask: Ask) -> str:
    """Return what a cursor belongs to: the address, asked under one mandate."""
    return f"{ask.path.rstrip('/')}:{ask.acting.actor.mandate_id}"
