"""What a page lets its reader follow, as `components/subscribe.html` sends it."""

from typing import TypedDict
from urllib.parse import urlencode

from notifications.enums import Topic
from notifications.subjects import LONGEST_SUBJECT

from .filters import Address

_ORDER = "sort"  # how a list is shown says nothing of what it holds


class Follow(TypedDict):
    topic: str
    subject: str


def follow(topic: Topic, subject: str) -> Follow:
    return Follow(topic=topic.value, subject=subject)


def follow_search(address: Address) -> Follow | None:
    """Return the search of a list's address; None without a filter, or where it is too long."""
    search = urlencode([pair for pair in address.pairs if pair[0] != _ORDER])
    return follow(Topic.SEARCH, search) if 0 < len(search) <= LONGEST_SUBJECT else None
