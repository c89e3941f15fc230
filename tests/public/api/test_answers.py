"""Positions, answers and what moved: as they were released, and following the feed copies them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from provisions.enums import Stance
from reviews.models import Comment, Position
from tests.factories.positions import release, take_for
from tests.public.converged import MAINTAINED, SILENT, Converged, make_converged, released
from tests.public.published import BODY, PROPOSED

from .house import taken_back
from .test_changes import exported, upserted
from .test_schema import check, strict
from .walking import Get, rows

__all__ = ["strict"]
ADDRESSES = ("positions", "dispositions", "comments", "provisions", "stats/convergence")


@pytest.fixture(scope="module")
def story(house: None, django_db_blocker: Any) -> Iterator[Converged]:
    with django_db_blocker.unblock(), taken_back():
        yield make_converged()


def said(get: Get, query: str = "") -> dict[tuple[str, str, int], dict[str, Any]]:
    """Return positions by actor, stance and version."""
    return {
        (row["actor"], row["stance"], row["version"]): row
        for row in rows(get, f"positions?page_size=2&{query}")
    }


def test_positions_are_in_the_name_of_their_actors(get: Get, story: Converged):
    found = said(get)
    assert set(found) == {
        ("employers", "objection", 1),
        ("employers", "reservation", 1),
        ("workers", "support_subject_to_amendment", 1),
        ("workers", "support", 1),
        ("north-group", "support", 1),
        ("AAA", "support", 1),
        ("employers", "can_join_consensus", 2),
        ("CCC", "reservation", 2),
        ("CCC", "objection", 2),
    }
    region, state = found["north-group", "support", 1], found["AAA", "support", 1]
    assert (region["actor_kind"], region["group"]) == ("regional_group", "governments")
    assert (region["aligned"], region["not_aligned"]) == ([], ["BBB"])
    assert region["ad_referendum"] is True
    assert (state["aligned"], state["aligned_labels"], state["release"]) == (
        ["CCC"],
        ["CCC"],
        "own_word",
    )
    assert found["workers", "support_subject_to_amendment", 1]["amendment"]


def test_an_error_stays_and_says_so(get: Get, story: Converged):
    found = said(get, "actor=employers&round=" + story.first.round.key)
    wrong, right = found["employers", "objection", 1], found["employers", "reservation", 1]
    assert (wrong["is_current"], wrong["is_corrected"]) == (False, True)
    assert (right["is_current"], right["corrects"]) == (True, wrong["key"])
    assert right["correction_reason"]
    assert wrong["number"] < right["number"]


def test_nothing_that_was_not_released_is_told(client: Client, story: Converged):
    unreleased = Position.objects.filter(released_at=None)
    assert {each.reasons for each in unreleased} == {SILENT}
    names = [mandate.user.name for mandate in story.first.house.mandates.values()]
    for address in (*ADDRESSES, "changes?page_size=500", "positions?format=csv"):
        page = client.get(f"/api/v1/{address}").content.decode()
        assert SILENT not in page
        assert not [name for name in names if re.search(rf"\b{re.escape(name)}\b", page)]
        assert not [each for each in unreleased if str(each.pk) in page]


def test_a_provision_holds_its_stances_and_positions(get: Get, story: Converged):
    row = get(f"provisions/{story.key}")
    assert row["stances"] == {
        "governments": "several",
        "employers": "can_join_consensus",
        "workers": None,
    }
    assert [(each["actor"], each["stance"]) for each in row["positions"]] == [
        ("CCC", "objection"),
        ("employers", "can_join_consensus"),
    ]
    assert row["needs_codes"] == ["workers_position", "objection"]
    assert row["needs"] == ("Needs a Workers’ position on version 2. One objection recorded (CCC).")
    assert get(f"provisions/{story.key}?lang=fr")["needs"] != row["needs"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("group=governments", 4),
        ("actor=AAA&actor=CCC", 3),
        ("stance=objection", 2),
        ("is_current=false", 2),
        ("is_current=true", 7),
        ("provision=nowhere.s1", 0),
        ("is_current=true&group=workers&stance=support", 1),
    ],
)
def test_positions_are_filtered(get: Get, story: Converged, query: str, count: int):
    assert len(said(get, query)) == count


def test_provisions_are_filtered_by_stance(get: Get, story: Converged):
    def keys(query: str) -> list[str]:
        return [row["key"] for row in rows(get, f"provisions?{query}")]

    second = story.first.provisions[1].key
    assert keys("stance=objection") == [story.key]
    assert keys("stance=support") == [second]
    assert keys("stance=support&stance=objection") == [story.key, second]
    assert keys("stance=reservation") == []  # of the version that was replaced


@pytest.mark.parametrize("query", ["stance=agrees", "is_current=yes", "round=nowhere.round.9"])
def test_a_value_that_is_not_known_is_named(client: Client, story: Converged, query: str):
    refused = client.get(f"/api/v1/positions?{query}")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == query.partition("=")[0]


def test_answers_have_reasons_in_each_language_and_what_was_replied(get: Get, story: Converged):
    found = {row["comment"]: row for row in rows(get, "dispositions?page_size=1")}
    comments = {row["text"]: row for row in rows(get, "comments") if row["text"]}
    answered = found[comments[BODY]["key"]]
    assert (answered["kind"], answered["number"], answered["earlier"]) == (
        "incorporated_in_part",
        1,
        [],
    )
    assert answered["reply"]["kind"] == "satisfied"
    assert answered["key"] == comments[BODY]["disposition"]
    assert found[comments["Late."]["key"]]["duplicate_of"] == comments[BODY]["key"]
    maintained = found[comments["Of the North."]["key"]]["reply"]
    assert (maintained["kind"], maintained["text"]) == ("maintains", MAINTAINED)
    for language in ("en", "fr", "es"):
        assert (
            get(f"dispositions/{answered['key']}?lang={language}")["reasons_language"] == language
        )
    withdrawn = next(row for row in rows(get, "comments") if row["is_withdrawn"])
    assert withdrawn["disposition"] is None
    assert len(rows(get, "dispositions?kind=noted&kind=duplicate")) == 2


def test_a_comment_says_where_its_words_went(get: Get, story: Converged):
    comments = {row["text"]: row for row in rows(get, "comments") if row["text"]}
    [kept] = comments[BODY]["placements"]
    assert (kept["version"], kept["kind"], kept["is_confirmed"]) == (2, "fuzzy", True)
    assert kept["selectors"][0]["exact"] == PROPOSED
    assert kept["needs_confirmation"] is False
    [whole] = comments["Late."]["placements"]
    assert (whole["kind"], whole["score"], whole["is_confirmed"]) == ("exact", 1000, False)
    [gone] = comments["Of the North."]["placements"]
    assert (gone["kind"], gone["is_confirmed"], gone["selectors"]) == ("orphaned", True, [])
    assert comments["Of one, with another."]["placements"] == []  # its provision has one version
    assert next(row for row in rows(get, "comments") if row["is_withdrawn"])["placements"] == []


def test_what_moved_is_told_round_by_round(get: Get, story: Converged):
    moved = {
        (row["actor"], row["provision"], row["version"]): row
        for row in get(f"stats/convergence?framework={story.first.framework.slug}")["results"]
    }
    employers = moved["employers", story.key, 2]
    assert (employers["stance"], employers["previous_stance"], employers["moved"]) == (
        "can_join_consensus",
        "reservation",
        "changed",
    )
    assert employers["previous_round"] == story.first.round.key
    workers = moved["workers", story.key, 2]
    assert (workers["stance"], workers["position"], workers["moved"]) == (
        None,
        None,
        "to_reconfirm",
    )
    assert workers["previous_stance"] == "support_subject_to_amendment"
    assert moved["CCC", story.key, 2]["moved"] == "new"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_following_the_feed_equals_a_full_export(get: Get, story: Converged, language: str):
    copy, _cursor = upserted(get, f"changes?lang={language}&page_size=9")
    made = {"framework", "document"}  # without an act, by the tests' own house
    everything = {
        key: value for key, value in exported(get, language).items() if value["type"] not in made
    }
    assert {key: value for key, value in copy.items() if value["type"] not in made} == everything
    kinds = [value["type"] for value in everything.values()]
    assert kinds.count("position") == 9
    assert kinds.count("disposition") == 4


def test_what_is_replaced_comes_again_in_the_feed(get: Get, story: Converged):
    copy, cursor = upserted(get, "changes?page_size=500")
    first = story.first
    later = story.second.round.closes_at
    again = take_for(first, "workers", "reservation", place=1, at=later)
    release(again, first.house["workers-spokesperson"], at=later)
    news, _cursor = upserted(get, f"changes?since={cursor}")
    copy |= news
    positions = {row["key"]: row for row in rows(get, "positions")}
    assert {key: value for key, value in copy.items() if ".position." in key} == positions
    replaced = said(get, f"provision={first.provisions[1].key}")["workers", "support", 1]
    assert replaced["is_current"] is False


def test_the_answers_are_what_the_schema_says(get: Get, strict: dict[str, Any], story: Converged):
    for noun in ("positions", "dispositions"):
        answer = get(noun)
        check(strict, f"/api/v1/{noun}", answer)
        check(strict, f"/api/v1/{noun}/{{name}}", get(f"{noun}/{answer['results'][0]['key']}"))
    for address in ("stats/convergence", "comments", "provisions", "changes"):
        check(strict, f"/api/v1/{address}", get(address))


def test_a_spreadsheet_opens_what_was_released(client: Client, story: Converged):
    def table(address: str) -> list[dict[str, str]]:
        body = client.get(f"/api/v1/{address}").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(body)))

    positions = table("positions?format=csv")
    assert len(positions) == len(released(story.first)) + len(released(story.second))
    assert {row["stance"] for row in positions} <= set(Stance.values)
    assert len(table("dispositions?format=csv")) == 4
    assert {row["moved"] for row in table("stats/convergence?format=csv")} == {
        "new",
        "changed",
        "to_reconfirm",
    }


def test_lists_cost_the_same_for_one_and_for_many(
    client: Client, story: Converged, django_assert_num_queries: Any
):
    assert Comment.objects.filter(published_at__isnull=False).count() > 1
    own = f"framework={story.first.framework.slug}"
    for noun, queries in (("positions", 4), ("dispositions", 5), ("provisions", 7)):
        for size in (1, 500):
            with django_assert_num_queries(queries):
                answer = client.get(f"/api/v1/{noun}?{own}&page_size={size}")
                assert answer.status_code == 200
    with django_assert_num_queries(4):
        assert client.get("/api/v1/stats/convergence").status_code == 200
