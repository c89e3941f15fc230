"""Parameters that the lists of the API have in common."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.errors import FieldError, Invalid
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from core.query import Parameter, Query, choice, whole_number, words

PAGE_SIZE = 100
LARGEST_PAGE = 500
FORMATS = ("json", "jsonl", "csv")
LONGEST_CURSOR = 1_000
LONGEST_KEY = 120
MOST_NAMED = 60  # known values that a refusal lists


def language_parameter() -> Parameter:
    return choice("lang", LANGUAGES, "Language of texts and labels.", default=DEFAULT_LANGUAGE)


def cursor_parameter(name: str, description: str) -> Parameter:
    return words(name, description, longest=LONGEST_CURSOR)


def framework_filter() -> Parameter:
    return words("framework", "Slug of a framework.", longest=80, many=True)


def round_filter() -> Parameter:
    return words("round", "Key of a round.", longest=LONGEST_KEY, many=True)


def provision_filter() -> Parameter:
    return words("provision", "Key of a provision.", longest=LONGEST_KEY, many=True)


def list_query(*filters: Parameter, orders: Iterable[str]) -> Query:
    """Return the query of a list: its own filters and what every list understands."""
    known = tuple(orders)
    return Query((*filters, *_sorting(known), *_paging(), language_parameter()))


def _sorting(orders: tuple[str, ...]) -> tuple[Parameter, ...]:
    about = "Order of the rows; the default is the document's own and never changes."
    return (choice("sort", orders, about, default=orders[0]),)


def _paging() -> tuple[Parameter, ...]:
    size = f"Rows on a page, {PAGE_SIZE} if not given. In csv and jsonl: the whole list."
    return (
        cursor_parameter("cursor", "Where to go on: `next_cursor` of the page before."),
        whole_number("page_size", size, least=1, most=LARGEST_PAGE),
        choice("format", FORMATS, "Form of the answer.", default="json"),
    )


def refuse_unknown(sent: Mapping[str, tuple[Collection[str], Collection[str]]]) -> None:
    """Raise Invalid for values that the data doesn't know.

    `sent` maps each parameter to the values sent and to those that are known.
    """
    errors = [
        FieldError(name, _unknown(value, list(known)), "bad_value")
        for name, (values, known) in sent.items()
        for value in values
        if value not in known
    ]
    if errors:
        raise Invalid(_("The query can't be understood."), code="bad_query", errors=errors)


def _unknown(value: str, known: list[str]) -> str:
    named: dict[str, Any] = {"value": value[:100], "known": ", ".join(known[:MOST_NAMED])}
    if not known:
        return _("“%(value)s” is not known here; nothing is.") % named
    if len(known) > MOST_NAMED:
        named["more"] = len(known) - MOST_NAMED
        return _("“%(value)s” is not known here. Known: %(known)s and %(more)d more.") % named
    return _("“%(value)s” is not known here. Choose from: %(known)s.") % named
