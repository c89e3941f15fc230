"""Tables as CSV, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import orjson

CSV = "text/csv; charset=utf-8"
# What a spreadsheet takes for a formula, full-width signs included (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_bytes(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    """Return rows as UTF-8 CSV with a byte order mark, so that spreadsheets read the accents.

    A column is a path into a row (`version.title`); its heading has underscores. Several values
    stand in one cell, separated by `; `. A text that a spreadsheet would run begins with `'`.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.replace(".", "_") for column in columns])
    paths = [column.split(".") for column in columns]
    for row in rows:
        writer.writerow([_cell(_at(row, path)) for path in paths])
    return out.getvalue().encode("utf-8-sig")


def _at(value: Any, path: Sequence[str]) -> Any:
    for place, name in enumerate(path):
        if isinstance(value, list | tuple):
            return [_at(item, path[place:]) for item in value]
        if value is None:
            return None
        value = value[name]
    return value


def _cell(value: Any) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, date):
        return orjson.dumps(value, option=orjson.OPT_UTC_Z)[1:-1].decode()
    text = "; ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
