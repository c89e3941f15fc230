"""Two of the review secretariat at the same time, each on a connection of their own."""

from typing import Any

import pytest

from provisions.models import Version
from reviews.models import NextVersion
from reviews.round_drafts import ItemDraft
from reviews.services.next_versions import save_next_version
from tests.conftest import AtOnce
from tests.factories.next_versions import (
    DRAFTED,
    begun,
    body_of,
    proposing,
    publish,
    redrafted,
    said,
    taken_over,
)
from tests.factories.reviews import closed, make_review, make_round
from tests.stakeholders.cast import House

from .test_round_races import outcome

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_begin_share_one_draft(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    results = at_once(outcome(lambda: begun(review)), outcome(lambda: begun(review)))
    assert results == ["done", "done"]
    assert NextVersion.objects.count() == 1


def test_of_two_who_save_the_second_hears_of_the_first(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    draft = begun(review)
    words = ("First window.", "Second window.")
    results = at_once(
        *(
            outcome(
                lambda body=body: save_next_version(  # type: ignore[misc]
                    **said(review), texts={"en": {"title": "T", "body": body}}
                )
            )
            for body in words
        )
    )
    assert sorted(results) == ["done", "edited_elsewhere"]
    assert body_of(draft) == words[results.index("done")]


def test_of_two_who_publish_one_does(house: House, at_once: AtOnce) -> None:
    review = make_review(house)
    comment = proposing(review, "new tool", "machine")
    closed(review.round)
    draft = taken_over(review, comment)
    results = at_once(
        outcome(lambda: publish(review, draft)), outcome(lambda: publish(review, draft))
    )
    assert sorted(results) == ["done", "not_found"]
    assert Version.objects.filter(provision=review.provisions[0]).count() == 2


def test_a_round_is_never_opened_on_words_that_are_replaced_at_that_moment(
    house: House, at_once: AtOnce
) -> None:
    review = make_review(house)
    closed(review.round)
    draft = redrafted(review, en="Other words.")
    provisions, seen = review.provisions[:1], [ItemDraft("trial.1", 1)]
    terms: dict[str, Any] = {"opens_at": DRAFTED, "closes_at": DRAFTED.replace(year=2027)}
    results = at_once(
        outcome(lambda: publish(review, draft)),
        outcome(lambda: make_round(house, provisions, items=seen, at=DRAFTED, **terms)),
    )
    assert sorted(results) in (["done", "round_running"], ["done", "version_changed"])
