"""A framework's sections with their provisions: as an outline, and as the whole text."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from core.textform import paragraphs
from core.words import Said, foreign, said
from provisions.enums import TextStatus
from provisions.selectors.rows import ProvisionRow
from provisions.selectors.whole_text import Node, SectionText
from public.presenters.links import provision_path

from .rows import Row, row
from .texts import Item, nested, original_note, spent_note


class Entry(TypedDict):
    """One provision of the whole text, as `components/text_entry.html` shows it."""

    anchor: str
    number: str
    title: str
    url: str
    lang: str
    note: str
    original: str
    source: str
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


def summarized(sections: Iterable[SectionText]) -> ProvisionRow | None:
    """Return the first provision whose words are the portal's own, if there is one."""
    for section in sections:
        for node in section.nodes:
            if node.row.text_status == TextStatus.EDITORIAL_SUMMARY:
                return node.row
    return None


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
        original=original_note(provision.text_language, language),
        source=_source(provision),
        paragraphs=paragraphs(provision.body),
        children=nested(node.items, provision.number, language),
    )


def _source(provision: ProvisionRow) -> str:
    """Say on which paragraph of its source a summary rests; an official text is its own."""
    if provision.text_status != TextStatus.EDITORIAL_SUMMARY:
        return ""
    return _("Our summary of paragraph %(number)d of the source.") % {
        "number": provision.source_paragraph
    }
