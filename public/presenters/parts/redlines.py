"""What changed between two versions, as `components/redline.html` and its kin show it."""

from collections.abc import Iterable
from typing import Literal, TypedDict

from core.textform import paragraphs
from provisions.redline import RedlinedParagraph, Span, SpanKind, in_paragraphs, redline
from provisions.selectors.versions import VersionRow

from .words import foreign

Op = Literal["same", "insert", "delete"]
_OPS: dict[SpanKind, Op] = {
    SpanKind.EQUAL: "same",
    SpanKind.INSERTED: "insert",
    SpanKind.DELETED: "delete",
}
_BREAK = "¶"  # shows a paragraph break that was added or taken out


class Run(TypedDict):
    op: Op
    text: str


class Block(TypedDict):
    runs: list[Run]
    is_title: bool


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
        blocks=[
            Block(runs=_runs(titles.spans), is_title=True),
            *(_block(paragraph) for paragraph in in_paragraphs(bodies.spans)),
        ],
        clean=paragraphs(after.body),
        clean_title=after.title,
    )


def _runs(spans: Iterable[Span]) -> list[Run]:
    return [Run(op=_OPS[span.kind], text=span.text) for span in spans]


def _block(paragraph: RedlinedParagraph) -> Block:
    runs = _runs(paragraph.spans)
    ending = paragraph.ends_with
    if ending is not None and ending is not SpanKind.EQUAL:
        runs.append(Run(op=_OPS[ending], text=_BREAK))
    return Block(runs=runs, is_title=False)
