"""Downloads, the data dictionary, and how much may be asked."""

from functools import cache
from typing import Any

from django.conf import settings

from core.middleware import LONGEST_QUERY
from core.query import MAX_VALUES
from public.api.lists import ListEndpoint
from public.api.parameters import LARGEST_PAGE, PAGE_SIZE
from public.api.urls import urlpatterns
from public.presenters.links import api_path
from public.presenters.parts.dictionary import code_lists, columns_of, problems

from .page import Ask, Page, public_page


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
    found: dict[type[ListEndpoint], str] = {}
    for pattern in urlpatterns:
        endpoint = getattr(pattern.callback, "cls", None)
        if isinstance(endpoint, type) and issubclass(endpoint, ListEndpoint):
            found.setdefault(endpoint, str(pattern.pattern))
    return [_list(endpoint, address) for endpoint, address in found.items()]


def _list(endpoint: type[ListEndpoint], address: str) -> dict[str, Any]:
    # A list below one thing, such as a provision's versions, has no address of its own.
    path = "" if "<" in address else api_path(address)
    return {
        "noun": endpoint.noun,
        "about": " ".join((endpoint.__doc__ or "").partition("\n\n")[0].split()),
        "json": path,
        "csv": path and f"{path}?format=csv",
        "jsonl": path and f"{path}?format=jsonl",
        "address": api_path(address),
        "columns": columns_of(endpoint.shape, endpoint.columns),
    }
