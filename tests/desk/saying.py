"""Positions at the desk: the addresses of their pages, and what a browser sends from them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from reviews.models import Position
from tests.factories.positions import take
from tests.factories.reviews import Review, closed

from .rounds import running


def path_of(review: Review, room: Any, page: str = "") -> str:
    return f"/desk/positions/{review.item().pk}/{room.pk}/{page}"


def own_path(review: Review, page: str = "") -> str:
    return path_of(review, review.house.delegation("AAA"), page)


def form_of(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a position of AAA."""
    return {
        "stance": "objection",
        "reasons": "It <b>costs</b> too much.",
        "wording": "",
        "language": "en",
        "expected_number": "0",
        "act": "check",
    } | changes


def taken(review: Review, stance: str = "support", name: str = "AAA", **terms: Any) -> Position:
    home = review.house.delegation(name)
    return take(review, review.house[name], home, stance, at=timezone.now(), **terms)


def over() -> Review:
    """Return a round that closed a day ago."""
    begun = timezone.now() - timedelta(days=8)
    made = running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)
    closed(made.round)
    return made
