"""Provisions in a list, as `components/provision_row.html` shows them."""

from collections.abc import Mapping
from typing import TypedDict

from core.labels import labels
from core.words import Said, foreign
from frameworks.enums import Theme
from provisions.enums import TextStatus
from provisions.evidence import needs_of
from provisions.lifecycle import Stage
from provisions.search.marking import Marks, Segment, snippet
from provisions.selectors.rows import ProvisionRow
from public.presenters.links import provision_path


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
    snippet: tuple[Segment, ...]


def row(
    provision: ProvisionRow,
    language: str,
    *,
    frameworks: Mapping[str, Said] | None = None,
    marks: Marks | None = None,
) -> Row:
    """Return one line. `frameworks` names them by slug where a list holds several; with `marks`
    the line shows where in the text was found what was searched for."""
    themes = labels(Theme, language)
    needs = needs_of(
        stage=Stage(provision.stage),
        text_status=TextStatus(provision.text_status),
        version=provision.version,
    )
    return Row(
        number=provision.number,
        title=provision.title,
        url=provision_path(provision.key, language),
        lang=foreign(provision.text_language, language),
        framework=frameworks[provision.framework] if frameworks else None,
        needs=needs.sentence,
        stage=provision.stage,
        stage_label=labels(Stage, language)[provision.stage],
        themes=[themes[code] for code in provision.themes],
        snippet=snippet(provision.body, marks) if marks else (),
    )
