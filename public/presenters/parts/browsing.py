"""A list of provisions with its filters: facets, chips, orders, count, and what to loosen."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.words import Said, said
from frameworks.enums import Theme
from frameworks.selectors import FrameworkFacts, InstrumentFacts
from provisions.enums import Addressee, ProvisionKind, Stance
from provisions.lifecycle import Stage
from provisions.search.planning import SearchPlan
from provisions.selectors.facets import FacetCounts
from provisions.selectors.filters import NOT_STATED
from provisions.selectors.filters import Facet as By
from provisions.selectors.listing import Sort

from .filters import Address, Chip, Facet, facet

Names = Mapping[By, Mapping[str, str | Said]]


class SortOption(TypedDict):
    value: str
    label: str
    selected: bool


class Way(TypedDict):
    """A link out of a list that holds nothing."""

    label: str
    url: str


def names_of(
    frameworks: Iterable[FrameworkFacts], instruments: Iterable[InstrumentFacts], language: str
) -> Names:
    """Return what each value of each facet is called, in the order in which it is offered."""
    addressees = {**labels(Addressee, language), NOT_STATED: _("Not stated")}
    return {
        By.THEME: labels(Theme, language),
        By.STAGE: labels(Stage, language),
        By.ADDRESSEE: addressees,
        By.KIND: labels(ProvisionKind, language),
        By.STANCE: labels(Stance, language),
        By.FRAMEWORK: {each.slug: said(each.title, language) for each in frameworks},
        By.INSTRUMENT: {each.code: _coded(each, language) for each in instruments},
    }


def _coded(instrument: InstrumentFacts, language: str) -> Said:
    title = said(instrument.title, language)
    return Said(text=f"{instrument.code} – {title['text']}", lang=title["lang"])


def facets_of(
    counts: FacetCounts, names: Names, chosen: Mapping[By, tuple[str, ...]]
) -> list[Facet]:
    titles = {
        By.THEME: _("Theme"),
        By.STAGE: _("Stage on this portal"),
        By.ADDRESSEE: _("Addressee"),
        By.KIND: _("Kind"),
        By.STANCE: _("Position of an actor"),
        By.FRAMEWORK: _("Framework"),
        By.INSTRUMENT: _("Linked instrument"),
    }
    offered = (
        facet(by.value, title, names[by], counts.counts[by], chosen[by])
        for by, title in titles.items()
    )
    return [each for each in offered if each["options"]]


def count_text(count: int) -> str:
    return ngettext("%(count)d provision", "%(count)d provisions", count) % {"count": count}


def sorts(chosen: Sort, *, is_search: bool) -> list[SortOption]:
    """Return the orders that make sense: by relevance only where something is searched for."""
    named = {
        Sort.RELEVANCE: _("Relevance"),
        Sort.DOCUMENT: _("Order of the document"),
        Sort.CHANGED_LAST: _("Changed last"),
        Sort.CHANGED: _("Changed first"),
        Sort.TITLE: _("Title"),
        Sort.STAGE: _("Stage"),
    }
    return [
        SortOption(value=sort.value, label=label, selected=sort is chosen)
        for sort, label in named.items()
        if is_search or sort is not Sort.RELEVANCE or sort is chosen
    ]


def corrected(plan: SearchPlan | None) -> str:
    """Say which words were searched for in place of what was typed, or nothing."""
    if plan is None or not plan.corrections:
        return ""
    return " ".join(
        _("“%(typed)s” stands nowhere; “%(used)s” was searched for instead.")
        % {"typed": each.typed, "used": each.used}
        for each in plan.corrections
    )


def ways_out(address: Address, chips: Iterable[Chip], query: str) -> list[Way]:
    """Return what could be loosened: each filter by itself, the words, or everything."""
    ways = [
        Way(label=_("Without “%(what)s”") % {"what": chip["value"]}, url=chip["url"])
        for chip in chips
    ]
    if query and address.pairs != [("q", query)]:
        only = address.url([("q", query)])
        ways.append(Way(label=_("The same words without any filter"), url=only))
    return [*ways, Way(label=_("All provisions"), url=address.path)]


def search_chip(address: Address, query: str) -> list[Chip]:
    if not query:
        return []
    rest = [pair for pair in address.pairs if pair[0] != "q"]
    return [Chip(label=_("Words"), value=query, lang="", url=address.url(rest))]


def nothing_text(plan: SearchPlan | None) -> str:
    """Say why a list is empty and what to try."""
    if plan is not None and plan.finds_nothing:
        return _(
            "One of the words stands in no provision, and none that is like it. "
            "Try another word, a number such as S6, or an instrument such as C142."
        )
    return _("No provision has all of this at once. Take something away:")
