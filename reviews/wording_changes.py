"""Putting a proposed wording in the place of the words it is about, or taking these out."""

from core.textform import normalize_text

_CLOSES = frozenset(",.;:!?)]}»”")


def with_words_replaced(body: str, start: int, end: int, wording: str) -> str:
    """Return `body` in normal form with `body[start:end]` replaced by `wording`; an empty wording
    takes the words out, with the space or the paragraph that they leave empty.
    """
    before, after = body[:start], body[end:]
    if not wording.strip() and after[:1] in _CLOSES:
        before = before.rstrip(" ")  # nothing stands between the word before and its comma now
    return normalize_text(f"{before}{wording}{after}")
