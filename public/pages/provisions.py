"""Browse, search and filter the provisions."""

from dataclasses import dataclass
from typing import Any

from core.cursor import read_cursor, write_cursor
from core.languages import localized
from core.query import Query, choice, words
from core.words import said
from frameworks.selectors import (
    FrameworkFacts,
    InstrumentFacts,
    read_frameworks,
    read_instruments,
)
from provisions.asked import FILTERS
from provisions.enums import Stance
from provisions.search.planning import SearchPlan, plan_search
from provisions.selectors.facets import FacetCounts, count_facets
from provisions.selectors.filters import Facet as By
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.listing import ProvisionSlice, Sort, list_provisions
from provisions.signs import legend
from public.api.parameters import LONGEST_CURSOR, refuse_unknown
from public.presenters.parts.browsing import (
    corrected,
    count_text,
    facets_of,
    names_of,
    nothing_text,
    search_chip,
    sorts,
    ways_out,
)
from public.presenters.parts.filters import Address, chips, csv_url
from public.presenters.parts.following import follow_search
from public.presenters.parts.rows import lines
from reviews.selectors.stances import provisions_with_stance

from .page import Ask, Page, public_page

PAGE = 50
QUERY = Query(
    (
        *FILTERS,
        choice("sort", list(Sort), "Order; by relevance where something is searched for."),
        words("cursor", "Where to go on.", longest=LONGEST_CURSOR),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a list holds under its filters, and what the filters can be."""

    slice: ProvisionSlice
    facets: FacetCounts
    plan: SearchPlan | None
    sort: Sort
    next_cursor: str
    frameworks: tuple[FrameworkFacts, ...]
    instruments: tuple[InstrumentFacts, ...]


@public_page(QUERY)
def provisions(ask: Ask) -> Page:
    return Page("public/provisions.html", _context(find(ask), ask))


def find(ask: Ask) -> Found:
    """Return one page of the list. Raises Invalid for what is not known or a foreign cursor."""
    frameworks, instruments = read_frameworks().rows, read_instruments().rows
    refuse_unknown(
        {
            "framework": (ask["framework"], [each.slug for each in frameworks]),
            "instrument": (ask["instrument"], [each.code for each in instruments]),
        }
    )
    plan = plan_search(ask["q"] or "", language=ask.language, revision=ask.revision)
    sort = Sort(ask["sort"] or (Sort.RELEVANCE if plan else Sort.DOCUMENT))
    filters = _filters(ask, plan)
    walk = f"provisions:{sort}"
    page = list_provisions(
        language=ask.language,
        filters=filters,
        sort=sort,
        after=read_cursor(walk, ask["cursor"]) if ask["cursor"] else None,
        limit=PAGE,
    )
    following = write_cursor(walk, page.next) if page.next else ""
    return Found(page, count_facets(filters), plan, sort, following, frameworks, instruments)


def _filters(ask: Ask, plan: SearchPlan | None) -> ProvisionFilters:
    return ProvisionFilters(
        themes=ask["theme"],
        stages=ask["stage"],
        addressees=ask["addressee"],
        kinds=ask["kind"],
        frameworks=ask["framework"],
        instruments=ask["instrument"],
        stances=ask["stance"],
        stance_keys=provisions_with_stance(Stance.values),
        search=plan,
    )


def _context(found: Found, ask: Ask) -> dict[str, Any]:
    language, query = ask.language, ask["q"] or ""
    address = Address(localized(ask.path, language), ask.asked.canonical)
    names = names_of(found.frameworks, found.instruments, language)
    facets = facets_of(found.facets, names, {by: ask[by] for by in By})
    removable = [*search_chip(address, query), *chips(address, facets)]
    marks = found.plan.marks if found.plan else None
    several = {each.slug: said(each.title, language) for each in found.frameworks}
    return {
        "section": "provisions",
        "q": query,
        "filters": {
            "action": address.path,
            "q": query,
            "facets": facets,
            "clear_url": address.path if removable else "",
        },
        "chips": removable,
        "clear_url": address.path,
        "count_text": count_text(found.facets.total),
        "sorts": sorts(found.sort, is_search=bool(query)),
        "csv_url": csv_url(address, found.sort, language),
        "corrected": corrected(found.plan),
        "rows": lines(
            found.slice.rows,
            language,
            frameworks=several if len(several) > 1 else None,
            marks=marks,
        ),
        "nothing": nothing_text(found.plan),
        "actions": ways_out(address, removable, query),
        "next_url": address.at(found.next_cursor) if found.next_cursor else "",
        "first_url": address.url() if ask["cursor"] else "",
        "page": PAGE,
        "legend": legend(language),
        "follow": follow_search(address),
    }
