"""Where things stand: the official status first, then what changed and what is ahead."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.labels import labels
from core.languages import localized
from core.public_paths import framework_path, theme_path
from core.words import said
from frameworks.enums import Theme
from provisions.selectors.facets import count_facets
from provisions.selectors.filters import Facet as By
from provisions.selectors.filters import ProvisionFilters
from provisions.selectors.stats import stage_counts
from public.presenters.parts.browsing import count_text
from public.presenters.parts.changes import changes
from public.presenters.parts.convergence import sentence
from public.presenters.parts.figures import stage_figure
from public.presenters.parts.rounds import round_line
from public.presenters.parts.standing import Road, official_status
from public.presenters.parts.steps import steps
from record.selectors import newest_public_acts
from reviews.enums import RoundState
from reviews.selectors.rounds import read_rounds
from reviews.selectors.stances import ConvergenceRow, convergence

from .page import Ask, Page, public_page
from .roads import Roads, read_roads

NEWEST = 5


@public_page()
def home(ask: Ask) -> Page:
    read = read_roads()
    moved = convergence()
    context = {
        "frameworks": _frameworks(read, moved, ask.language),
        "rounds": _rounds(ask.language),
        "changes": changes(newest_public_acts(NEWEST), ask.language),
        "themes": _themes(ask.language),
    }
    return Page("public/home.html", context)


def _rounds(language: str) -> list[Any]:
    """Return the rounds that wait for the groups, the one that closes first at the head."""
    waited_for = read_rounds(states=[RoundState.OPEN, RoundState.ANNOUNCED]).rows
    by_close = sorted(waited_for, key=lambda each: each.closes_at)
    return [round_line(each, language) for each in by_close]


def _frameworks(
    read: Roads, moved: Sequence[ConvergenceRow], language: str
) -> list[dict[str, Any]]:
    """Return every framework with its road and figure; the first one opens the page."""
    counts: dict[str, dict[str, int]] = {}
    for each in stage_counts():
        counts.setdefault(each.framework, {})[each.stage] = each.provisions
    return [
        {
            **_framework(road, read, counts.get(road.framework.slug, {}), language),
            "convergence": _convergence(road.framework.slug, moved, language),
        }
        for road in read.roads
    ]


def _convergence(
    slug: str, moved: Sequence[ConvergenceRow], language: str
) -> dict[str, str] | None:
    """Say how much was released on a framework and what moved; None where nothing was."""
    own = [row for row in moved if row.provision.partition(".")[0] == slug]
    if not own:
        return None
    return {
        "sentence": sentence(own),
        "url": localized(f"/convergence/?framework={slug}", language),
    }


def _framework(road: Road, read: Roads, counts: Mapping[str, int], language: str) -> dict[str, Any]:
    slug = road.framework.slug
    return {
        "title": said(road.framework.title, language),
        "summary": said(road.framework.summary, language),
        "url": framework_path(slug, language),
        "is_invented": road.framework.is_invented,
        "status": official_status(road, read.documents, language),
        "steps": steps(road, language),
        "figure": stage_figure(counts, slug, language, id=f"stages-{slug}"),
    }


def _themes(language: str) -> list[dict[str, str]]:
    counts = count_facets(ProvisionFilters()).counts[By.THEME]
    return [
        {
            "title": name,
            "url": theme_path(code, language),
            "text": count_text(counts.get(code, 0)),
        }
        for code, name in labels(Theme, language).items()
        if code
    ]
