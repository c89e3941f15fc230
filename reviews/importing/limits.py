"""What a table may be at most. All of it is checked before anything is unpacked."""

import io
import re
import zipfile
from typing import Final

from django.utils.translation import gettext as _

from core.errors import Invalid

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 2_000  # that say anything
LAST_ROW: Final = 10_000  # of the sheet, empty ones counted: nothing is looked for below it
LAST_COLUMN: Final = 40
_MAX_CELLS: Final = 200_000  # of all sheets, with their rows
_MAX_UNPACKED: Final = 40 * 1024 * 1024  # bytes of everything in the file
# Sheets are read row by row; everything else has to fit into memory as a whole.
_MAX_PART: Final = 16 * 1024 * 1024
_MAX_PARTS: Final = 500
_SHEETS = "xl/worksheets/"
# What other office files hold, by a part that gives them away.
_OTHERS = ("mimetype", "word/document.xml", "ppt/presentation.xml", "xl/workbook.bin")
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/")
_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:row|c)[\s/>]")
_CHUNK: Final = 256 * 1024


def checked_archive(content: bytes) -> zipfile.ZipFile:
    """Return the XLSX file in `content`, opened. Raises Invalid: `file_too_large`, `not_a_table`,
    `macros`, `too_many_rows`.

    Python unpacks no more of a part than its directory promises, so promises are enough.
    """
    if len(content) > MAX_BYTES:
        raise too_large()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise not_a_table() from None
    names = [part.filename for part in archive.infolist()]
    if any(name.lower().endswith(_MACROS) or name.lower().startswith(_MACROS) for name in names):
        raise _macros()
    if "xl/workbook.xml" not in names or any(name in _OTHERS for name in names):
        raise not_a_table()
    _check_sizes(archive)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise _macros()
    _check_cells(archive)
    return archive


def _check_sizes(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    kept = [part for part in parts if not part.filename.startswith(_SHEETS)]
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in parts) > _MAX_UNPACKED
        or any(part.file_size > _MAX_PART for part in kept)
    ):
        raise Invalid(
            _(
                "This file unpacks to far more than a table of comments needs. Copy the table into"
                " the template of this round and send that."
            ),
            code="file_too_large",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise not_a_table()


def _check_cells(archive: zipfile.ZipFile) -> None:
    """Count the cells of all sheets as bytes: to parse them takes a hundred times as long."""
    count = 0
    for name in archive.namelist():
        if not name.startswith(_SHEETS):
            continue
        with archive.open(name) as part:
            rest = b""
            while chunk := part.read(_CHUNK):
                if b"\0" in chunk:  # UTF-16 or worse: no office program writes it
                    raise not_a_table()
                # A tag that the chunk cuts is counted with the next one.
                whole, opening, cut = (rest + chunk).rpartition(b"<")
                count += len(_CELL.findall(whole))
                rest = opening + cut
                if count > _MAX_CELLS:
                    raise too_many_rows()


def too_large() -> Invalid:
    return Invalid(
        _("The file is larger than %(most)d MB. Send the table in several files.")
        % {"most": MAX_BYTES // (1024 * 1024)},
        code="file_too_large",
    )


def too_many_rows() -> Invalid:
    return Invalid(
        _("The table has more than %(most)d rows. Send it in several files.") % {"most": MAX_ROWS},
        code="too_many_rows",
    )


def not_a_table() -> Invalid:
    return Invalid(
        _(
            "This is not an XLSX file that can be read. Save the table as “Excel workbook (.xlsx)”,"
            " without a password, and send it again."
        ),
        code="not_a_table",
    )


def _macros() -> Invalid:
    return Invalid(
        _("This file holds macros. Save it as “Excel workbook (.xlsx)”, without them."),
        code="macros",
    )
