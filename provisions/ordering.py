"""The document's own order, as one text that sorts: `<framework>/<rank>/<rank of the item>`."""

import re
from collections.abc import Sequence

_RANKS = re.compile(r"(?:/[0-9]{5}){1,15}")


def document_order(framework: str, ranks: Sequence[int]) -> str:
    """Return the order of the provision at `ranks`, e.g. `(7, 2)` for the second item of the 7th.

    An item's order begins with its parent's, which is how descendants are found. Raises
    ValueError for ranks outside 0–99999 or for none.
    """
    if not ranks or not all(0 <= rank <= 99_999 for rank in ranks):
        raise ValueError("A place in a document has ranks from 0 to 99999.")
    return "/".join([framework, *(f"{rank:05d}" for rank in ranks)])


def is_order(order: str, framework: str) -> bool:
    """Return whether `order` is a place in `framework`, as `document_order` writes it."""
    return order.startswith(framework) and bool(_RANKS.fullmatch(order[len(framework) :]))


def below(order: str) -> str:
    """Return what the order of every descendant begins with."""
    return f"{order}/"
