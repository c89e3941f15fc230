"""A typed query, turned into what PostgreSQL is asked and what the reader is told about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from .folding import FOLDED, fold_word
from .marking import Marks
from .typed import WORD, TypedQuery, Word, code_runs, read_query
from .vocabulary import nearest, vocabulary

_PREFIX_FROM = 3  # letters: “AI” is a word of its own, “man” may begin one
_STEMMERS = {"en": "english_stem", "fr": "french_stem", "es": "spanish_stem"}

# Each word's stem, its query (stem, or words that begin like it) and whether that finds anything;
# and of all runs that may be a code those that are one.
_ASK = """
WITH stemmed AS (
    SELECT place, folded, suffix, lexemes = '{}' AS is_stop, {stem} AS stem
    FROM unnest(%(originals)s::text[], %(folded)s::text[], %(suffixes)s::text[])
        WITH ORDINALITY AS typed (original, folded, suffix, place)
    CROSS JOIN LATERAL ts_lexize(%(stemmer)s::regdictionary, lower(original)) AS lexemes
), words AS (
    SELECT place, is_stop, coalesce(stem, folded) AS stem, quote_literal(folded) || suffix
        || coalesce(' | ' || quote_literal(stem), '') AS query
    FROM stemmed
)
SELECT 'word', place::int, stem, query, is_stop, is_stop OR EXISTS (
    SELECT 1 FROM provisions_searchtext
    WHERE language = %(language)s AND vector @@ words.query::tsquery)
FROM words
UNION ALL
SELECT DISTINCT 'code', 0, code, '', false, true FROM unnest(%(runs)s::text[]) AS run (code)
WHERE EXISTS (
    SELECT 1 FROM provisions_searchtext
    WHERE language = %(language)s AND codes @> ARRAY[run.code]::varchar[])
ORDER BY 1, 2
""".replace("{stem}", FOLDED.format(text="lexemes[1]"))
_ONE_TEXT = """
SELECT reading.title || ' ' || reading.body FROM provisions_searchtext searching
JOIN provisions_currenttext reading USING (provision_id, language)
WHERE language = %s AND vector @@ %s::tsquery LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that stands nowhere, and the one that was searched for instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class CodeTerm:
    """A number or code of some provision, and the words that may stand for it in a text."""

    code: str
    query: str


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What is searched for in one language. `query` and the codes all have to be met.

    Queries are PostgreSQL's tsquery. `in_title` and `near_title` rank hits: all of the words in
    the title, or some. `finds_nothing` is known before any text is looked at.
    """

    text: str
    language: str
    query: str = ""
    codes: tuple[CodeTerm, ...] = ()
    in_title: str = ""
    near_title: str = ""
    marks: Marks = Marks()
    corrections: tuple[Correction, ...] = ()
    finds_nothing: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database says of one word."""

    word: Word
    stem: str
    query: str
    is_stop: bool
    is_found: bool


def plan_search(raw: str, *, language: str, revision: int) -> SearchPlan | None:
    """Return the plan for what was typed, or None for nothing but spaces.

    One query; two more when a word is found nowhere and a near one is looked for. `revision`
    is the public one, by which the vocabulary is remembered. Raises Invalid for a query that
    is too long or malformed.
    """
    typed = read_query(raw)
    if not typed.text:
        return None
    if typed.says_nothing:
        return SearchPlan(typed.text, language, finds_nothing=True)
    words, codes = _ask(typed, language)
    spans = _code_spans(typed, codes)
    loose = [known for place, known in enumerate(words) if not _inside(place, spans)]
    corrected = [_corrected(known, language, revision) for known in loose]
    if None in corrected:
        return SearchPlan(typed.text, language, finds_nothing=True)
    kept = _without_stops([known for known in corrected if known], typed, spans)
    terms = [CodeTerm(code, _spelled(words[first:behind], code)) for first, behind, code in spans]
    return _plan(typed, language, kept, terms, _told(loose, corrected, language))


def _ask(typed: TypedQuery, language: str) -> tuple[list[_Known], set[str]]:
    suffixes = [":*" if len(word.folded) >= _PREFIX_FROM else "" for word in typed.words]
    given: dict[str, str | list[str]] = {
        "originals": [word.typed for word in typed.words],
        "folded": [word.folded for word in typed.words],
        "suffixes": suffixes,
        "runs": sorted({code for _, _, code in code_runs(typed.words)}),
        "stemmer": _STEMMERS[language],
        "language": language,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, given)
        rows = cursor.fetchall()
    words = [
        _Known(typed.words[place - 1], stem, query, is_stop, is_found)
        for sort, place, stem, query, is_stop, is_found in rows
        if sort == "word"
    ]
    return words, {code for sort, _, code, *_ in rows if sort == "code"}


