"""Filters of a list as the address carries them: facets to choose, chips to take away."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict
from urllib.parse import parse_qsl, urlencode

from core.public_paths import api_path
from core.words import Said

_PLACE = "cursor"  # where in a list a page begins; it belongs to one set of filters only


class Option(TypedDict):
    value: str
    label: str
    lang: str
    count: int
    checked: bool


class Facet(TypedDict):
    name: str
    label: str
    open: bool
    options: list[Option]


class Chip(TypedDict):
    label: str
    value: str
    lang: str
    url: str


class Address:
    """The address of a list with its filters; each change of it starts at the list's head."""

    def __init__(self, path: str, canonical: str) -> None:
        self.path = path
        self.pairs = [pair for pair in parse_qsl(canonical) if pair[0] != _PLACE]

    def url(self, pairs: Iterable[tuple[str, str]] | None = None) -> str:
        query = urlencode(self.pairs if pairs is None else list(pairs))
        return f"{self.path}?{query}" if query else self.path

    def without(self, name: str, value: str) -> str:
        return self.url(pair for pair in self.pairs if pair != (name, value))

    def at(self, cursor: str) -> str:
        """Return where the list goes on."""
        return self.url([*self.pairs, (_PLACE, cursor)])


def facet(
    name: str,
    label: str,
    names: Mapping[str, str | Said],
    counts: Mapping[str, int],
    chosen: Sequence[str],
) -> Facet:
    """Return a facet in the order of `names`. What is neither found nor chosen is left out."""
    options = [
        _option(value, words, counts.get(value, 0), checked=value in chosen)
        for value, words in names.items()
        if counts.get(value) or value in chosen
    ]
    return Facet(name=name, label=label, open=bool(chosen), options=options)


def _option(value: str, words: str | Said, count: int, *, checked: bool) -> Option:
    text, lang = (words, "") if isinstance(words, str) else (words["text"], words["lang"])
    return Option(value=value, label=text, lang=lang, count=count, checked=checked)


def chips(address: Address, facets: Iterable[Facet]) -> list[Chip]:
    """Return one chip for every value that is chosen."""
    return [
        Chip(
            label=each["label"],
            value=option["label"],
            lang=option["lang"],
            url=address.without(each["name"], option["value"]),
        )
        for each in facets
        for option in each["options"]
        if option["checked"]
    ]


def csv_url(address: Address, sort: str, language: str) -> str:
    """Return the whole list under these filters, in this order, as CSV from the API."""
    pairs = [pair for pair in address.pairs if pair[0] != "sort"]
    asked = [*pairs, ("sort", sort), ("lang", language), ("format", "csv")]
    return f"{api_path('provisions')}?{urlencode(asked)}"
