"""The pages of rounds, and comments where they were published."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories.reviews import OPENS, Review, make_round
from tests.public.api.house import taken_back
from tests.public.published import make_published


@pytest.fixture(scope="module")
def review(house: None, django_db_blocker: Any) -> Iterator[Review]:
    with django_db_blocker.unblock(), taken_back():
        yield make_published()


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def round_path(review: Review) -> str:
    return f"/frameworks/{review.framework.slug}/rounds/1/"


def test_a_round_shows_its_deadline_in_its_zone_and_in_utc(
    client: Client, review: Review, db: None
):
    page = said(client, round_path(review))
    assert "15 October 2026, 18:00 Geneva time (16:00 UTC)" in page
    assert "The words of the first draft." in page


def test_comments_stand_with_the_provision_they_speak_of(client: Client, review: Review, db: None):
    first, second = (
        said(client, f"/frameworks/{review.framework.slug}/provisions/{each.suffix}/")
        for each in review.provisions
    )
    assert "Of the North." in first
    assert "Members that do not support it: BBB" in " ".join(first.split())
    assert "Of one, with another." in second
    assert "Co-sponsored by: BBB" in " ".join(second.split())
    assert "Of one, with another." not in first


def test_markup_in_a_comment_is_text(client: Client, review: Review, db: None):
    page = said(client, round_path(review))
    assert "&lt;b&gt;Words of the Employers&lt;/b&gt; &amp; others" in page
    assert "<b>Words" not in page


def test_a_tombstone_shows_no_words(client: Client, review: Review, db: None):
    page = said(client, round_path(review))
    assert "To be taken back." not in page
    assert "Withdrawn by its actor after it was published" in page
    assert page.count("Received late") == 1
    assert "Unheard." not in page


def test_the_proposed_wording_is_marked_against_the_quoted_words(
    client: Client, review: Review, db: None
):
    page = said(client, round_path(review))
    assert '<blockquote class="comment__quote"' in page
    assert "<ins>" in page or "<ins " in page


def test_open_rounds_stand_on_the_home_page(client: Client, review: Review, db: None):
    make_round(
        review.house,
        review.provisions,
        opens_at=OPENS.replace(month=11),
        at=OPENS,
        closes_at=OPENS.replace(month=12),
    )
    page = said(client, "/")
    assert "Review rounds under way" in page
    assert "Opens" in page
    assert said(client, "/rounds/").index("Review round 2") < said(client, "/rounds/").index(
        "Review round 1"
    )


@pytest.mark.parametrize("path", ["/rounds/", "/fr/rounds/", "/es/rounds/"])
def test_the_list_of_rounds_is_there_in_each_language(
    client: Client, review: Review, db: None, path: str
):
    assert f"/frameworks/{review.framework.slug}/rounds/1/" in said(client, path)


def test_a_round_that_is_not_there_is_a_404_that_helps(client: Client, review: Review, db: None):
    answer = client.get(f"/frameworks/{review.framework.slug}/rounds/9/")
    assert answer.status_code == 404
    assert "There is no review round 9" in answer.content.decode()


def test_a_round_s_page_costs_the_same_whatever_is_said(
    client: Client, review: Review, db: None, django_assert_num_queries: Any
):
    with django_assert_num_queries(15):
        said(client, round_path(review))
