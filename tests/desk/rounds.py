"""Rounds whose window lies around the present: the desk takes its instant from the clock."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.factories.reviews import Review, make_review

from .conftest import signed_in


def running(**terms: Any) -> Review:
    """Return a round that opened an hour ago and closes in a week, with the house that holds it."""
    begun = timezone.now() - timedelta(hours=1)
    wanted = {"opens_at": begun, "closes_at": begun + timedelta(days=7), "at": begun}
    return make_review(**(wanted | terms))


def browser(review: Review, name: str) -> Client:
    """Return a browser of the person whose mandate has this name in the cast."""
    mandate = review.house[name]
    return signed_in(mandate.user, mandate)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()
