"""The page of a working draft, as the review secretariat fills it in."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from reviews.models import Comment, NextVersion
from tests.factories.next_versions import handed_over
from tests.factories.reviews import Review

from .rounds import running

PATH = "/desk/secretariat/provisions/trial.1/next/"


def lately_over() -> Review:
    """Return a round whose window ended a day ago, and that no act has closed yet."""
    begun = timezone.now() - timedelta(days=8)
    return running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)


def comment_on(
    review: Review, words: str = "new tool", proposed: str = "machine", **terms: object
) -> Comment:
    house, at = review.house, review.round.opens_at + timedelta(hours=1)
    return handed_over(
        review,
        house["AAA-focal"],
        house.delegation("AAA"),
        words,
        proposed=proposed,
        at=at,
        **terms,
    )


def begin(client: Client) -> NextVersion:
    assert client.post(PATH, {"do": "begin", "version": "1"}).status_code == 302
    return NextVersion.objects.get()


def form(**changes: str) -> dict[str, str]:
    """Return the page's form as it is sent, with the texts of version 1 or these."""
    sent = {"edition": str(NextVersion.objects.get().edition)}
    for code, text in NextVersion.objects.get().texts.items():
        sent |= {f"title_{code}": text["title"], f"body_{code}": text["body"]}
    return sent | changes


def body() -> str:
    return str(NextVersion.objects.get().texts["en"]["body"])
