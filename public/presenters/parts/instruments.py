"""Instruments that provisions link to."""

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import instrument_path, theme_path
from core.when import when_day
from core.words import Said, said
from frameworks.enums import InstrumentKind, InstrumentTier, Theme
from frameworks.selectors import InstrumentFacts

from .facts import Fact, Link, fact, known
from .filters import Facet, facet


class InstrumentCard(TypedDict):
    code: str
    title: Said
    url: str


def instrument_card(instrument: InstrumentFacts, language: str) -> InstrumentCard:
    return InstrumentCard(
        code=instrument.code,
        title=said(instrument.title, language),
        url=instrument_path(instrument.code, language),
    )


def instrument_table(
    instruments: Iterable[InstrumentFacts], linked: Mapping[str, int], language: str
) -> dict[str, Any]:
    """Return the list as `components/data_table.html` shows it."""
    return {
        "id": "instruments",
        "caption": _("Instruments"),
        "columns": [
            {"label": _("Code"), "numeric": False, "wide": False},
            {"label": _("Title"), "numeric": False, "wide": True},
            {"label": _("Kind"), "numeric": False, "wide": False},
            {"label": _("Year"), "numeric": True, "wide": False},
            {"label": _("Provisions that link here"), "numeric": True, "wide": False},
            {"label": _("Confirmed"), "numeric": False, "wide": False},
        ],
        "rows": [_row(each, linked.get(each.code, 0), language) for each in instruments],
    }


def _row(instrument: InstrumentFacts, links: int, language: str) -> list[dict[str, Any]]:
    title = said(instrument.title, language)
    url = instrument_path(instrument.code, language)
    return [
        _cell(instrument.code, url=url, header=True),
        _cell(title["text"], lang=title["lang"]),
        _cell(labels(InstrumentKind, language)[instrument.kind]),
        _cell(str(instrument.year), numeric=True),
        _cell(str(links), numeric=True),
        _cell(confirmed(instrument), caution=not instrument.is_confirmed),
    ]


def _cell(text: str, **more: Any) -> dict[str, Any]:
    plain = {"url": "", "lang": "", "header": False, "numeric": False, "caution": False}
    return {"text": text, **plain, **more}


def confirmed(instrument: InstrumentFacts) -> str:
    return _("yes") if instrument.is_confirmed else _("general knowledge")


def facets_of(
    instruments: Iterable[InstrumentFacts],
    kinds: tuple[str, ...],
    themes: tuple[str, ...],
    language: str,
) -> list[Facet]:
    """Return the two facets; each counts what the other one leaves."""
    by_kind: dict[str, int] = {}
    by_theme: dict[str, int] = {}
    for each in instruments:
        if not themes or set(themes) & set(each.themes):
            by_kind[each.kind] = by_kind.get(each.kind, 0) + 1
        if not kinds or each.kind in kinds:
            for theme in each.themes:
                by_theme[theme] = by_theme.get(theme, 0) + 1
    return [
        facet("kind", _("Kind"), labels(InstrumentKind, language), by_kind, kinds),
        facet("theme", _("Theme"), labels(Theme, language), by_theme, themes),
    ]


def instrument_facts(instrument: InstrumentFacts, language: str) -> list[Fact]:
    """Return what is known; whether it is in force, and for whom, is not recorded here."""
    themes = labels(Theme, language)
    tier = labels(InstrumentTier, language)[instrument.tier]
    return [
        fact(_("Kind"), labels(InstrumentKind, language)[instrument.kind]),
        *([fact(_("Tier"), tier)] if tier else []),
        fact(_("Year"), str(instrument.year)),
        fact(
            _("Themes"),
            links=[
                Link(label=themes[code], lang="", url=theme_path(code, language), note="")
                for code in instrument.themes
            ],
        ),
        fact(_("Number in NORMLEX"), known(instrument.normlex_id)),
        fact(
            _("Number and title"),
            _("Checked against a source")
            if instrument.is_confirmed
            else _("General knowledge, not confirmed"),
        ),
        fact(_("Looked at"), when=when_day(instrument.status_as_of, language)),
        fact(_("In force, and for whom"), _("not recorded here")),
    ]
