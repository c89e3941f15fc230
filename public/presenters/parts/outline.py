"""A framework's sections with their provisions: as an outline, and as the whole text."""

from collections.abc import Iterable
from typing import TypedDict

from core.textform import paragraphs
from provisions.enums import TextStatus
from provisions.selectors.whole_text import Node, SectionText
from public.presenters.links import provision_path

from .rows import Row, row
from .texts import Item, nested, spent_note
from .words import Said, foreign, said


class Entry(TypedDict):
    """One provision of the whole text, as `components/text_entry.html` shows it."""

    anchor: str
    number: str
    title: str
    url: str
    lang: str
    note: str
    paragraphs: list[str]
    children: list[Item]


class SectionShown(TypedDict):
    anchor: str
    number: str
    title: Said
    is_editorial: bool
    rows: list[Row]
    entries: list[Entry]


def outline(sections: Iterable[SectionText], language: str) -> list[SectionShown]:
    """Return the sections with one line for each provision that is no item of another."""
    return [
        _section(section, language, rows=[row(node.row, language) for node in section.nodes])
        for section in sections
    ]


def whole(sections: Iterable[SectionText], language: str) -> list[SectionShown]:
    """Return the sections with everything that they say."""
    return [
        _section(section, language, entries=[_entry(node, language) for node in section.nodes])
        for section in sections
    ]


def holds_summaries(sections: Iterable[SectionText]) -> bool:
    """Return whether any of the words are the portal's own."""
    return any(
        node.row.text_status == TextStatus.EDITORIAL_SUMMARY
        for section in sections
        for node in section.nodes
    )


def _section(
    section: SectionText,
    language: str,
    *,
    rows: Iterable[Row] = (),
    entries: Iterable[Entry] = (),
) -> SectionShown:
    return SectionShown(
        anchor=f"section-{section.slug}" if section.slug else "section",
        number=section.number,
        title=said(section.title, language),
        is_editorial=section.is_editorial,
        rows=list(rows),
        entries=list(entries),
    )


def _entry(node: Node, language: str) -> Entry:
    provision = node.row
    return Entry(
        anchor=provision.suffix,
        number=provision.number,
        title=provision.title,
        url=provision_path(provision.key, language),
        lang=foreign(provision.text_language, language),
        note=spent_note(provision.stage, language),
        paragraphs=paragraphs(provision.body),
        children=nested(node.items, provision.number, language),
    )
