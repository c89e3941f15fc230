"""The same rows in other forms: JSON Lines for programs, and what a file is called."""

from collections.abc import Iterable
from typing import Any

import orjson

from record.installation import is_sample_database

JSONL = "application/jsonl; charset=utf-8"


def json_bytes(value: Any) -> bytes:
    """Return `value` as JSON, with instants as `2026-11-22T13:40:00Z`."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def jsonl_bytes(rows: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json_bytes(row) + b"\n" for row in rows)


def file_header(noun: str, extension: str) -> dict[str, str]:
    """Return the header that names the file; a sample's name says that it is one."""
    mark = "SAMPLE-" if is_sample_database() else ""
    return {"Content-Disposition": f'attachment; filename="{mark}tripartite-{noun}.{extension}"'}
