"""Downloads, the data dictionary, and how much may be asked."""

import re
from functools import cache
from typing import Any

from django.conf import settings

from core.middleware import LONGEST_QUERY
from core.public_paths import api_path
from core.query import MAX_VALUES
from public.api.endpoint import PublicEndpoint
from public.api.parameters import FORMATS, LARGEST_PAGE, PAGE_SIZE
from public.api.urls import urlpatterns
from public.presenters.parts.dictionary import code_lists, columns_of, problems

from .page import Ask, Page, public_page

_NAME = re.compile(r"<\w+:\w+>")


@public_page()
def data(ask: Ask) -> Page:
    limits = {
        "page": PAGE_SIZE,
        "largest_page": LARGEST_PAGE,
        "requests": settings.API_REQUESTS_PER_MINUTE,
        "query": LONGEST_QUERY,
        "values": MAX_VALUES,
    }
    context = {"section": "data", "lists": lists(), "limits": limits, "problems": problems()}
    return Page("public/data.html", {**context, "code_lists": code_lists(ask.language)})


@cache
def lists() -> list[dict[str, Any]]:
    """Return every list of the API with its forms and columns, read from its addresses."""
    found: dict[type[PublicEndpoint], str] = {}
    for pattern in urlpatterns:
        endpoint = getattr(pattern.callback, "cls", None)
        if isinstance(endpoint, type) and issubclass(endpoint, PublicEndpoint):
            found.setdefault(endpoint, str(pattern.pattern))
    return [_list(endpoint, address) for endpoint, address in found.items() if _has_forms(endpoint)]


def _has_forms(endpoint: type[PublicEndpoint]) -> bool:
    """Return whether it is a list: those can be had as CSV and JSON Lines, too."""
    return any(parameter.choices == FORMATS for parameter in endpoint.query.parameters)


def _list(endpoint: type[PublicEndpoint], address: str) -> dict[str, Any]:
    results: Any = endpoint.answer_shape()().get_fields()["results"]
    row = results.child
    # Statistics have flat rows: every member is a column.
    in_csv = tuple(getattr(endpoint, "columns", row.get_fields()))
    # A list below one thing, such as a provision's versions, has no address of its own.
    path = "" if "<" in address else api_path(address)
    return {
        "noun": getattr(endpoint, "noun", address),
        "about": " ".join((endpoint.__doc__ or "").partition("\n\n")[0].split()),
        "address": _NAME.sub("{key}", api_path(address)),
        "json": path,
        "csv": path and f"{path}?format=csv",
        "jsonl": path and f"{path}?format=jsonl",
        "columns": columns_of(row, in_csv),
    }