def _code_spans(typed: TypedQuery, codes: set[str]) -> list[tuple[int, int, str]]:
    """Return the runs that are codes: from the left, the longest first, none overlapping."""
    found = [run for run in code_runs(typed.words) if run[2] in codes]
    spans: list[tuple[int, int, str]] = []
    reached = 0
    for first, behind, code in sorted(found, key=lambda run: (run[0], -run[1])):
        if first >= reached:
            spans.append((first, behind, code))
            reached = behind
    return spans


def _inside(place: int, spans: Sequence[tuple[int, int, str]]) -> bool:
    return any(first <= place < behind for first, behind, _ in spans)


def _corrected(known: _Known, language: str, revision: int) -> _Known | None:
    """Return the word, or the near one to use instead, or None if there is none."""
    if known.is_found:
        return known
    near = nearest(known.word.folded, vocabulary(language, revision))
    if near is None:
        return None
    return _Known(Word(near, near), near, f"'{near}'", is_stop=False, is_found=True)


def _told(
    typed: Sequence[_Known], used: Sequence[_Known | None], language: str
) -> tuple[Correction, ...]:
    return tuple(
        Correction(before.word.typed, _as_written(after.word.folded, language))
        for before, after in zip(typed, used, strict=True)
        if after is not None and after is not before
    )


def _as_written(folded: str, language: str) -> str:
    """Return a folded word with its accents, as some text has it."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_TEXT, [language, f"'{folded}'"])
        row = cursor.fetchone()
    written = WORD.findall(row[0]) if row else []
    return next((word.lower() for word in written if fold_word(word) == folded), folded)


def _without_stops(
    words: list[_Known], typed: TypedQuery, spans: Sequence[tuple[int, int, str]]
) -> list[_Known]:
    """Leave out words such as “the”, unless nothing else was typed."""
    telling = [known for known in words if not known.is_stop]
    return telling if telling or typed.phrases or spans else words


def _spelled(words: Sequence[_Known], code: str) -> str:
    """Return the query for a code that a text spells out: `C 142`, or `C142`."""
    apart = " & ".join(f"'{known.word.folded}'" for known in words)
    return apart if len(words) == 1 else f"({apart}) | '{code}'"


def _plan(
    typed: TypedQuery,
    language: str,
    words: list[_Known],
    codes: list[CodeTerm],
    corrections: tuple[Correction, ...],
) -> SearchPlan:
    phrases = [_phrase(phrase) for phrase in typed.phrases]
    asked = [f"({known.query})" for known in words]
    # Titles are kept without positions, so a phrase counts there by its words.
    titled = [*asked, *(f"'{word.folded}'" for phrase in typed.phrases for word in phrase)]
    return SearchPlan(
        text=typed.text,
        language=language,
        query=" & ".join([*asked, *(f"({phrase})" for phrase in phrases)]),
        codes=tuple(codes),
        in_title=" & ".join(titled),
        near_title=" | ".join(titled),
        marks=_marks(typed, words, codes),
        corrections=corrections,
    )


def _phrase(words: Sequence[Word]) -> str:
    """Return the query for these very words, one behind the other.

    A single one is asked to stand where it stands, since only words have places, not stems.
    """
    quoted = [f"'{word.folded}'" for word in words]
    return " <-> ".join(quoted) if len(quoted) > 1 else f"{quoted[0]} <0> {quoted[0]}"


def _marks(typed: TypedQuery, words: Sequence[_Known], codes: Sequence[CodeTerm]) -> Marks:
    long = [known for known in words if len(known.word.folded) >= _PREFIX_FROM]
    short = [known.word.folded for known in words if len(known.word.folded) < _PREFIX_FROM]
    return Marks(
        beginnings=tuple(known.word.folded for known in long),
        stems=tuple(known.stem for known in long if len(known.stem) >= _PREFIX_FROM),
        words=frozenset([*short, *(term.code for term in codes)]),
        phrases=tuple(tuple(word.folded for word in phrase) for phrase in typed.phrases),
    )
