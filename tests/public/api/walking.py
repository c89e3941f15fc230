"""Walking a list as a script does: by `next`, page by page."""

from collections.abc import Callable, Iterator
from typing import Any

Get = Callable[..., Any]
MOST_PAGES = 500


def pages(get: Get, address: str) -> Iterator[Any]:
    """Yield every page from `address` on; a walk that never ends fails."""
    following = address
    for _ in range(MOST_PAGES):
        page = get(following)
        yield page
        if page["next"] is None:
            return
        following = page["next"]
    raise AssertionError(f"{address} has no end.")


def rows(get: Get, address: str) -> list[Any]:
    return [row for page in pages(get, address) for row in page["results"]]


def identity(row: dict[str, Any]) -> object:
    """Return what tells a row apart from the others of its list."""
    return row.get("key") or row.get("code") or row["number"]
