"""Rounds and published comments: in the name of actors, and following the feed copies them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from public.api.root import schema_document
from reviews.models import Comment, Round
from tests.factories.reviews import Review
from tests.public.published import BODY, make_published

from .house import taken_back
from .test_changes import upserted
from .test_schema import check, strict
from .walking import Get, rows

__all__ = ["strict"]


@pytest.fixture(scope="module")
def review(house: None, django_db_blocker: Any) -> Iterator[Review]:
    with django_db_blocker.unblock(), taken_back():
        yield make_published()


def by_body(get: Get) -> dict[str, Any]:
    return {row["text"] or "withdrawn": row for row in rows(get, "comments?page_size=2")}


def test_a_round_says_what_stands_still_and_until_when(get: Get, review: Review):
    [row] = rows(get, f"rounds?framework={review.framework.slug}")
    assert row["key"] == f"{review.framework.slug}.round.1"
    assert (row["state"], row["publication"]) == ("closed", "at_close")
    assert row["closes_at"] == "2026-10-15T16:00:00Z"
    assert row["time_zone"] == review.framework.time_zone
    assert [item["provision"] for item in row["items"]] == [p.key for p in review.provisions]
    assert row["comments_published"] == 5
    assert get(f"rounds/{row['key']}")["purpose"] == "The words of the first draft."
    assert (
        get(f"rounds?lang=fr&framework={review.framework.slug}")["results"][0]["purpose_language"]
        == "fr"
    )


def test_comments_are_in_the_name_of_their_actors(get: Get, review: Review):
    found = by_body(get)
    employers = found[BODY]
    assert (employers["actor"], employers["actor_kind"]) == ("employers", "group")
    assert [each["type"] for each in employers["selectors"]] == [
        "TextQuoteSelector",
        "TextPositionSelector",
    ]
    assert employers["selectors"][0]["exact"] == "Training"
    assert found["Of the North."]["not_supporting"] == ["BBB"]
    assert found["Of the North."]["actor"] == "north-group"
    assert found["Of one, with another."]["co_sponsors"] == ["BBB"]
    assert found["Of one, with another."]["actor"] == "AAA"
    assert found["Late."]["is_late"] is True
    assert sum(row["is_late"] for row in found.values()) == 1
    assert "Unheard." not in found


def test_a_withdrawn_comment_keeps_its_number_and_no_words(get: Get, review: Review):
    gone = by_body(get)["withdrawn"]
    assert gone["is_withdrawn"] is True
    assert gone["number"] > 0
    words = ("text", "reason", "proposed", "comment_type", "purpose", "language")
    assert [gone[name] for name in words] == [None] * len(words)
    assert gone["selectors"] == []


def test_no_answer_names_a_person(client: Client, review: Review):
    names = [mandate.user.name for mandate in review.house.mandates.values()]
    for address in ("comments", "rounds", "changes?page_size=500", "comments?format=csv"):
        said = client.get(f"/api/v1/{address}").content.decode()
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", said)]


@pytest.mark.parametrize(
    ("filter_", "count"),
    [
        ("group=employers", 1),
        ("group=employers&group=workers", 3),
        ("comment_type=substantive", 4),
        ("comment_type=editorial", 0),
        ("provision=nowhere.s1", 0),
    ],
)
def test_comments_are_filtered(get: Get, review: Review, filter_: str, count: int):
    assert len(rows(get, f"comments?{filter_}")) == count


def test_an_unknown_round_is_named(client: Client, review: Review):
    refused = client.get("/api/v1/comments?round=nowhere.round.9")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "round"


def test_the_answers_are_what_the_schema_says(get: Get, strict: dict[str, Any], review: Review):
    for noun in ("rounds", "comments"):
        answer = get(noun)
        check(strict, f"/api/v1/{noun}", answer)
        detail = get(f"{noun}/{answer['results'][0]['key']}")
        check(strict, f"/api/v1/{noun}/{{name}}", detail)
    assert "/api/v1/comments" in schema_document()["paths"]


def test_following_the_feed_copies_rounds_and_comments(get: Get, review: Review):
    copy, _cursor = upserted(get, "changes?page_size=3")
    for noun in ("rounds", "comments", "provisions"):
        for row in rows(get, noun):
            assert copy[row["key"]] == row
    assert Round.objects.count() == sum(key.count(".round.") for key in copy)


def test_a_spreadsheet_opens_the_comments(client: Client, review: Review):
    body = client.get("/api/v1/comments?format=csv").content.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(body)))
    assert len(found) == Comment.objects.filter(published_at__isnull=False).count()
    assert {row["actor"] for row in found} == {"employers", "workers", "north-group", "AAA"}


def test_lists_cost_the_same_for_one_and_for_many(
    client: Client, review: Review, django_assert_num_queries: Any
):
    for noun, queries in (("rounds", 6), ("comments", 6)):
        for size in (1, 100):
            with django_assert_num_queries(queries):
                assert client.get(f"/api/v1/{noun}?page_size={size}").status_code == 200
