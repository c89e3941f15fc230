"""Office files that come out the same, byte for byte, whenever they are made of the same words."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

# What the format knows as its beginning: no hour of making is told.
_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def packed(content: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """Return an office file packed anew: its parts in their order, without times of their own.

    `replaced` are parts that the library would stamp with the present, by their names.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, replaced.get(name) or made.read(name))
    return out.getvalue()


def writable(text: str) -> str:
    """Return `text` with a mark in the place of every character that XML can't hold."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
