"""Where a text may be cut without parting a character that readers see as one.

A short form of the grapheme clusters of Unicode (UAX 29): it keeps together what texts in normal
form can hold – marks with their letter, joined and toned emoji, flags. Syllables typed as single
Hangul jamo are left to NFC, which composes them.
"""

import unicodedata

_JOINER = "\u200d"
_EXTENDING = {_JOINER, "\u200c"}  # beside all marks, among them the variation selectors


def is_border(text: str, at: int) -> bool:
    """Tell whether `text` may be cut before the code point `at`; both ends are borders."""
    if at <= 0 or at >= len(text):
        return True
    before, behind = text[at - 1], text[at]
    if before == "\n" or behind == "\n":
        return True
    if _extends(behind):
        return False
    if before == _JOINER:
        return not _is_pictured(behind)
    if _is_flag_letter(before) and _is_flag_letter(behind):
        return _flag_letters_before(text, at) % 2 == 0
    return True


def border_at_or_before(text: str, at: int) -> int:
    """Return the nearest border at or before the code point `at`."""
    while not is_border(text, at):
        at -= 1
    return at


def border_at_or_after(text: str, at: int) -> int:
    """Return the nearest border at or behind the code point `at`."""
    while not is_border(text, at):
        at += 1
    return at


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character).startswith("M")
        or character in _EXTENDING
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # tones of skin
        or "\U000e0020" <= character <= "\U000e007f"  # tags, as in the flag of Wales
    )


def _is_pictured(character: str) -> bool:
    return unicodedata.category(character) == "So"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    """Count the letters of flags in a row before `at`: two make a flag."""
    first = at
    while first > 0 and _is_flag_letter(text[first - 1]):
        first -= 1
    return at - first
