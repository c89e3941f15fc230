"""Rounds that closed a day ago, with comments to answer: the desk's instant is the clock's."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.factories.dispositions import (
    REASONS,
    Answering,
    prepare,
    release,
)
from tests.factories.reviews import closed, make_submitted

from .conftest import signed_in
from .rounds import running


def over(**terms: Any) -> Answering:
    """Return a round that closed a day ago with three comments, unanswered."""
    begun = timezone.now() - timedelta(days=8)
    window = {"opens_at": begun, "closes_at": begun + timedelta(days=7), "at": begun}
    review = running(**(window | terms))
    house, during = review.house, begun + timedelta(days=1)
    answering = Answering(
        review,
        make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=during),
        make_submitted(review, house["north-group"], house.region("north-group"), at=during),
        make_submitted(review, house["workers-spokesperson"], house.group("workers"), at=during),
    )
    review.round = closed(review.round)
    return answering


def released(**terms: Any) -> Answering:
    """Return such a round whose comments were answered alike an hour ago."""
    answering = over(**terms)
    at = timezone.now() - timedelta(hours=1)
    prepare(answering, answering.comments, at=at)
    release(answering, at=at)
    for comment in answering.comments:
        comment.refresh_from_db()
    return answering


def browser(answering: Answering, name: str) -> Client:
    """Return a browser of the person whose mandate has this name in the cast."""
    mandate = answering.house[name]
    return signed_in(mandate.user, mandate)


def path(answering: Answering, page: str = "") -> str:
    return f"/desk/dispositions/rounds/{answering.review.round.pk}/{page}"


def answer_form(answering: Answering, comments: Any, **terms: Any) -> dict[str, Any]:
    """Return what the answering form sends for comments that nobody answered before."""
    said: dict[str, Any] = {
        "act": "prepare",
        "comment": [str(each.pk) for each in comments],
        "seen": [f"{each.pk}:0" for each in comments],
        "kind": "incorporated",
        "duplicate_of": "",
        **{f"reasons_{code}": text for code, text in REASONS.items()},
    }
    return said | terms
