"""What a proposed wording, or a later wording, changes: as `components/redline.html` shows it."""

from typing import TypedDict

from provisions.redline import redline
from provisions.redline_blocks import Block, blocks


class Change(TypedDict):
    insertions: int
    deletions: int
    lang: str
    dir: str
    blocks: list[Block]


def change(old: str, new: str, lang: str = "") -> Change:
    """Return what leads from `old` to `new`, word by word. `lang` is the language of both."""
    found = redline(old, new)
    return Change(
        insertions=found.insertions,
        deletions=found.deletions,
        lang=lang,
        dir="auto",
        blocks=blocks(found.spans),
    )
