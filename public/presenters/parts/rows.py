"""Provisions in a list, as `components/provision_row.html` shows them."""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from core.labels import labels
from core.public_paths import provision_path
from core.words import Said, foreign
from frameworks.enums import Theme
from provisions.lifecycle import Stage
from provisions.search.marking import Marks, Segment, snippet
from provisions.selectors.rows import ProvisionRow
from reviews.selectors.stances import Standing, standings

from .stances import Glyph, glyph_of, needs_from


class Row(TypedDict):
    number: str
    title: str
    url: str
    lang: str
    framework: Said | None
    needs: str
    stage: str
    stage_label: str
    themes: list[str]
    stances: Glyph | None
    snippet: tuple[Segment, ...]


def lines(
    provisions: Iterable[ProvisionRow],
    language: str,
    *,
    frameworks: Mapping[str, Said] | None = None,
    marks: Marks | None = None,
) -> list[Row]:
    """Return a line for each provision, with three queries for where the groups stand.

    `frameworks` names them by slug where a list holds several; with `marks` a line shows where
    in the text was found what was searched for.
    """
    shown = list(provisions)
    standing = standings([each.key for each in shown])
    return [
        line(each, standing[each.key], language, frameworks=frameworks, marks=marks)
        for each in shown
    ]


def line(
    provision: ProvisionRow,
    standing: Standing,
    language: str,
    *,
    frameworks: Mapping[str, Said] | None = None,
    marks: Marks | None = None,
) -> Row:
    """Return one line; see `lines`."""
    themes = labels(Theme, language)
    return Row(
        number=provision.number,
        title=provision.title,
        url=provision_path(provision.key, language),
        lang=foreign(provision.text_language, language),
        framework=frameworks[provision.framework] if frameworks else None,
        needs=needs_from(provision, standing).sentence,
        stage=provision.stage,
        stage_label=labels(Stage, language)[provision.stage],
        themes=[themes[code] for code in provision.themes],
        stances=glyph_of(standing, language),
        snippet=snippet(provision.body, marks) if marks else (),
    )
