"""Lists of provisions: filtered, sorted and walked by where the last row stood."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from core.errors import Invalid
from core.keyset import Position
from provisions.lifecycle import Stage

from .filters import (
    Params,
    ProvisionFilters,
    conditions,
    params_of,
    rank_of,
    search_condition,
)
from .rows import COLUMNS, TABLES, ProvisionRow, row_of

MAX_LIMIT = 500


class Sort(StrEnum):
    """The orders of a list. Each ends in the place in the document, unique and immutable."""

    DOCUMENT = "document"
    CHANGED = "changed"
    CHANGED_LAST = "-changed"
    TITLE = "title"
    STAGE = "stage"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class ProvisionSlice:
    """A part of a list, and the position to continue behind; None at its end."""

    rows: tuple[ProvisionRow, ...]
    next: Position | None


@dataclass(frozen=True, slots=True)
class _Order:
    """What a list is sorted by before the place in the document, if by anything."""

    expression: str = ""
    is_descending: bool = False
    cast: str = ""
    is_indexed: bool = True

    def by(self) -> str:
        """Return the ORDER BY clause."""
        if not self.expression:
            return "p.document_order"
        return f"{self.expression}{' DESC' if self.is_descending else ''}, p.document_order"

    def behind(self) -> str:
        """Return the condition for rows behind `%(value)s` and `%(place)s`."""
        if not self.expression:
            return "p.document_order > %(place)s"
        value = f"%(value)s::{self.cast}"
        beyond = "<" if self.is_descending else ">"
        # The first half is what an index can walk to.
        return (
            f"{self.expression} {beyond}= {value} AND"
            f" ({self.expression} {beyond} {value} OR p.document_order > %(place)s)"
        )


_STAGES = ", ".join(f"'{stage.value}'" for stage in Stage)
_ORDERS = {
    Sort.DOCUMENT: _Order(),
    Sort.CHANGED: _Order("p.content_changed_at", cast="timestamptz"),
    Sort.CHANGED_LAST: _Order("p.content_changed_at", is_descending=True, cast="timestamptz"),
    Sort.TITLE: _Order("c.sort_key", cast="varchar"),
    Sort.STAGE: _Order(
        f"array_position(ARRAY[{_STAGES}], p.stage::text)", cast="int", is_indexed=False
    ),
}


def list_provisions(
    *,
    language: str,
    filters: ProvisionFilters = ProvisionFilters(),  # noqa: B008 - frozen
    sort: Sort = Sort.DOCUMENT,
    after: Position | None = None,
    limit: int = 100,
) -> ProvisionSlice:
    """Return at most `limit` (1 to 500) provisions behind `after`. One query.

    `after` is the `next` of the slice before, under the same filters and sort. By relevance
    without a search is the document's order. Raises Invalid for a position of another order or
    a limit out of range.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise Invalid(f"Ask for 1 to {MAX_LIMIT} provisions at a time.", code="limit")
    order = _order(sort, filters)
    params = params_of(filters) | {"language": language, "limit": limit + 1}
    behind = ""
    if after is not None:
        params |= _position_params(after, order)
        behind = f" AND {order.behind()}"
    if filters.finds_nothing:
        return ProvisionSlice((), None)
    rows = _fetch(_statement(filters, order, behind), params)
    shown = rows[:limit]
    following = _position(shown[-1], order) if len(rows) > limit else None
    return ProvisionSlice(tuple(map(row_of, shown)), following)


def _order(sort: Sort, filters: ProvisionFilters) -> _Order:
    if sort is not Sort.RELEVANCE:
        return _ORDERS[sort]
    if filters.search is None or filters.finds_nothing:
        return _ORDERS[Sort.DOCUMENT]
    rank = rank_of(filters.search)
    return _Order(rank, is_descending=True, cast="int", is_indexed=False)


def _statement(filters: ProvisionFilters, order: _Order, behind: str) -> str:
    value = order.expression or "NULL"
    searched = _searched(filters)
    where = f"WHERE {conditions(filters)}{behind} ORDER BY {order.by()} LIMIT %(limit)s"
    if order.is_indexed:
        return f"SELECT {COLUMNS}, {value} FROM {TABLES} {searched} {where}"  # noqa: S608
    # First which rows and in what order, then only these in full: sorting ten thousand whole
    # rows took ten times as long as sorting their keys.
    return (
        f"WITH page AS MATERIALIZED (SELECT p.id, {value} AS value"  # noqa: S608
        f" FROM provisions_provision p {searched} {where})"
        f" SELECT {COLUMNS}, page.value FROM {TABLES} JOIN page ON page.id = p.id"
        f" ORDER BY page.value {'DESC' if order.is_descending else ''}, p.document_order"
    )


def _searched(filters: ProvisionFilters) -> str:
    if filters.search is None:
        return ""
    condition = search_condition(filters.search)
    return f"JOIN provisions_searchtext s ON s.provision_id = p.id AND {condition}"


def _fetch(statement: str, params: Params) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall())


def _position(values: tuple[Any, ...], order: _Order) -> Position:
    place = row_of(values).document_order
    if not order.expression:
        return (place,)
    value = values[-1]
    return (value.isoformat() if isinstance(value, datetime) else value, place)


def _position_params(after: Position, order: _Order) -> Params:
    """Return what `behind` names. Raises Invalid if `after` comes from another order."""
    if len(after) != (2 if order.expression else 1) or not isinstance(after[-1], str):
        raise _foreign()
    if not order.expression:
        return {"place": after[-1]}
    value = after[0]
    if order.cast == "timestamptz":
        try:
            value = datetime.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise _foreign() from None
    if isinstance(value, int) != (order.cast == "int"):
        raise _foreign()
    return {"value": value, "place": after[-1]}


def _foreign() -> Invalid:
    return Invalid("This cursor belongs to another order; start the list anew.", code="bad_cursor")
