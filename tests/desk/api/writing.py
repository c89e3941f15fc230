"""A round that is open at this very moment, and bodies as programs send them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from stakeholders.models import Circle
from tests.factories.reviews import Review, make_review
from tests.stakeholders.cast import House

HOUR = timedelta(hours=1)


def open_review(house: House, **terms: Any) -> Review:
    """Return a round that opened an hour ago and closes tomorrow."""
    now = timezone.now()
    terms = {"opens_at": now - HOUR, "closes_at": now + 24 * HOUR, "at": now - HOUR} | terms
    return make_review(house, **terms)


def content(review: Review, circle: Circle, *, place: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a body with everything that a comment needs, on words of the provision at `place`."""
    text = review.text(place).text
    exact = " ".join(text.body.split()[:3])
    return {
        "circle": str(circle.pk),
        "type": "substantive",
        "purpose": "change",
        "body": "Say who pays for the training.",
        "reason": "It is left open.",
        "proposed": "Training is given, and paid for, before a new tool is used.",
        "language": "en",
        "target": {
            "version_text": {
                "key": review.provisions[place].key,
                "version": 1,
                "language": "en",
                "issue": text.issue,
            },
            "selectors": [{"type": "TextQuoteSelector", "exact": exact}],
        },
    } | changes
