"""The row of headings: which column is where, whatever language it is headed in."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.labels import labels
from core.languages import DEFAULT_LANGUAGE
from reviews.compilation.columns import Column, by_name, plain

# What is read; the others may stand there, as in a compilation, and are passed over.
READ = (Column.PLACE, Column.PARAGRAPH, Column.TYPE, Column.COMMENT, Column.PROPOSED)
SEARCHED_ROWS = 30  # from the top of a sheet: what stands above the headings is passed over
_ENOUGH = 3  # of the known headings make a row the row of headings


def looks_like_headings(texts: Sequence[str]) -> bool:
    """Tell whether these are the texts of the row of headings, complete and right or not."""
    known = {code for text in texts if (code := _code(text))}
    return len(known) >= _ENOUGH


def columns_in(texts: Sequence[str]) -> Mapping[int, Column]:
    """Return the columns by their place in the row, counted from 0. Raises Invalid `headers`,
    naming each heading that is missing, doubled or not known.
    """
    found = {place: _code(text) for place, text in enumerate(texts) if text.strip()}
    counted = Counter(code for code in found.values() if code)
    names = heading_names()
    errors = [
        FieldError(code, _("The column “%(name)s” is missing.") % {"name": names[code]}, "missing")
        for code in READ
        if code not in counted
    ]
    errors += [
        FieldError(
            code, _("The column “%(name)s” is there twice.") % {"name": names[code]}, "twice"
        )
        for code, times in counted.items()
        if times > 1
    ]
    errors += [
        FieldError(
            "header",
            _("“%(name)s” is no heading of this table.") % {"name": texts[place].strip()[:60]},
            "unknown",
        )
        for place, code in found.items()
        if not code
    ]
    if errors:
        raise wrong_headers(errors)
    return {place: Column(code) for place, code in found.items()}


def wrong_headers(errors: Sequence[FieldError] = ()) -> Invalid:
    """Return the refusal of a table whose headings are not those of a table of comments."""
    names = heading_names()
    detail = _("The headings have to be those of the template: %(names)s.") % {
        "names": ", ".join(names[code] for code in Column.values)
    }
    return Invalid(detail, code="headers", errors=[FieldError("header", detail), *errors])


def heading_names() -> Mapping[str, str]:
    """Return what the columns are called in the reader's language."""
    return labels(Column, get_language() or DEFAULT_LANGUAGE)


def _code(text: str) -> str:
    return _known().get(plain(text), "")


@cache
def _known() -> dict[str, str]:
    return by_name(Column)
