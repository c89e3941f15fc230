"""Rounds that closed a day ago, with comments to answer: the desk's instant is the clock's."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from reviews.services.late import accept_late
from reviews.services.submissions import offer_late
from tests.factories.dispositions import (
    REASONS,
    Answering,
    prepare,
    release,
)
from tests.factories.reviews import closed, make_submitted, share
from tests.stakeholders.cast import actor

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


def more_comments(answering: Answering) -> None:
    """Ten comments of the delegation more, accepted late one by one, their answers prepared."""
    house, now = answering.house, timezone.now()
    made = [
        share(answering.review, house["AAA-focal"], house.delegation("AAA"), at=now)
        for _each in range(10)
    ]
    by = actor(house["AAA-focal"])
    offer_late(comment_ids=[each.pk for each in made], reason="Late.", actor=by, at=now)
    for each in made:
        accept_late(
            comment_id=each.pk,
            expected_edition=1,
            reason="Once.",
            actor=actor(house["secretariat"]),
            at=now,
        )
    prepare(answering, made, at=now)
