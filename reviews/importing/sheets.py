"""An XLSX file from outside, read row by row: nothing in it is trusted, nothing is computed."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol
from zipfile import ZipFile

from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries

from core.errors import DomainError, FieldError, Invalid
from reviews.compilation.columns import Column

from .headers import READ, SEARCHED_ROWS, columns_in, looks_like_headings, wrong_headers
from .limits import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_ROWS,
    checked_archive,
    not_a_table,
    too_many_rows,
)
from .rows import SheetRow

# Cells that say something; a prepared row with a place alone is one that nobody filled.
_SAYING = (Column.PARAGRAPH, Column.TYPE, Column.COMMENT, Column.PROPOSED)


class Cell(Protocol):
    """What openpyxl's cells have in common, empty ones included."""

    @property
    def value(self) -> Any: ...


Cells = Sequence[Cell]
# How spreadsheets write `_x0041_` and a carriage return; openpyxl reads the first in some places.
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000D_")


def read_table(content: bytes) -> tuple[SheetRow, ...]:
    """Return the filled rows of the first sheet of an XLSX file that is a table of comments.

    Raises Invalid for the file as a whole: `file_too_large`, `not_a_table`, `macros`, `headers`,
    `merged_cells`, `too_many_rows`, `no_rows`. No more is read than what may be kept.
    """
    with checked_archive(content) as archive:
        try:
            return _read(content, archive)
        except DomainError:
            raise
        except Exception as error:  # a made-up file may trip a foreign reader anywhere
            raise not_a_table() from error


def _read(content: bytes, archive: ZipFile) -> tuple[SheetRow, ...]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise not_a_table()
        for sheet in book.worksheets:
            # What a file says of its size may be wrong: rows below it would be passed over.
            sheet.reset_dimensions()
            rows: Iterator[Cells] = sheet.iter_rows(max_col=LAST_COLUMN)
            numbered = enumerate(rows, start=1)
            head = _headings(numbered)
            if head is None:
                continue
            number, columns = head
            found = _filled(numbered, columns)
            # Read-only sheets know nothing of merged cells; the part they are read from does.
            path: str = sheet._worksheet_path  # type: ignore[attr-defined]
            _check_unmerged(archive, path, number, columns)
            return found
    finally:
        book.close()
    raise wrong_headers()


def _headings(rows: Iterator[tuple[int, Cells]]) -> tuple[int, Mapping[int, Column]] | None:
    """Return the number of the row of headings and what stands where; None for another sheet."""
    for number, row in rows:
        texts = [cell.value if isinstance(cell.value, str) else "" for cell in row]
        if looks_like_headings(texts):
            return number, columns_in(texts)
        if number >= SEARCHED_ROWS:
            return None
    return None


def _filled(
    rows: Iterator[tuple[int, Cells]], columns: Mapping[int, Column]
) -> tuple[SheetRow, ...]:
    read = {place: column for place, column in columns.items() if column in READ}
    found: list[SheetRow] = []
    for number, row in rows:
        if number > LAST_ROW:
            raise too_many_rows()
        each = _row(number, row, read)
        if each.faults or any(each[column].strip() for column in _SAYING):
            found.append(each)
        if len(found) > MAX_ROWS:
            raise too_many_rows()
    if not found:
        raise Invalid(
            _("No row of the table says anything. Fill at least “Type” and “Comment”."),
            code="no_rows",
        )
    return tuple(found)


def _row(number: int, row: Cells, columns: Mapping[int, Column]) -> SheetRow:
    cells: dict[Column, str] = {}
    faults: list[str] = []
    for place, column in columns.items():
        if place >= len(row):
            continue
        name = f"{get_column_letter(place + 1)}{number}"
        cells[column] = _text(row[place], name, faults)
    return SheetRow(number, cells, tuple(faults))


def _text(cell: Cell, name: str, faults: list[str]) -> str:
    """Return what a cell says; what is no text is noted by the cell's name."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind == "f":
        faults.append(_("Cell %(cell)s holds a formula. Write what it says.") % {"cell": name})
    elif kind == "e":
        faults.append(_("Cell %(cell)s holds an error (%(error)s).") % _named(name, value))
    elif isinstance(value, str):
        return _ESCAPED.sub(lambda found: "_" if found[0] == "_x005F_" else "", value)
    elif isinstance(value, float) and value.is_integer():
        return str(int(value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    else:
        fault = _("Cell %(cell)s holds a date, a time or a yes-or-no value. Write words instead.")
        faults.append(fault % {"cell": name})
    return ""


def _named(cell: str, error: object) -> dict[str, str]:
    return {"cell": cell, "error": str(error)[:20]}


def _check_unmerged(
    archive: ZipFile, path: str, header: int, columns: Mapping[int, Column]
) -> None:
    """Raise Invalid `merged_cells`, naming them, where any touch the table."""
    found = sorted(_merged(archive, path), key=lambda area: range_boundaries(area)[1] or 0)
    merged = [area for area in found if _touches(area, header, columns)]
    if merged:
        detail = _(
            "Merged cells don’t say which row they belong to. Unmerge them and repeat the words"
            " where they are meant: %(cells)s."
        ) % {"cells": ", ".join(merged[:10])}
        raise Invalid(detail, code="merged_cells", errors=[FieldError("cells", detail, "merged")])


def _merged(archive: ZipFile, path: str) -> Iterator[str]:
    with archive.open(path) as part:
        for _event, element in iterparse(part, events=("end",)):
            if element.tag.endswith("}mergeCell"):
                yield str(element.get("ref", ""))
            elif element.tag.endswith("}row"):
                element.clear()


def _touches(area: str, header: int, columns: Mapping[int, Column]) -> bool:
    left, _top, right, bottom = range_boundaries(area)
    if None in (left, right, bottom):
        return True
    return bottom >= header and any(left <= place + 1 <= right for place in columns)  # type: ignore[operator]
