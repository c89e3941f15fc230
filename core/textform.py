"""The normal form of every text: NFC, LF, single spaces, a blank line between paragraphs."""

import re
import unicodedata

_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n ?")
_GAPS = re.compile(r"\n{2,}")
_MARKS = re.compile("[\u0300-\u036f]")
_FORBIDDEN = {"Cc", "Cs", "Co", "Cn"}


def normalize_text(raw: str) -> str:
    """Return `raw` in normal form; a single line break inside a paragraph becomes a space.

    Raises ValueError for characters that no text may hold: controls (NUL among them),
    lone surrogates, private or unassigned code points.
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    for character in text:
        if character not in "\n\t" and unicodedata.category(character) in _FORBIDDEN:
            raise ValueError(f"The character U+{ord(character):04X} can't stand in a text.")
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    return "\n\n".join(part.replace("\n", " ") for part in _GAPS.split(text))


def normalize_line(raw: str) -> str:
    """Return `raw` in normal form on one line."""
    return normalize_text(raw).replace("\n\n", " ")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text in normal form."""
    return text.split("\n\n") if text else []


def fold(text: str) -> str:
    """Return `text` without accents and case: for comparing, sorting and searching."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text)).casefold()
