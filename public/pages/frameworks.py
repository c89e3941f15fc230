"""The frameworks, and one of them: facts, official status, documents, road, outline."""

from typing import Any

from public.presenters.links import framework_path
from public.presenters.parts.standing import Road, official_status
from public.presenters.parts.words import said

from .page import Ask, Page, public_page
from .roads import Roads, read_roads


@public_page()
def frameworks(ask: Ask) -> Page:
    read = read_roads()
    shown = [_entry(road, read, ask.language) for road in read.roads]
    return Page("public/frameworks.html", {"section": "frameworks", "frameworks": shown})


def _entry(road: Road, read: Roads, language: str) -> dict[str, Any]:
    framework = road.framework
    return {
        "title": said(framework.title, language),
        "url": framework_path(framework.slug, language),
        "summary": said(framework.summary, language),
        "is_invented": framework.is_invented,
        "status": official_status(road, read.documents, language),
    }
