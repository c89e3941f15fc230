"""The words of a provision with its items, as `components/provision_text.html` shows them."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from core.public_paths import provision_path
from core.textform import paragraphs
from core.words import foreign, language_name
from provisions.enums import TextStatus
from provisions.lifecycle import Stage
from provisions.selectors.provision import Relative
from provisions.selectors.rows import ProvisionRow
from provisions.selectors.whole_text import Node
from reviews.selectors.stances import Standing

from .sources import Source
from .stances import Glyph, glyph_among

# Stages at which a provision's words stand for nothing any more.
_SPENT = {Stage.WITHDRAWN, Stage.NOT_APPROVED}


class Item(TypedDict):
    label: str
    anchor: str
    url: str
    lang: str
    note: str
    original: str
    stances: Glyph | None
    paragraphs: list[str]
    children: list["Item"]


class Text(TypedDict):
    lang: str
    untranslated: bool
    language_name: str
    is_summary: bool
    source_paragraph: int | None
    source: str
    source_lang: str
    source_url: str
    paragraphs: list[str]
    children: list[Item]


class Words(TypedDict):
    """What any version says, and on what it rests."""

    body: str
    of_text: str
    text_status: str
    source_paragraph: int | None


def text(words: Words, source: Source | None, children: list[Item], language: str) -> Text:
    """Return the text; in another language than the page's it says so."""
    lang = foreign(words["of_text"], language)
    return Text(
        lang=lang,
        untranslated=bool(lang),
        language_name=language_name(lang, language) if lang else "",
        is_summary=words["text_status"] == TextStatus.EDITORIAL_SUMMARY,
        source_paragraph=words["source_paragraph"],
        source=source["text"] if source else "",
        source_lang=source["lang"] if source else "",
        source_url=source["url"] if source else "",
        paragraphs=paragraphs(words["body"]),
        children=children,
    )


def words_of(row: ProvisionRow) -> Words:
    return Words(
        body=row.body,
        of_text=row.text_language,
        text_status=row.text_status,
        source_paragraph=row.source_paragraph,
    )


def label_below(number: str, above: str) -> str:
    """Return what an item is called under its parent: `7(b)` under `7` is `(b)`."""
    return number.removeprefix(above) or number


def spent_note(stage: str, language: str) -> str:
    """Return the stage in words where the words stand for nothing any more, else nothing."""
    return labels(Stage, language)[stage] if stage in _SPENT else ""


def original_note(of_text: str, of_page: str) -> str:
    """Say that words have no translation and which language they are in, or nothing."""
    if of_text == of_page:
        return ""
    named = {"language": language_name(of_text, of_page)}
    return _("No translation yet; shown in the original: %(language)s.") % named


def items_of(
    relatives: Sequence[Relative], number: str, standing: Mapping[str, Standing], language: str
) -> list[Item]:
    """Return what stands below a provision called `number`, nested as deep as it goes."""
    shown: list[Item] = []
    open_: list[tuple[int, str, list[Item]]] = [(-1, number, shown)]
    for relative in relatives:
        while open_[-1][0] >= relative.depth:
            open_.pop()
        _depth, above, siblings = open_[-1]
        item = _item(relative, above, standing, language)
        siblings.append(item)
        open_.append((relative.depth, relative.number, item["children"]))
    return shown


def _item(relative: Relative, above: str, standing: Mapping[str, Standing], language: str) -> Item:
    return Item(
        label=label_below(relative.number, above),
        anchor="",
        url=provision_path(relative.key, language),
        lang=foreign(relative.text_language, language),
        note=spent_note(relative.stage, language),
        original=original_note(relative.text_language, language),
        stances=glyph_among(standing, relative.key, language),
        paragraphs=paragraphs(relative.body),
        children=[],
    )


def nested(
    nodes: Sequence[Node], above: str, standing: Mapping[str, Standing], language: str
) -> list[Item]:
    """Return the items of a whole text, each with an anchor."""
    return [
        Item(
            label=label_below(node.row.number, above),
            anchor=node.row.suffix,
            url=provision_path(node.row.key, language),
            lang=foreign(node.row.text_language, language),
            note=spent_note(node.row.stage, language),
            original=original_note(node.row.text_language, language),
            stances=glyph_among(standing, node.row.key, language),
            paragraphs=paragraphs(node.row.body),
            children=nested(node.items, node.row.number, standing, language),
        )
        for node in nodes
    ]
