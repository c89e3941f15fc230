"""Facet counts, against counting one by one."""

from typing import Any

import pytest

from provisions.models import Provision
from provisions.search.planning import SearchPlan, plan_search
from provisions.selectors.facets import FacetCounts, count_facets
from provisions.selectors.filters import NOT_STATED, Facet, ProvisionFilters
from provisions.selectors.listing import list_provisions
from tests.factories.many import make_many
from tests.provisions.queries import count_queries

pytestmark = pytest.mark.django_db


def counted(filters: ProvisionFilters) -> FacetCounts:
    """Count by reading the lists that each choice would give."""
    total = len(list_provisions(language="en", filters=filters, limit=500).rows)
    counts: dict[Facet, dict[str, int]] = {facet: {} for facet in Facet}
    for facet in Facet:
        for value in _values(facet, filters):
            chosen = {f"{each.value}s": filters.values(each) for each in Facet}
            chosen[f"{facet.value}s"] = (value,)
            narrowed = ProvisionFilters(
                search=filters.search, stance_keys=filters.stance_keys, **chosen
            )
            found = list_provisions(language="en", filters=narrowed, limit=500).rows
            if found:
                counts[facet][value] = len(found)
    return FacetCounts(total, counts)


def _values(facet: Facet, filters: ProvisionFilters) -> set[str]:
    rows = list_provisions(language="en", limit=500).rows
    return {
        Facet.THEME: {theme for row in rows for theme in row.themes},
        Facet.STAGE: {row.stage for row in rows},
        Facet.KIND: {row.kind for row in rows},
        Facet.ADDRESSEE: {who for row in rows for who in row.addressees} | {NOT_STATED},
        Facet.FRAMEWORK: {row.framework for row in rows},
        Facet.INSTRUMENT: {link.code for row in rows for link in row.links},
        Facet.STANCE: set(filters.stance_keys),
    }[facet]


def held(*keys: int) -> list[str]:
    return [Provision.objects.order_by("document_order")[place].key for place in keys]


def plan(typed: str) -> SearchPlan | None:
    return plan_search(typed, language="en", revision=1)


@pytest.mark.parametrize(
    "filters",
    [
        ProvisionFilters(),
        ProvisionFilters(themes=("osh", "skills")),
        ProvisionFilters(kinds=("preambular",), addressees=(NOT_STATED,)),
        ProvisionFilters(instruments=("C142", "C155"), themes=("osh",)),
        ProvisionFilters(frameworks=("one",), stages=("draft",)),
        ProvisionFilters(stages=("approved",)),
    ],
)
@pytest.mark.parametrize("typed", ["", "safety", "C142 skills"])
def test_each_facet_is_counted_with_all_other_filters(
    filters: ProvisionFilters, typed: str
) -> None:
    make_many(60, "one")
    make_many(20, "two", seed=2)
    chosen: dict[str, Any] = {f"{facet.value}s": filters.values(facet) for facet in Facet}
    searched = ProvisionFilters(search=plan(typed), **chosen)
    assert count_facets(searched) == counted(searched)


@pytest.mark.parametrize("chosen", [(), ("objection",), ("objection", "support"), ("reservation",)])
@pytest.mark.parametrize("typed", ["", "safety"])
def test_stances_are_counted_by_the_keys_that_are_handed_down(
    chosen: tuple[str, ...], typed: str
) -> None:
    make_many(40, "one")
    said = {"support": held(0, 1, 2, 30), "objection": held(2, 3), "reservation": []}
    filters = ProvisionFilters(
        themes=("osh", "skills"), stances=chosen, stance_keys=said, search=plan(typed)
    )
    assert count_facets(filters) == counted(filters)
    if not typed and chosen == ("objection",):
        everywhere = ProvisionFilters(stances=chosen, stance_keys=said)
        assert count_facets(everywhere).total == 2
        assert count_facets(everywhere).counts[Facet.STANCE] == {"support": 4, "objection": 2}


def test_they_are_one_query_and_none_if_nothing_can_be_found() -> None:
    make_many(5)
    with count_queries() as queries:
        count_facets(ProvisionFilters(themes=("osh",), instruments=("C29",)))
    assert len(queries) == 1
    nothing = ProvisionFilters(search=plan("qqqq"))
    with count_queries() as queries:
        assert count_facets(nothing) == FacetCounts()
    assert queries == []


def test_nothing_is_counted_before_its_first_version() -> None:
    make_many(3)
    assert count_facets(ProvisionFilters()).total == Provision.objects.count() == 3
