"""Sheets of text: nothing in a cell is ever run, whatever it begins with."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from .packing import packed, writable

_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
# Spreadsheets take `_x0041_` for a character; written so, it stays what it is.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_CHARACTERS = 32_767  # of a cell, in UTF-16 units
_A4 = 9  # as the format numbers sizes of paper
_LINE = Side(style="thin", color="9AA5B1")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E4E9EF")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_text(
    sheet: Worksheet,
    row: int,
    column: int,
    text: str,
    *,
    heading: bool = False,
    framed: bool = True,
) -> Cell:
    """Write a text into a cell, as text for good: formatted as such, never as a formula."""
    cell = cast(Cell, sheet.cell(row, column))
    cell.value = _fitting(_ESCAPE.sub("_x005F_", writable(text))) or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = _WRAPPED
    # Kept as text also when somebody edits the cell.
    cell.quotePrefix = text.startswith(_FORMULA)
    if heading:
        cell.font = Font(bold=True)
        cell.fill = _HEAD
    if framed:
        cell.border = _BORDER
    return cell


def table_sheet(
    sheet: Worksheet,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
) -> None:
    """Fill a sheet with one table: its headings stay in sight and stand on every printed page."""
    for place, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        write_text(sheet, 1, place, heading, heading=True)
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, start=2):
        for place, text in enumerate(row, start=1):
            write_text(sheet, number, place, text)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def facts_sheet(
    sheet: Worksheet, title: str, facts: Sequence[tuple[str, str]], notes: Sequence[str]
) -> None:
    """Fill a sheet with a title, what is known by labels, and sentences below."""
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    head = write_text(sheet, 1, 1, title, framed=False)
    head.font, head.alignment = Font(bold=True, size=14), Alignment(wrap_text=False)
    for number, (label, value) in enumerate(facts, start=3):
        write_text(sheet, number, 1, label, heading=True)
        write_text(sheet, number, 2, value)
    for number, note in enumerate(notes, start=len(facts) + 4):
        write_text(sheet, number, 2, note, framed=False)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4


def print_marks(sheet: Worksheet, above: str, below: str) -> None:
    """Let every printed page carry `above` at its head, `below` and its number at its foot."""
    head, foot = sheet.oddHeader, sheet.oddFooter
    # An ampersand would begin a code there.
    head.center.text = writable(above)[:120].replace("&", "&&")  # type: ignore[union-attr]
    foot.left.text = writable(below)[:200].replace("&", "&&")  # type: ignore[union-attr]
    foot.right.text = "&P / &N"  # type: ignore[union-attr]


def workbook_bytes(book: Workbook, *, title: str, language: str, at: datetime) -> bytes:
    """Return a workbook as an XLSX file that says no more of its making than `at`."""
    book.properties = _properties(title, language, at)
    out = io.BytesIO()
    book.save(out)
    # Saving stamped it with the present.
    core = tostring(_properties(title, language, at).to_tree())
    return packed(out.getvalue(), {"docProps/core.xml": cast(bytes, core)})


def _properties(title: str, language: str, at: datetime) -> DocumentProperties:
    stamp = at.replace(tzinfo=None, microsecond=0)
    return DocumentProperties(
        creator="Tripartite",
        title=writable(title),
        language=language,
        created=stamp,
        modified=stamp,
    )


def _fitting(text: str) -> str:
    """Return what a cell can hold; a longer text ends in a mark that it goes on."""
    if len(text) * 2 <= _MOST_CHARACTERS or len(text.encode("utf-16-le")) // 2 <= _MOST_CHARACTERS:
        return text
    return text[: _MOST_CHARACTERS // 2 - 2] + " […]"
