"""What a list of provisions may be narrowed to, as conditions of SQL over `p` and `s`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection

from core.errors import FieldError, Invalid
from frameworks.enums import Theme
from provisions.enums import Addressee, ProvisionKind, Stance
from provisions.lifecycle import Stage
from provisions.search.planning import SearchPlan

NOT_STATED = "not_stated"  # among addressees: the source names none

Params = dict[str, str | int | list[str]]


class Facet(StrEnum):
    """What a list can be filtered by; the value is the name of its parameter."""

    THEME = "theme"
    STAGE = "stage"
    ADDRESSEE = "addressee"
    KIND = "kind"
    FRAMEWORK = "framework"
    INSTRUMENT = "instrument"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class ProvisionFilters:
    """Several values of one facet mean “or”, several facets “and”. `search` narrows further.

    Who said what is not known on this floor: `stance_keys` holds, for each stance that is to be
    counted or chosen, the keys of the provisions on which somebody holds it.
    """

    themes: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    stance_keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    search: SearchPlan | None = None

    def values(self, facet: Facet) -> tuple[str, ...]:
        """Return what is chosen of one facet."""
        chosen: tuple[str, ...] = getattr(self, f"{facet.value}s")
        return chosen

    @property
    def finds_nothing(self) -> bool:
        """Return whether the search is known to find nothing."""
        return self.search is not None and self.search.finds_nothing


_KNOWN: dict[Facet, list[str]] = {
    Facet.THEME: Theme.values,
    Facet.STAGE: Stage.values,
    Facet.ADDRESSEE: [*Addressee.values, NOT_STATED],
    Facet.KIND: ProvisionKind.values,
    Facet.STANCE: Stance.values,
}
# Frameworks and instruments are rows: which of the codes asked for are there.
_ASK_ROWS = """
SELECT 'framework', slug FROM frameworks_framework WHERE slug = ANY(%s)
UNION ALL SELECT 'instrument', code FROM frameworks_instrument WHERE code = ANY(%s)
"""


def check_filters(filters: ProvisionFilters) -> None:
    """Raise Invalid that names every unknown value; a query only if rows are asked for."""
    errors = [
        FieldError(facet.value, f"“{value}” is unknown; use one of {', '.join(known)}.", "unknown")
        for facet, known in _KNOWN.items()
        for value in filters.values(facet)
        if value not in known
    ]
    errors += [
        FieldError(facet.value, f"There is no {facet.value} “{value}” here.", "unknown")
        for facet, value in _unknown_rows(filters)
    ]
    if errors:
        raise Invalid("A filter has a value that is not known here.", errors=errors)


def _unknown_rows(filters: ProvisionFilters) -> list[tuple[Facet, str]]:
    wanted = [(Facet.FRAMEWORK, slug) for slug in filters.frameworks]
    wanted += [(Facet.INSTRUMENT, code) for code in filters.instruments]
    if not wanted:
        return []
    # PostgreSQL takes no NUL, and nothing is called by one.
    frameworks, instruments = (
        [value for value in values if "\0" not in value]
        for values in (filters.frameworks, filters.instruments)
    )
    with connection.cursor() as cursor:
        cursor.execute(_ASK_ROWS, [frameworks, instruments])
        there = {(Facet(facet), value) for facet, value in cursor.fetchall()}
    return [pair for pair in wanted if pair not in there]


_CONDITIONS = {
    Facet.THEME: "p.themes && %(themes)s::varchar[]",
    Facet.STAGE: "p.stage = ANY(%(stages)s)",
    Facet.KIND: "p.kind = ANY(%(kinds)s)",
    Facet.ADDRESSEE: "(p.addressees && %(addressees)s::varchar[]"
    " OR (%(none_stated)s AND p.addressees = '{}'))",
    Facet.FRAMEWORK: "p.framework_id IN"
    " (SELECT id FROM frameworks_framework WHERE slug = ANY(%(frameworks)s))",
    Facet.INSTRUMENT: "EXISTS (SELECT 1 FROM provisions_instrumentlink chosen"
    " WHERE chosen.provision_id = p.id AND chosen.instrument_id = ANY(%(instruments)s))",
    Facet.STANCE: "p.key = ANY(%(chosen_keys)s::varchar[])",
}


def params_of(filters: ProvisionFilters) -> Params:
    """Return the parameters that all conditions and the rank name."""
    params: Params = {f"{facet.value}s": list(filters.values(facet)) for facet in Facet}
    params["none_stated"] = NOT_STATED in filters.addressees
    params |= _stance_params(filters)
    if filters.search is not None:
        params |= _search_params(filters.search)
    return params


def _stance_params(filters: ProvisionFilters) -> Params:
    held = [(stance, key) for stance, keys in filters.stance_keys.items() for key in keys]
    return {
        "chosen_keys": sorted({key for stance, key in held if stance in filters.stances}),
        "held_stances": [stance for stance, _key in held],
        "held_keys": [key for _stance, key in held],
    }


def conditions(filters: ProvisionFilters, *, without: Sequence[Facet] = tuple(Facet)[:0]) -> str:
    """Return the conditions on a row `p` of provisions, but those of the facets `without`."""
    chosen = [
        _CONDITIONS[facet] for facet in Facet if facet not in without and filters.values(facet)
    ]
    return " AND ".join(["p.latest_version > 0", *chosen])


def search_condition(plan: SearchPlan) -> str:
    """Return the condition on a row `s` of search texts."""
    terms = [
        f"(s.codes @> ARRAY[%(code_{place})s]::varchar[]"
        f" OR s.vector @@ %(code_query_{place})s::tsquery)"
        for place in range(len(plan.codes))
    ]
    words = ["s.vector @@ %(query)s::tsquery"] if plan.query else []
    return " AND ".join(["s.language = %(search_language)s", *words, *terms])


def rank_of(plan: SearchPlan) -> str:
    """Return an integer: a number or code, then all words in the title, then some of them.

    Within a rank the document's order decides: it means more to a reader than word frequency,
    and it stays as it is while a list is walked.
    """
    code = "4 * (s.codes && %(codes)s::varchar[])::int"
    if not plan.in_title:
        return code
    return (
        f"({code} + 2 * (s.title_vector @@ %(in_title)s::tsquery)::int"
        " + (s.title_vector @@ %(near_title)s::tsquery)::int)"
    )


def _search_params(plan: SearchPlan) -> Params:
    params: Params = {
        "search_language": plan.language,
        "query": plan.query,
        "in_title": plan.in_title,
        "near_title": plan.near_title,
        "codes": [term.code for term in plan.codes],
    }
    for place, term in enumerate(plan.codes):
        params[f"code_{place}"] = term.code
        params[f"code_query_{place}"] = term.query
    return params
