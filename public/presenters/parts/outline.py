"""A framework's sections with their provisions: as an outline, and as the whole text."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypedDict

from django.utils.translation import gettext as _

from core.public_paths import provision_path
from core.textform import paragraphs
from core.words import Said, foreign, said
from provisions.enums import TextStatus
from provisions.selectors.rows import ProvisionRow
from provisions.selectors.whole_text import Node, SectionText
from reviews.selectors.stances import Standing, standings

from .rows import Row, line
from .stances import Glyph, glyph_among
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
    stances: Glyph | None
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
    parts = list(sections)
    standing = standings([node.row.key for node in _heads(parts)])
    return [
        _section(
            part,
            language,
            rows=[line(node.row, standing[node.row.key], language) for node in part.nodes],
        )
        for part in parts
    ]


def whole(sections: Iterable[SectionText], language: str) -> list[SectionShown]:
    """Return the sections with everything that they say, and where the groups stand on it."""
    parts = list(sections)
    standing = standings([node.row.key for node in _all(parts)])
    return [
        _section(part, language, entries=[_entry(node, standing, language) for node in part.nodes])
        for part in parts
    ]


def _heads(sections: Iterable[SectionText]) -> Iterator[Node]:
    """Return the provisions that are no items of another."""
    for section in sections:
        yield from section.nodes


def _all(sections: Iterable[SectionText]) -> Iterator[Node]:
    """Return all provisions, items included."""
    open_ = list(_heads(sections))
    while open_:
        node = open_.pop()
        yield node
        open_.extend(node.items)


def summarized(sections: Iterable[SectionText]) -> ProvisionRow | None:
    """Return the first provision whose words are the portal's own, if there is one."""
    for node in _heads(sections):
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


def _entry(node: Node, standing: Mapping[str, Standing], language: str) -> Entry:
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
        stances=glyph_among(standing, provision.key, language),
        paragraphs=paragraphs(provision.body),
        children=nested(node.items, provision.number, standing, language),
    )


def _source(provision: ProvisionRow) -> str:
    """Say on which paragraph of its source a summary rests; an official text is its own."""
    if provision.text_status != TextStatus.EDITORIAL_SUMMARY:
        return ""
    return _("Our summary of paragraph %(number)d of the source.") % {
        "number": provision.source_paragraph
    }
