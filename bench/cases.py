"""What is measured. Each case is one address in one state of the cache."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    CACHED = "cached"  # the answer is in the process's memory
    NOT_MODIFIED = "304"  # the client sends the ETag it has
    AFTER_WRITE = "after a write"  # every request follows a new public entry


@dataclass(frozen=True, slots=True)
class Case:
    """`aim` is the largest ratio to the null view, `growth_aim` from the small to the large."""

    name: str
    path: str
    state: State
    aim: float | None = None
    growth_aim: float | None = None
    most_queries: int | None = None


NULL = Case("null view", "/bench/null/", State.CACHED)
_LIST = "/api/v1/provisions/?page_size=100"
_PROVISION = "/frameworks/bench/provisions/p500/"

CASES = (
    Case("list of 100, cached", _LIST, State.CACHED, 3, 1.3),
    Case("list of 100, 304", _LIST, State.NOT_MODIFIED, 3, 1.3),
    Case("list of 100, after a write", _LIST, State.AFTER_WRITE, 40, 1.3, 6),
    Case("provision page, cached", _PROVISION, State.CACHED, 3, 1.3),
    Case("provision page, after a write", _PROVISION, State.AFTER_WRITE, 30, 1.3, 6),
    Case("browse with facets, after a write", "/provisions/", State.AFTER_WRITE, None, 5),
    Case("browse, one theme", "/provisions/?theme=skills", State.AFTER_WRITE, None, 5),
    Case("whole text, after a write", "/frameworks/bench/text/", State.AFTER_WRITE),
    Case("search, rare word", "/provisions/?q=xylograph", State.AFTER_WRITE, None, 5),
    Case("search, common word", "/provisions/?q=training", State.AFTER_WRITE, None, 5),
    Case("API search, common word", f"{_LIST}&q=training", State.AFTER_WRITE, None, 5),
    Case("home, after a write", "/", State.AFTER_WRITE),
)
