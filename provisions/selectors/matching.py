"""Which of some provisions a search would find: what somebody who follows it hears of."""

from collections.abc import Collection

from django.db import connection

from .filters import ProvisionFilters, conditions, params_of, search_condition


def matching(keys: Collection[str], filters: ProvisionFilters) -> frozenset[str]:
    """Return those of `keys` that a list under `filters` holds now. One query, whatever their
    number; none where the search is known to find nothing.
    """
    if filters.finds_nothing or not keys:
        return frozenset()
    searched = ""
    if filters.search is not None:
        condition = search_condition(filters.search)
        searched = f"JOIN provisions_searchtext s ON s.provision_id = p.id AND {condition}"
    statement = (
        f"SELECT p.key FROM provisions_provision p {searched}"  # noqa: S608 - constants
        f" WHERE p.key = ANY(%(asked_keys)s) AND {conditions(filters)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params_of(filters) | {"asked_keys": sorted(keys)})
        return frozenset(key for (key,) in cursor.fetchall())
