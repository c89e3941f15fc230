"""The frameworks, one of them (facts, official status, road, outline), and its whole text."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from core.languages import localized
from core.public_paths import api_path, framework_path
from core.words import said
from notifications.enums import Topic
from provisions.selectors.whole_text import SectionText, whole_text
from public.presenters.parts.citation import citation
from public.presenters.parts.facts import framework_facts
from public.presenters.parts.figures import stage_figure
from public.presenters.parts.following import follow
from public.presenters.parts.outcomes import outcomes
from public.presenters.parts.outline import outline, summarized, whole
from public.presenters.parts.sources import document_row, source_of
from public.presenters.parts.standing import Road, official_status, status_history
from public.presenters.parts.steps import steps

from .page import Ask, Page, public_page
from .roads import Roads, read_road, read_roads


@public_page()
def frameworks(ask: Ask) -> Page:
    read = read_roads()
    shown = [_entry(road, read, ask.language) for road in read.roads]
    return Page("public/frameworks.html", {"section": "frameworks", "frameworks": shown})


@public_page()
def framework(ask: Ask, slug: str) -> Page:
    road, read = read_road(slug)
    sections = whole_text(slug, language=ask.language)
    context = {**_shared(road, read, ask), **_around(road, read, ask.language)}
    return Page("public/framework.html", {**context, **_inside(slug, sections, ask.language)})


@public_page()
def text(ask: Ask, slug: str) -> Page:
    road, read = read_road(slug)
    sections = whole_text(slug, language=ask.language)
    context = {**_shared(road, read, ask), **_written(slug, sections, read, ask.language)}
    return Page("public/text.html", context)


def _written(slug: str, sections: list[SectionText], read: Roads, language: str) -> dict[str, Any]:
    summary = summarized(sections)
    return {
        "sections": whole(sections, language),
        "has_summaries": summary is not None,
        "summarized": summary and source_of(read.documents, slug, summary.source, language),
        "api_url": f"{api_path('provisions')}?framework={slug}",
    }


def _entry(road: Road, read: Roads, language: str) -> dict[str, Any]:
    facts = road.framework
    return {
        "title": said(facts.title, language),
        "url": framework_path(facts.slug, language),
        "summary": said(facts.summary, language),
        "is_invented": facts.is_invented,
        "status": official_status(road, read.documents, language),
    }


def _shared(road: Road, read: Roads, ask: Ask) -> dict[str, Any]:
    entry = _entry(road, read, ask.language)
    return {
        "section": "frameworks",
        "crumbs": [{"label": _("Frameworks"), "url": localized("/frameworks/", ask.language)}],
        "framework": entry,
        "status": entry["status"],
        "cite": citation(entry["title"]["text"], ask.path, ask.revision),
    }


def _around(road: Road, read: Roads, language: str) -> dict[str, Any]:
    titles = {road.framework.slug: said(road.framework.title, language)}
    slug = road.framework.slug
    return {
        "steps": steps(road, language),
        "facts": framework_facts(road.framework, language),
        "documents": [document_row(each, language) for each in read.register],
        "history": status_history(road, read.documents, language),
        "outcomes": outcomes(read.decisions, titles, read.documents, language),
        "api_url": api_path(f"frameworks/{slug}"),
        "follow": follow(Topic.FRAMEWORK, slug),
        "csv_url": f"{api_path('provisions')}?framework={slug}&format=csv&lang={language}",
    }


def _inside(slug: str, sections: list[SectionText], language: str) -> dict[str, Any]:
    stages: Counter[str] = Counter()
    open_ = [node for section in sections for node in section.nodes]
    while open_:
        node = open_.pop()
        stages[node.row.stage] += 1
        open_.extend(node.items)
    return {
        "outline": outline(sections, language),
        "figure": stage_figure(stages, slug, language),
    }
