"""How many provisions each further choice would leave, in one query for all facets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from frameworks.enums import Theme
from provisions.enums import Addressee

from .filters import (
    NOT_STATED,
    Facet,
    ProvisionFilters,
    conditions,
    params_of,
    search_condition,
)

# Provisions that are alike in every facet are counted by the database, a few hundred groups of
# ten thousand; the facets are added up here, so that each can leave out its own filter.
_ALIKE = """
SELECT 'alike', (SELECT slug FROM frameworks_framework f WHERE f.id = p.framework_id),
    p.stage, p.kind, p.theme_bits::int, p.addressee_bits::int, count(*)
FROM provisions_provision p WHERE {where}
GROUP BY p.framework_id, p.stage, p.kind, p.theme_bits, p.addressee_bits
UNION ALL
SELECT 'instrument', link.instrument_id, '', '', 0, 0, count(*)
FROM provisions_instrumentlink link JOIN provisions_provision p ON p.id = link.provision_id
WHERE {unlinked} GROUP BY link.instrument_id
"""
_HELD = """UNION ALL
SELECT 'stance', held.stance, '', '', 0, 0, count(*)
FROM unnest(%(held_stances)s::text[], %(held_keys)s::text[]) AS held(stance, key)
JOIN provisions_provision p ON p.key = held.key
WHERE {unheld} GROUP BY held.stance
"""
_FOUND = """
WITH found AS MATERIALIZED (SELECT s.provision_id FROM provisions_searchtext s WHERE {found})
"""
_IS_FOUND = " AND p.id IN (SELECT provision_id FROM found)"


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The number of provisions, and for each facet's values the number with all other filters.

    Values without a provision are absent. `not_stated` counts provisions without addressees.
    """

    total: int = 0
    counts: dict[Facet, dict[str, int]] = field(
        default_factory=lambda: {facet: {} for facet in Facet}
    )


_Row = tuple[str | int, ...]
# The facets in the order of the query's columns.
_COUNTED = (Facet.FRAMEWORK, Facet.STAGE, Facet.KIND, Facet.THEME, Facet.ADDRESSEE)
_APART = (Facet.INSTRUMENT, Facet.STANCE)


def count_facets(filters: ProvisionFilters) -> FacetCounts:
    """Return the counts under `filters`. One query, none if the search finds nothing."""
    if filters.finds_nothing:
        return FacetCounts()
    with connection.cursor() as cursor:
        cursor.execute(_statement(filters), params_of(filters))
        return _added_up(cursor.fetchall(), filters)


def _statement(filters: ProvisionFilters) -> str:
    # The groups leave the facets' own filters to be applied here; instruments and stances are no
    # part of what makes provisions alike, so their filters are applied there.
    every = [facet for facet in Facet if facet not in _APART]
    found, is_found = "", ""
    if filters.search is not None:
        found, is_found = _FOUND.format(found=search_condition(filters.search)), _IS_FOUND
    statement = _ALIKE + (_HELD if filters.stance_keys else "")
    return found + statement.format(
        where=conditions(filters, without=every) + is_found,
        unlinked=conditions(filters, without=[Facet.INSTRUMENT]) + is_found,
        unheld=conditions(filters, without=[Facet.STANCE]) + is_found,
    )


def _added_up(rows: Sequence[_Row], filters: ProvisionFilters) -> FacetCounts:
    total = 0
    raw: tuple[Counter[str | int], ...] = tuple(Counter() for _ in _COUNTED)
    passed = [_Passing(facet, filters.values(facet)) for facet in _COUNTED]
    for row in rows:
        if row[0] != "alike":
            continue
        values, number = row[1:6], int(row[6])
        failed = [place for place, value in enumerate(values) if not passed[place][value]]
        if not failed:
            total += number
            for place, value in enumerate(values):
                raw[place][value] += number
        elif len(failed) == 1:
            # Only this facet's own filter keeps it out: it shows what choosing it would add.
            raw[failed[0]][values[failed[0]]] += number
    counts = {
        facet: _expanded(facet, counted) for facet, counted in zip(_COUNTED, raw, strict=True)
    }
    for facet in _APART:
        counts[facet] = {str(row[1]): int(row[6]) for row in rows if row[0] == facet.value}
    return FacetCounts(total, counts)


class _Passing(dict[str | int, bool]):
    """Whether a value as the database has it passes a facet's filter, worked out once each."""

    def __init__(self, facet: Facet, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._facet, self._chosen = facet, chosen

    def __missing__(self, value: str | int) -> bool:
        passes = not self._chosen or any(
            one in self._chosen for one in _values_of(self._facet, value)
        )
        self[value] = passes
        return passes


def _expanded(facet: Facet, counted: Mapping[str | int, int]) -> dict[str, int]:
    expanded: Counter[str] = Counter()
    for value, number in counted.items():
        for one in _values_of(facet, value):
            expanded[one] += number
    return dict(expanded)


def _values_of(facet: Facet, value: str | int) -> tuple[str, ...]:
    """Return the facet's values that one value of the query's column stands for."""
    if isinstance(value, str):
        return (value,)
    if facet is Facet.THEME:
        return _set_bits(value, Theme.values)
    return _set_bits(value, Addressee.values) or (NOT_STATED,)


def _set_bits(bits: int, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for place, value in enumerate(values) if bits >> place & 1)
