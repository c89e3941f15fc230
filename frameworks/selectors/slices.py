"""A stretch of a list: which rows, in which order, from where, and how many."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from core.keyset import Order, Position

ModelT = TypeVar("ModelT", bound=Model)
FactsT = TypeVar("FactsT")
DOCUMENT_ORDER = "document"  # the default order's name in every list


@dataclass(frozen=True, slots=True)
class Stretch:
    """What to read: by default everything, in the document's order.

    `position` is where the previous stretch ended (one value for each column of the order);
    `limit` is a number of rows, None for all; `keys` restricts to rows with these identifiers.
    """

    order: str = DOCUMENT_ORDER
    position: Position = ()
    limit: int | None = None
    keys: Collection[str] | None = None


WHOLE = Stretch()


@dataclass(frozen=True, slots=True)
class Slice(Generic[FactsT]):
    """Rows of a list and the position behind the last of them; None when no row follows."""

    rows: tuple[FactsT, ...]
    next: Position | None


def sliced(
    rows: QuerySet[ModelT],
    orders: Mapping[str, Order],
    stretch: Stretch,
    facts: Callable[[ModelT], FactsT],
    *,
    key: str = "slug",
) -> Slice[FactsT]:
    """Return the stretch of `rows`, each made into facts. `key` names the rows' identifier."""
    order = orders[stretch.order]
    if stretch.keys is not None:
        rows = rows.filter(**{f"{key}__in": list(stretch.keys)})
    if stretch.position:
        rows = rows.filter(order.after(stretch.position))
    rows = rows.order_by(*order.columns)
    if stretch.limit is None:
        return Slice(tuple(facts(row) for row in rows), None)
    found = list(rows[: stretch.limit + 1])  # one more, to know whether any follows
    kept = found[: stretch.limit]
    following = order.position(kept[-1]) if len(found) > stretch.limit else None
    return Slice(tuple(facts(row) for row in kept), following)
