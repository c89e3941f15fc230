"""Every address of the house, with an example of each that a loaded house answers."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from core.languages import LANGUAGES, localized
from frameworks.models import Decision, Document, Milestone, Session
from reviews.models import Comment, Position, Round
from reviews.selectors.published_dispositions import read_published_dispositions

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One pattern of the URL configuration; `template` is its path with the parameters in it."""

    template: str
    view: Callable[..., Any]
    is_translated: bool

    @property
    def kind(self) -> str:
        return str(getattr(self.view, "address_kind", "unclassified"))

    @property
    def is_api(self) -> bool:
        return self.template.startswith("/api/")

    def example(self) -> str:
        """An address of this route; raises KeyError for a parameter that has no example yet."""
        parts = self.template.split("/")
        for index, part in enumerate(parts):
            if found := _PARAMETER.search(part):
                parts[index] = part.replace(found[0], EXAMPLES[parts[index - 1], found[1]]())
        return "/".join(parts)

    def examples(self) -> list[str]:
        """The example in every language in which the address exists."""
        path = self.example()
        return [localized(path, each) for each in LANGUAGES] if self.is_translated else [path]


def _first(rows: Any, key: str) -> Callable[[], str]:
    return lambda: str(rows.order_by("pk").values_list(key, flat=True)[0])


def _part_key(model: Any, noun: str) -> Callable[[], str]:
    def key() -> str:
        row = model.objects.select_related("framework").order_by(F("order_key"))[0]
        return f"{row.framework.slug}.{noun}.{row.slug}"

    return key


# By the word before a parameter, and its name.
EXAMPLES: dict[tuple[str, str], Callable[[], str]] = {
    ("frameworks", "name"): lambda: "ai-manufacturing-2026",
    ("frameworks", "framework"): lambda: "practice-framework",
    ("frameworks", "slug"): lambda: "ai-manufacturing-2026",
    ("provisions", "name"): lambda: "ai-manufacturing-2026.s6",
    ("provisions", "suffix"): lambda: "1",
    ("versions", "number"): lambda: "1",
    ("sessions", "name"): _first(Session.objects, "slug"),
    ("governing-body", "slug"): lambda: "gb-358",
    ("decisions", "name"): _first(Decision.objects, "key"),
    ("instruments", "name"): lambda: "C142",
    ("instruments", "code"): lambda: "C142",
    ("milestones", "name"): _part_key(Milestone, "milestone"),
    ("documents", "name"): _part_key(Document, "document"),
    ("rounds", "number"): lambda: "1",
    ("rounds", "name"): _first(Round.objects, "key"),
    ("comments", "name"): _first(Comment.objects.exclude(key=None), "key"),
    ("positions", "name"): _first(Position.objects.exclude(key=None), "key"),
    ("dispositions", "name"): lambda: read_published_dispositions().rows[0].key,
    ("themes", "code"): lambda: "skills",
    ("themes", "slug"): lambda: "skills",
}


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "/", False))


def _walk(patterns: list[Any], prefix: str, is_translated: bool) -> Iterator[Route]:
    for each in patterns:
        if isinstance(each, URLResolver):
            translated = is_translated or isinstance(each.pattern, LocalePrefixPattern)
            head = "" if isinstance(each.pattern, LocalePrefixPattern) else str(each.pattern)
            yield from _walk(each.url_patterns, prefix + head, translated)
        elif isinstance(each, URLPattern):
            yield Route(prefix + str(each.pattern), each.callback, is_translated)
