"""Conventions, Recommendations and their neighbours, and which provisions link to them."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Missing
from core.labels import labels
from core.languages import localized
from core.public_paths import api_path
from core.query import Query, choice
from core.words import said
from frameworks.enums import InstrumentKind, Theme
from frameworks.selectors import InstrumentFacts, Stretch, read_frameworks, read_instruments
from notifications.enums import Topic
from provisions.enums import Relation
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.listing import Sort, list_provisions
from provisions.selectors.rows import ProvisionRow
from provisions.selectors.stats import link_counts
from public.presenters.parts.filters import Address, chips, csv_url
from public.presenters.parts.following import follow
from public.presenters.parts.instruments import facets_of, instrument_facts, instrument_table
from public.presenters.parts.rows import Row, lines

from .page import Ask, Page, public_page

SHOWN = 100
QUERY = Query(
    (
        choice("kind", InstrumentKind.values, "Kind of instrument.", many=True),
        choice("theme", Theme.values, "Theme.", many=True),
    )
)


@public_page(QUERY)
def instruments(ask: Ask) -> Page:
    found = read_instruments(kinds=ask["kind"], themes=ask["theme"]).rows
    every = read_instruments().rows
    return Page("public/instruments.html", _list_context(found, every, ask))


@public_page()
def instrument(ask: Ask, code: str) -> Page:
    found = read_instruments(Stretch(keys=[code])).rows
    if not found:
        raise Missing(
            _("No instrument here has the code “%(code)s”. The list of instruments has all.")
            % {"code": code[:80]}
        )
    return Page("public/instrument.html", _context(found[0], ask.language))


def _list_context(
    found: tuple[InstrumentFacts, ...], every: tuple[InstrumentFacts, ...], ask: Ask
) -> dict[str, Any]:
    address = Address(localized(ask.path, ask.language), ask.asked.canonical)
    facets = facets_of(every, ask["kind"], ask["theme"], ask.language)
    count = ngettext("%(count)d instrument", "%(count)d instruments", len(found))
    return {
        "section": "instruments",
        "filters": {"action": address.path, "facets": facets, "wordless": True},
        "chips": chips(address, facets),
        "clear_url": address.path,
        "count_text": count % {"count": len(found)},
        "table": instrument_table(found, link_counts(), ask.language),
        "csv_url": _csv_url(address, ask.language),
        "actions": [{"label": _("All instruments"), "url": address.path}],
    }


def _csv_url(address: Address, language: str) -> str:
    """Return the same list as CSV from the API."""
    pairs = [*address.pairs, ("lang", language), ("format", "csv")]
    return Address(api_path("instruments"), "").url(pairs)


def _context(shown: InstrumentFacts, language: str) -> dict[str, Any]:
    linked = list_provisions(
        language=language, filters=ProvisionFilters(instruments=(shown.code,)), limit=SHOWN
    )
    address = Address(localized("/provisions/", language), f"instrument={shown.code}")
    return {
        "section": "instruments",
        "crumbs": [{"label": _("Instruments"), "url": localized("/instruments/", language)}],
        "code": shown.code,
        "title": said(shown.title, language),
        "address": shown.address,
        "facts": instrument_facts(shown, language),
        "relations": _by_relation(linked.rows, shown.code, language),
        "more_url": address.url() if linked.next else "",
        "csv_url": csv_url(address, Sort.DOCUMENT, language),
        "api_url": api_path(f"instruments/{shown.code}"),
        "follow": follow(Topic.INSTRUMENT, shown.code),
    }


def _by_relation(
    linked: tuple[ProvisionRow, ...], code: str, language: str
) -> list[dict[str, Any]]:
    """Return the provisions that link here, by how they do."""
    frameworks = {each.slug: said(each.title, language) for each in read_frameworks().rows}
    rows: dict[str, list[Row]] = defaultdict(list)
    for provision, shown in zip(
        linked, lines(linked, language, frameworks=frameworks), strict=True
    ):
        for link in provision.links:
            if link.code == code:
                rows[link.relation].append(shown)
    names = labels(Relation, language)
    return [{"label": names[relation], "rows": rows[relation]} for relation in rows]
