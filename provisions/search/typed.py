"""What somebody typed, as terms: words, quoted phrases, and runs that may be a code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import FieldError, Invalid
from core.textform import normalize_line

from .folding import fold_word

MAX_QUERY = 200  # characters
MAX_WORDS = 30
MAX_CODE_PARTS = 6  # ai-manufacturing-2026.s6 has four
_QUOTED = re.compile('"([^"]*)"|“([^”]*)”|«([^»]*)»|„([^“]*)“')
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, and as the search vector holds it."""

    typed: str
    folded: str


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """The words outside quotes in their order, and the quoted phrases."""

    text: str
    words: tuple[Word, ...]
    phrases: tuple[tuple[Word, ...], ...]

    @property
    def says_nothing(self) -> bool:
        """Return whether there is no letter and no digit to search for."""
        return not self.words and not self.phrases


def read_query(raw: str) -> TypedQuery:
    """Return what `raw` asks for. Raises Invalid if it is too long or holds control characters."""
    if len(raw) > MAX_QUERY:
        raise _invalid(f"Search for at most {MAX_QUERY} characters; these are {len(raw)}.", "long")
    try:
        text = normalize_line(raw)
    except ValueError as error:
        raise _invalid(f"This can’t be searched for. {error}", "malformed") from None
    phrases: list[tuple[Word, ...]] = []

    def keep(match: re.Match[str]) -> str:
        phrases.append(_words(next(part for part in match.groups() if part is not None)))
        return " "

    words = _words(_QUOTED.sub(keep, text))
    if len(words) + sum(map(len, phrases)) > MAX_WORDS:
        raise _invalid(f"Search for at most {MAX_WORDS} words.", "long")
    return TypedQuery(text, words, tuple(phrase for phrase in phrases if phrase))


def code_runs(words: tuple[Word, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield every run of neighbours that may be a code: first, behind the last, joined.

    `C 142`, `7 (b) (i)` and `S6` come as runs of two, three and one; a code has a digit.
    """
    for first in range(len(words)):
        joined = ""
        for behind in range(first + 1, min(first + MAX_CODE_PARTS, len(words)) + 1):
            joined += words[behind - 1].folded
            if any(character.isdigit() for character in joined):
                yield first, behind, joined


def _words(text: str) -> tuple[Word, ...]:
    words = (Word(part, fold_word(part)) for part in WORD.findall(text))
    return tuple(word for word in words if word.folded)


def _invalid(detail: str, code: str) -> Invalid:
    return Invalid(detail, code="bad_query", errors=[FieldError("q", detail, code)])
