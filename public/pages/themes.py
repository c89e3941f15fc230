"""The themes, and the provisions and instruments of one."""

from typing import Any

from django.utils.translation import gettext as _

from core.errors import Missing
from core.labels import labels
from core.languages import localized
from core.public_paths import theme_path
from core.words import said
from frameworks.enums import Theme
from frameworks.selectors import read_frameworks, read_instruments
from notifications.enums import Topic
from provisions.lifecycle import Stage
from provisions.selectors.facets import FacetCounts, count_facets
from provisions.selectors.filters import Facet as By
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.listing import ProvisionSlice, Sort, list_provisions
from public.presenters.parts.browsing import count_text
from public.presenters.parts.facts import fact
from public.presenters.parts.filters import Address, csv_url
from public.presenters.parts.following import follow
from public.presenters.parts.instruments import instrument_card
from public.presenters.parts.rows import lines

from .page import Ask, Page, public_page

SHOWN = 50


@public_page()
def themes(ask: Ask) -> Page:
    counts = count_facets(ProvisionFilters()).counts[By.THEME]
    shown = [
        {
            "title": name,
            "url": theme_path(code, ask.language),
            "text": count_text(counts.get(code, 0)),
        }
        for code, name in labels(Theme, ask.language).items()
        if code
    ]
    return Page("public/themes.html", {"section": "themes", "themes": shown})


@public_page()
def theme(ask: Ask, slug: str) -> Page:
    filters = ProvisionFilters(themes=(known_theme(slug),))
    found = list_provisions(language=ask.language, filters=filters, limit=SHOWN)
    context = _context(slug, found, count_facets(filters), ask.language)
    return Page("public/theme.html", context)


def known_theme(code: str) -> str:
    """Return the theme's code. Raises Missing with the codes that there are."""
    if code not in Theme.values:
        raise Missing(
            _("No theme is called “%(slug)s”. There are: %(known)s.")
            % {"slug": code[:80], "known": ", ".join(Theme.values)}
        )
    return code


def _context(
    code: str, found: ProvisionSlice, counts: FacetCounts, language: str
) -> dict[str, Any]:
    frameworks = {each.slug: said(each.title, language) for each in read_frameworks().rows}
    address = Address(localized("/provisions/", language), f"theme={code}")
    return {
        "section": "themes",
        "crumbs": [{"label": _("Themes"), "url": localized("/themes/", language)}],
        "title": labels(Theme, language)[code],
        "count_text": count_text(counts.total),
        "rows": lines(found.rows, language, frameworks=frameworks),
        "more_url": address.url() if found.next else "",
        "browse_url": address.url(),
        "csv_url": csv_url(address, Sort.DOCUMENT, language),
        "follow": follow(Topic.THEME, code),
        "facts": [
            fact(labels(Stage, language)[stage], str(counts.counts[By.STAGE][stage]))
            for stage in Stage.values
            if stage in counts.counts[By.STAGE]
        ],
        "instruments": [
            instrument_card(each, language) for each in read_instruments(themes=[code]).rows
        ],
    }
