"""Words without accents and case, made alike by PostgreSQL and by Python."""

import re

from core.textform import fold

# Expressions of PostgreSQL over `{text}`. NFD splits a letter from its marks, which are dropped;
# ligatures have no such form and are written out: people type oeuvre for œuvre.
FOLDED = (
    "replace(replace(replace(lower(regexp_replace(normalize({text}, NFD),"
    " '[\\u0300-\\u036f]', '', 'g')), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')"
)
# Only letters and digits, so that the parser sees l’été and COVID-19 as plain words.
WORDS = "btrim(regexp_replace({text}, '[^[:alnum:]]+', ' ', 'g'))"

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_IN_A_CODE = re.compile(r"[\W_]+")


def fold_word(word: str) -> str:
    """Return `word` as the folded part of the search vector holds it."""
    return fold(word).translate(_LIGATURES)


def fold_code(code: str) -> str:
    """Return a number or code as the `codes` column holds it: `7(b)(i)` is `7bi`."""
    return _NOT_IN_A_CODE.sub("", fold_word(code))
