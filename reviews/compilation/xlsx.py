"""A compilation as a spreadsheet: the table first, and a sheet that says what it is."""

from django.utils.translation import gettext as _
from openpyxl import Workbook

from .columns import WIDTHS, Column
from .table import Compilation
from .workbook import facts_sheet, print_marks, table_sheet, workbook_bytes


def as_xlsx(made: Compilation) -> bytes:
    """Return `made` as an XLSX file, the same bytes for the same compilation.

    It can be sent back as a table of comments: place, paragraph, type, comment and proposed
    change are read again as they stand.
    """
    book = Workbook()
    about, table = book.worksheets[0], book.create_sheet()
    about.title, table.title = _("About this table"), _("Comments")
    facts_sheet(about, made.heading, made.facts, ())
    rows = [[row.text(Column(code)) for code in Column.values] for row in made.rows]
    table_sheet(table, made.columns, rows, list(WIDTHS.values()))
    for sheet in book.worksheets:
        print_marks(sheet, made.heading, " ".join(made.marks))
    return workbook_bytes(book, title=made.heading, language=made.language, at=made.at)
