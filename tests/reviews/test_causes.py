"""“Why this wording”: told to whoever may know of the comments behind it, and to nobody else."""

import pytest

from reviews.selectors.causes import caused_by, changes_explained
from reviews.services.comments import withdraw_comment
from stakeholders.models import Mandate
from tests.factories.next_versions import (
    DRAFTED,
    handed_over,
    proposing,
    publish,
    redrafted,
    taken_over,
)
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, closed, make_review
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import actor

from .cast import fresh

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


def told(mandate: Mandate | None) -> list[tuple[str, int, int, list[str]]]:
    return [
        (each.language, each.new_start, each.new_end, [one.actor for one in each.comments])
        for each in changes_explained("trial.1", 2, mandate, DRAFTED)
    ]


def published(review: Review, *, words: str = "new tool", proposed: str = "machine"):
    """Return a comment whose wording went into version 2, beside a change that nobody caused."""
    comment = proposing(review, words, proposed)
    closed(review.round)
    taken_over(review, comment)
    publish(review, redrafted(review, en="Free training is given before a machine is used."))
    return fresh(comment)


def test_a_published_comment_explains_its_change_to_everybody(review, everybody):
    comment = published(review)
    text = "Free training is given before a machine is used."
    start = text.index("machine")
    for name, mandate in everybody.items():
        assert told(mandate) == [("en", start, start + 7, ["AAA"])], name
    [change] = changes_explained("trial.1", 2, None, DRAFTED)
    assert BODY[change.old_start : change.old_end] == "new tool"
    assert [(one.id, one.key) for one in change.comments] == [(comment.pk, "trial.comment.1-1")]


def test_an_unpublished_one_explains_it_in_its_room_and_to_the_secretariat(house, everybody):
    review = make_review(house, publication="never")
    comment = published(review)
    inside = {"AAA", "AAA-focal", "adviser", "secretariat"}
    for name, mandate in everybody.items():
        assert bool(told(mandate)) == (name in inside), name
        caused = caused_by([comment.pk], mandate, DRAFTED)
        assert set(caused) == ({comment.pk} if name in inside else set()), name


def test_a_comment_says_what_it_caused(review):
    comment = published(review)
    [change] = caused_by([comment.pk], None, DRAFTED)[comment.pk]
    assert (change.version, change.language) == (2, "en")
    assert BODY[change.old_start : change.old_end] == "new tool"


def test_one_that_was_withdrawn_before_the_version_stands_behind_nothing(review):
    comment = proposing(review, "new tool", "machine")
    closed(review.round)
    draft = taken_over(review, comment)
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        actor=actor(review.house["AAA-focal"]),
        at=DRAFTED,
    )
    publish(review, draft)
    assert told(review.house["secretariat"]) == []


def test_a_credit_for_words_that_stayed_as_they_were_explains_nothing(review):
    house = review.house
    comment = handed_over(review, house["AAA-focal"], house.delegation("AAA"), "new tool")
    closed(review.round)
    taken_over(review, comment)
    publish(review, redrafted(review, en=BODY.replace("Training", "Free training")))
    assert told(None) == []


def test_many_comments_cost_no_more_queries_than_one(review):
    comments = [proposing(review, "new tool", "machine") for _each in range(5)]
    closed(review.round)
    draft = taken_over(review, comments[0])
    for comment in comments[1:]:
        draft.causes.create(comment=comment, language="en", start=25, end=33)
    publish(review, draft)
    for read in (
        lambda: changes_explained("trial.1", 2, None, DRAFTED),
        lambda: caused_by([each.pk for each in comments], None, DRAFTED),
    ):
        with count_queries() as statements:
            assert read()
        assert len(statements) == 1
    assert len(told(None)[0][3]) == 5
