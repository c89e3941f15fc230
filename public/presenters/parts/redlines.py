"""What changed between two versions, as `components/redline.html` and its kin show it."""

from typing import TypedDict

from core.textform import paragraphs
from core.words import foreign
from provisions.redline import redline
from provisions.redline_blocks import Block, blocks, title_block
from provisions.selectors.versions import VersionRow


class Comparison(TypedDict):
    """The redline of title and body together; `clean` is the later version without marks."""

    insertions: int
    deletions: int
    lang: str
    blocks: list[Block]
    clean: list[str]
    clean_title: str


def comparison(before: VersionRow, after: VersionRow, language: str) -> Comparison:
    titles, bodies = redline(before.title, after.title), redline(before.body, after.body)
    return Comparison(
        insertions=titles.insertions + bodies.insertions,
        deletions=titles.deletions + bodies.deletions,
        lang=foreign(after.language, language),
        blocks=[title_block(titles.spans), *blocks(bodies.spans)],
        clean=paragraphs(after.body),
        clean_title=after.title,
    )
