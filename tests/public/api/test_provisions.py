"""Provisions as the interface promises them."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from provisions.drafts import TextDraft
from provisions.lifecycle import MoveCode, Stage
from public.cache import REVISION
from tests.factories.frameworks import make_framework
from tests.factories.many import make_many
from tests.factories.provisions import add_version, make_move, make_provision, walk_to

from .house import forget_answers


def keys(body) -> list[str]:
    return [row["key"] for row in body["results"]]


def test_a_provision_of_the_real_framework(get):
    found = get("provisions/ai-manufacturing-2026.s6")
    assert found["key"] == "ai-manufacturing-2026.s6"
    assert found["url"] == "http://testserver/api/v1/provisions/ai-manufacturing-2026.s6"
    assert (found["number"], found["parent"], found["framework"]) == (
        *("S6", None),
        "ai-manufacturing-2026",
    )
    assert (found["kind"], found["addressees"]) == ("not_stated", [])
    assert (found["stage"], found["stage_label"]) == ("draft", "Draft")
    assert found["needs"] == "Review on this portal has not begun."
    assert found["needs_codes"] == ["review_not_begun"]
    version = found["version"]
    assert (version["number"], version["issue"], version["language"]) == (1, 1, "en")
    assert version["text_status"] == "editorial_summary"
    assert version["source"]["document"] == "ai-manufacturing-2026.document.digital-watch-report"
    assert version["source"]["paragraph"] == 8
    assert version["content_changed_at"] == "2026-11-22T13:40:00Z"
    assert {"code": "C142", "relation": "related", "as_of": "2026-11-22"}.items() <= found[
        "instruments"
    ][0].items()
    assert found["is_invented"] is False
    html = "http://testserver/frameworks/ai-manufacturing-2026/provisions/s6/"
    assert found["links"]["html"] == html
    assert found["links"]["versions"] == f"{found['url']}/versions"


def test_no_position_is_recorded_and_none_is_claimed(get):
    for row in get("provisions?page_size=500")["results"]:
        assert row["stances"] == {"governments": None, "employers": None, "workers": None}
        assert row["positions"] == []


def test_the_list_the_detail_and_the_feed_say_the_same(get):
    listed = {row["key"]: row for row in get("provisions?page_size=500")["results"]}
    for key in ("ai-manufacturing-2026.s1", "practice-framework.7b-i"):
        detail = get(f"provisions/{key}")
        assert detail.pop("notice")
        assert detail == listed[key]


def test_the_default_order_is_the_documents(get):
    practice = get("provisions?framework=practice-framework&page_size=500")["results"]
    assert [row["number"] for row in practice][:7] == ["1", "2", "3", "4", "5", "6", "7"]
    assert [row["number"] for row in practice][7:12] == [
        *("7(a)", "7(b)", "7(b)(i)", "7(b)(ii)", "7(c)"),
    ]
    nested = next(row for row in practice if row["number"] == "7(b)(i)")
    assert nested["parent"] == "practice-framework.7b"


def test_a_text_without_the_readers_language_says_which_one_it_is_in(get):
    spanish = get("provisions/practice-framework.5?lang=es")
    assert spanish["version"]["language"] == "en"
    assert spanish["stage_label"]
    french = get("provisions/practice-framework.5?lang=fr")
    assert french["version"]["language"] == "fr"
    assert "/fr/frameworks/practice-framework/" in french["links"]["html"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("q=S6", "ai-manufacturing-2026.s6"),
        ("q=7(b)(i)", "practice-framework.7b-i"),
        ("q=C142&framework=ai-manufacturing-2026", "ai-manufacturing-2026.s6"),
    ],
)
def test_numbers_and_codes_are_found_as_people_type_them(get, query: str, first: str):
    assert first in keys(get(f"provisions?{query}&sort=relevance"))[:5]


def test_what_a_search_put_right_is_said(get):
    body = get("provisions?q=skils&sort=relevance")
    assert body["corrections"] == [{"typed": "skils", "used": "skills"}]
    assert body["results"]
    assert get("provisions?q=training")["corrections"] == []
    assert get("provisions?q=zzzzqqqq")["results"] == []


@pytest.mark.parametrize("hostile", ["' OR 1=1 --", "a & | ! :*", "%_%", "((((", "\\", "﷽", "—"])
def test_a_hostile_search_finds_what_it_finds(get, hostile: str):
    from urllib.parse import quote

    assert isinstance(get(f"provisions?q={quote(hostile)}")["results"], list)


def test_each_filter_keeps_what_it_says(get):
    for stage in ("draft", "withdrawn"):
        for row in get(f"provisions?stage={stage}&page_size=500")["results"]:
            assert row["stage"] == stage
    stated = get("provisions?addressee=not_stated&page_size=500")["results"]
    assert stated
    assert all(row["addressees"] == [] for row in stated)
    linked = get("provisions?instrument=C142&page_size=500")["results"]
    assert linked
    for row in linked:
        assert "C142" in [link["code"] for link in row["instruments"]]


def test_versions_are_numbered_and_the_latest_says_so(get):
    framework = make_framework("versioned")
    provision = make_provision(framework)
    add_version(provision, {"en": TextDraft("Second", "Other words.")})
    key = provision.key
    versions = get(f"provisions/{key}/versions?lang=fr")["results"]
    assert [(row["number"], row["is_latest"], row["language"]) for row in versions] == [
        (1, False, "fr"),
        (2, True, "en"),
    ]
    assert versions[0]["languages"] == ["en", "fr", "es"]
    assert versions[1]["title"] == "Second"
    detail = get(f"provisions/{key}/versions/1?lang=fr")
    assert detail.pop("notice")
    assert detail == versions[0]
    assert get(f"provisions/{key}")["version"]["title"] == "Second"


def test_an_answer_changes_with_the_next_act_and_not_before(client: Client, house, db):
    provision = make_provision(make_framework("moving"))
    path = f"/api/v1/provisions/{provision.key}"
    before = client.get(path)
    assert client.get(path, headers={"If-None-Match": before["ETag"]}).status_code == 304
    make_move(provision, MoveCode.OPEN_REVIEW)
    after = client.get(path, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.json()["stage"] == "in_review"


def test_every_stage_has_its_needs_in_words_or_none(get):
    framework = make_framework("staged")
    for number, stage in enumerate(Stage, start=1):
        walk_to(stage, make_provision(framework, str(number)))
    shown = {row["stage"]: row for row in get("provisions?framework=staged")["results"]}
    assert set(shown) == set(Stage.values)
    for stage, row in shown.items():
        assert bool(row["needs"]) == bool(row["needs_codes"]), stage
    assert shown["approved"]["needs"] is None


def test_a_list_right_after_a_write_asks_at_most_six_queries(
    client: Client, db, django_assert_max_num_queries
):
    make_many(150, "counted", at=datetime(2026, 9, 1, tzinfo=UTC))
    for address in (
        *("provisions", "provisions?framework=counted&theme=osh&lang=fr&sort=-changed"),
        *("provisions?q=training&sort=relevance", "provisions/counted.1"),
        "provisions/counted.1/versions",
    ):
        forget_answers()
        with django_assert_max_num_queries(6):
            assert client.get(f"/api/v1/{address}").status_code == 200


def test_from_memory_and_304_ask_only_for_the_revision(
    client: Client, house, db, django_assert_num_queries, settings
):
    tag = client.get("/api/v1/provisions")["ETag"]
    with django_assert_num_queries(1):
        client.get("/api/v1/provisions")
    with django_assert_num_queries(1):
        assert client.get("/api/v1/provisions", headers={"If-None-Match": tag}).status_code == 304
    settings.REVISION_MEMORY_SECONDS = 60
    REVISION.forget()
    client.get("/api/v1/provisions")
    with django_assert_num_queries(0):
        client.get("/api/v1/provisions")
