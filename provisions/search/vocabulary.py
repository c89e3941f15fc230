"""The words that stand in the texts now, to find what a mistyped word was meant to be."""

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

_WORDS = """
SELECT word, ndoc FROM ts_stat(%s, 'd') WHERE length(word) >= 4 AND word !~ '[0-9]'
"""  # weight D: the words themselves have positions, their stems have none
_TEXTS = "SELECT vector FROM provisions_searchtext WHERE language = '{language}'"

# One vocabulary a language, of the newest revision asked for: {word: in how many provisions}.
_kept: dict[str, tuple[int, dict[str, int]]] = {}


def vocabulary(language: str, revision: int) -> dict[str, int]:
    """Return the folded words of a language’s texts with the number of provisions.

    `language` is one of the portal's own codes. Reading costs one query of some 50 ms for ten
    thousand provisions, so the answer is remembered for as long as the revision stays.
    """
    kept = _kept.get(language)
    if kept is not None and kept[0] == revision:
        return kept[1]
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [_TEXTS.format(language=language)])
        words = dict(cursor.fetchall())
    _kept[language] = (revision, words)
    return words


def nearest(word: str, words: dict[str, int]) -> str | None:
    """Return the word of `words` that `word` was probably meant to be, or None.

    One slip (a letter too many, too few, wrong, or two swapped) is forgiven from four letters
    on, two from eight. Among equals the more frequent wins.
    """
    slips = _forgiven(word)
    if not slips:
        return None
    near = process.extract(word, words.keys(), scorer=OSA.distance, score_cutoff=slips, limit=20)
    best = min(
        ((distance, -words[found], found) for found, distance, _ in near), default=(0, 0, None)
    )
    return best[2]


def _forgiven(word: str) -> int:
    if any(character.isdigit() for character in word) or len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2
