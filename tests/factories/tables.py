"""Tables of comments as delegations fill them in, and as they spoil them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("No.", "Place", "Paragraph", "Type", "Comment", "Proposed change")
Row = Sequence[Any]


def row(
    place: object = "1",
    paragraph: object = "",
    kind: object = "Substantive",
    comment: object = "Say who pays.",
    proposed: object = "",
) -> Row:
    """Return a good row on the whole of provision 1, unless the arguments say otherwise."""
    return (None, place, paragraph, kind, comment, proposed)


def table(
    *rows: Row,
    headings: Iterable[Any] = HEADINGS,
    spoil: Callable[[Worksheet], object] | None = None,
) -> bytes:
    """Return an XLSX file with one sheet: headings, then `rows` from row 2 on."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(headings))
    for each in rows:
        sheet.append(list(each))
    if spoil:
        spoil(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return an office file with one part put in or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return out.getvalue()


def with_shared_strings(content: bytes, part: bytes) -> bytes:
    """Return a table whose shared texts, which openpyxl does not write, are `part`."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml")
    known = (
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    typed = with_part(content, "[Content_Types].xml", types.replace(b"</Types>", known))
    return with_part(typed, "xl/sharedStrings.xml", part)


def texts_of(content: bytes, sheet: int = 0) -> list[list[str]]:
    """Return the cells of a sheet as texts, empty ones as ""."""
    found = load_workbook(io.BytesIO(content)).worksheets[sheet]
    return [[str(value or "") for value in row] for row in found.iter_rows(values_only=True)]
