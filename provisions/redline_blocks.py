"""A redline as `components/redline_runs.html` shows it: runs of words, in blocks."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from .redline import RedlinedParagraph, Span, SpanKind, in_paragraphs

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


def blocks(spans: Sequence[Span]) -> list[Block]:
    """Return the paragraphs of a redlined body."""
    return [_block(paragraph) for paragraph in in_paragraphs(spans)]


def title_block(spans: Iterable[Span]) -> Block:
    """Return a redlined title."""
    return Block(runs=runs(spans), is_title=True)


def runs(spans: Iterable[Span]) -> list[Run]:
    """Return spans as runs, for a text that is shown on one line."""
    return [Run(op=_OPS[span.kind], text=span.text) for span in spans]


def _block(paragraph: RedlinedParagraph) -> Block:
    made = runs(paragraph.spans)
    ending = paragraph.ends_with
    if ending is not None and ending is not SpanKind.EQUAL:
        made.append(Run(op=_OPS[ending], text=_BREAK))
    return Block(runs=made, is_title=False)
