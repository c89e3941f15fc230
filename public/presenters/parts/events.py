"""Dated events, as `components/timeline.html` shows them, newest first."""

from typing import TypedDict

from core.when import When
from core.words import Said

from .sources import Source


class Event(TypedDict):
    when: When
    what: str
    url: str
    note: str
    note_lang: str
    source: str
    source_lang: str
    source_url: str


def event(
    when: When,
    what: str,
    *,
    url: str = "",
    note: Said | None = None,
    source: Source | None = None,
) -> Event:
    return Event(
        when=when,
        what=what,
        url=url,
        note=note["text"] if note else "",
        note_lang=note["lang"] if note else "",
        source=source["text"] if source else "",
        source_lang=source["lang"] if source else "",
        source_url=source["url"] if source else "",
    )
