"""Placements of late and withdrawn comments, and who reads where a comment stands."""

from datetime import timedelta
from typing import Any

import pytest

from record.models import PUBLIC
from reviews.anchors import make_anchor
from reviews.models import Comment
from reviews.selectors.placements import placements_of
from reviews.services.comments import revise_comment, withdraw_comment
from reviews.services.late import accept_late, decline_late
from reviews.services.submissions import offer_late
from tests.factories.placements import (
    CONFIRMED,
    REWRITTEN,
    SIMILAR,
    by_aaa,
    latest_of,
    on_words,
    rewritten,
)
from tests.factories.provisions import WORDS
from tests.factories.reviews import AFTER, Review, closed, make_review
from tests.stakeholders.cast import House, actor

from .cast import acts_of, fresh
from .contents import content_in
from .scenes import IN_AAA, People

LATER = CONFIRMED + timedelta(days=1)


def late(review: Review, words: str = "before a new tool") -> Comment:
    house = review.house
    comment = on_words(review, house["AAA"], house.delegation("AAA"), words, shared_only=True)
    offer_late(
        comment_ids=[comment.pk],
        reason="The mail was down.",
        actor=actor(house["AAA-focal"]),
        at=REWRITTEN + timedelta(hours=1),
    )
    return comment


def accepted(review: Review, comment: Comment) -> Comment:
    return accept_late(
        comment_id=comment.pk,
        expected_edition=1,
        reason="It was down indeed.",
        actor=actor(review.house["secretariat"]),
        at=LATER,
    )


@pytest.mark.parametrize("publication", ["at_close", "never"])
def test_a_late_comment_is_placed_when_it_is_accepted(house: House, publication: str) -> None:
    review = make_review(house, publication=publication)
    rewritten(review)
    comment = late(review)
    assert not comment.placements.exists()
    accepted(review, comment)
    placement = latest_of(comment)
    assert (placement.kind, placement.version.number, placement.at) == ("exact", 2, LATER)
    chains = {chain for chain, code in acts_of("trial.1") if code == "version.comments_placed"}
    assert (PUBLIC in chains) is (publication == "at_close")


def test_a_late_comment_without_a_later_version_is_not_placed(review: Review) -> None:
    closed(review.round)
    comment = late(review)
    accepted(review, comment)
    assert not comment.placements.exists()


def test_words_that_a_declined_offer_spoke_of_are_forgotten(review: Review) -> None:
    """It is offered anew on other words: nobody outside reads which words it was on before."""

    house = review.house
    closed(review.round)
    comment = on_words(review, house["AAA"], house.delegation("AAA"), shared_only=True)
    focal_point = actor(house["AAA-focal"])
    offer: dict[str, Any] = {
        "comment_ids": [comment.pk],
        "reason": "Late.",
        "actor": focal_point,
    }
    offer_late(**offer, at=AFTER)
    rewritten(review, SIMILAR)
    decline_late(
        comment_id=comment.pk,
        expected_edition=1,
        reason="Too late.",
        actor=actor(house["secretariat"]),
        at=REWRITTEN,
    )
    revise_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        content=content_in(comment, anchor=make_anchor(WORDS["en"].body, 0, 8)),
        actor=focal_point,
        at=CONFIRMED,
    )
    offer_late(**offer, at=CONFIRMED)
    accept_late(
        comment_id=comment.pk,
        expected_edition=3,
        reason="So be it.",
        actor=actor(house["secretariat"]),
        at=LATER,
    )
    [facts] = placements_of([comment.pk], None, LATER)[comment.pk]
    assert (facts.number, facts.selectors[0]["exact"]) == (2, "training")


@pytest.mark.parametrize("publication", ["at_close", "never"])
def test_where_a_comment_stands_is_known_where_the_comment_is(
    house: House, everybody: People, publication: str
) -> None:
    review = make_review(house, publication=publication)
    comment = by_aaa(review)
    rewritten(review)
    readers = {
        name
        for name, mandate in everybody.items()
        if comment.pk in placements_of([comment.pk], mandate, LATER)
    }
    hidden = publication == "never"
    assert readers == (IN_AAA | {"secretariat"} if hidden else set(everybody))


def test_where_a_withdrawn_comment_stood_is_known_in_its_room_only(
    review: Review, everybody: People
) -> None:
    comment = by_aaa(review)
    rewritten(review)
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        actor=actor(review.house["AAA-focal"]),
        at=CONFIRMED,
    )
    readers = {
        name
        for name, mandate in everybody.items()
        if comment.pk in placements_of([comment.pk], mandate, LATER)
    }
    assert readers == IN_AAA
