"""One byte form for a payload, so that its hash means the same everywhere and for ever."""

import json
import unicodedata
from collections.abc import Mapping

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def canonical_bytes(value: Mapping[str, object]) -> bytes:
    """Return UTF-8 JSON with sorted keys, no spaces, NFC texts, no floats.

    Raises TypeError for anything that has no single form (floats, dates, objects).
    """
    return json.dumps(
        _plain(dict(value)), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {unicodedata.normalize("NFC", key): _plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no canonical form; give text, integers or lists.")
