"""What stands around rows and things: the sample's mark, and where a list goes on."""

from collections.abc import Mapping
from typing import Any

from .parts import Shape, address, flag, several, shape, text

NOTICE = text("The mark of a sample database, in words; null elsewhere.", null=True)


def page_shape(
    row: Shape, more: Mapping[str, Any] | None = None, *, always_cursor: bool = False
) -> Shape:
    """Return the envelope of a list of `row`, with members of its own in `more`."""
    return shape(
        f"{row.__name__}Page",
        {
            "is_sample": flag("Whether this comes from a sample database."),
            "notice": NOTICE,
            "next": address("The page that follows; null where none does.", null=True),
            "next_cursor": text("The token in `next`.", null=not always_cursor),
            **(more or {}),
            "results": several(row, "The rows."),
        },
    )


def detail_shape(thing: Shape) -> Shape:
    """Return the shape of one thing by itself."""
    fields = dict(thing().get_fields())
    return shape(f"One{thing.__name__}", {**fields, "notice": NOTICE}, thing.__doc__ or "")
