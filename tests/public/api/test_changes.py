"""The change feed: acts in order, and a copy of everything for whoever follows it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.cursor import write_cursor
from provisions.enums import TextStatus
from provisions.lifecycle import MoveCode
from provisions.models import Provision
from provisions.services.texts import publish_version
from public.api import changes
from record import acts
from record.models import PUBLIC
from tests.factories.people import IMPORTER
from tests.factories.provisions import WORDS, make_move

from .house import LOADED_AT
from .walking import Get, pages, rows

EXPORTED = (
    *("frameworks", "provisions", "documents", "milestones", "sessions", "decisions"),
    *("instruments", "rounds", "comments", "positions", "dispositions"),
)


def exported(get: Get, language: str = "en") -> dict[str, Any]:
    """Return every tracked thing by key, as the lists have it."""
    return {
        row["key"]: row
        for noun in EXPORTED
        for row in rows(get, f"{noun}?lang={language}&page_size=50")
    }


def upserted(get: Get, address: str, between: Callable[[int], None] | None = None) -> Any:
    """Return what following the feed from `address` leaves, and the cursor behind it."""
    copy: dict[str, Any] = {}
    for place, page in enumerate(pages(get, address)):
        for act in page["results"]:
            for thing in act["objects"]:
                if thing.get("gone"):
                    copy.pop(thing["key"], None)
                else:
                    copy[thing["key"]] = thing
        if between:
            between(place)
    return copy, page["next_cursor"]


def write_version(provision: Provision) -> None:
    publish_version(
        provision=provision,
        text_status=TextStatus.DRAFT,
        source=provision.framework.documents.first(),
        source_paragraph=1,
        source_basis=None,
        texts=WORDS,
        actor=IMPORTER,
        at=LOADED_AT,
        expected_version=provision.latest_version,
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_upserting_the_feed_by_key_equals_a_full_export(get, language: str):
    copy, _cursor = upserted(get, f"changes?lang={language}&page_size=7")
    assert copy == exported(get, language)
    assert len(copy) > 80


def test_it_does_so_while_others_write(get):
    drafts = list(Provision.objects.filter(framework__slug="practice-framework")[:4])

    def write(place: int) -> None:
        if place < len(drafts):
            write_version(drafts[place])
            make_move(drafts[place], MoveCode.WITHDRAW)

    copy, cursor = upserted(get, "changes?page_size=20", between=write)
    later, _ = upserted(get, f"changes?since={cursor}")
    assert {**copy, **later} == exported(get)
    assert copy[drafts[0].key]["stage"] == "withdrawn"


def test_the_acts_come_in_order_without_gaps(get):
    acts_read = rows(get, "changes?page_size=11")
    assert [act["number"] for act in acts_read] == list(range(1, len(acts_read) + 1))
    created = next(act for act in acts_read if act["code"] == "provision.created")
    assert created["label"] == "Provision created"
    assert created["actor_kind"] == "import"
    assert created["actor_origin"] == "tests"
    assert len(created["hash"]) == 64
    assert "ai-manufacturing-2026.s6" in created["touches"]


def test_whoever_is_up_to_date_keeps_the_cursor_and_learns_only_what_is_new(get):
    first = get("changes?page_size=500")
    assert first["next"] is None
    cursor = first["next_cursor"]
    assert cursor
    nothing = get(f"changes?since={cursor}")
    assert nothing["results"] == []
    assert nothing["next_cursor"] == cursor
    provision = Provision.objects.get(key="practice-framework.1")
    make_move(provision, MoveCode.OPEN_REVIEW)
    news = get(f"changes?since={cursor}")
    assert [act["code"] for act in news["results"]] == ["provision.review_opened"]
    [thing] = news["results"][0]["objects"]
    assert (thing["key"], thing["stage"]) == ("practice-framework.1", "in_review")
    assert news["next_cursor"] != cursor


def test_each_act_names_the_cursor_behind_it(get):
    acts_read = get("changes?page_size=5")["results"]
    again = get(f"changes?since={acts_read[2]['cursor']}&page_size=2")["results"]
    assert again == acts_read[3:5]


def test_a_cursor_of_another_history_is_refused(client: Client, get):
    """After a restore the same number may be another act: a copy must not go on from it."""
    known = get("changes?page_size=3")["results"][-1]
    for position in ([known["number"], "0" * 64], [10**9, known["hash"]]):
        response = client.get("/api/v1/changes", {"since": write_cursor("changes", position)})
        assert response.status_code == 400
        assert "start anew" in response.json()["errors"][0]["detail"]
    good = write_cursor("changes", [known["number"], known["hash"]])
    assert get(f"changes?since={good}&page_size=1")["results"][0]["number"] == 4


def test_what_is_not_there_any_more_is_a_tombstone(get):
    cursor = get("changes?page_size=500")["next_cursor"]
    with acts.act("provision.created", subject="x.y", actor=IMPORTER, at=LOADED_AT) as act:
        act.touch("practice-framework.no-such", "practice-framework.1", "two.dots.too.many")
        act.enter(PUBLIC, {})
    [news] = get(f"changes?since={cursor}")["results"]
    things = {thing["key"]: thing for thing in news["objects"]}
    assert things["practice-framework.no-such"] == {
        "key": "practice-framework.no-such",
        "gone": True,
    }
    assert things["two.dots.too.many"]["gone"] is True
    assert things["practice-framework.1"]["type"] == "provision"


def test_no_person_is_named(get, person_actor):
    cursor = get("changes?page_size=500")["next_cursor"]
    with acts.act("provision.agreed", subject="x.y", actor=person_actor, at=LOADED_AT) as act:
        act.enter(PUBLIC, {})
    answer = get(f"changes?since={cursor}")
    [news] = answer["results"]
    assert (news["actor_kind"], news["actor_origin"]) == ("person", None)
    assert news["actor_label"] == "A person under a mandate"
    assert str(person_actor.user_id) not in str(answer)
    assert str(person_actor.mandate_id) not in str(answer)


def test_a_page_ends_early_rather_than_grow_without_bound(get, monkeypatch):
    monkeypatch.setattr(changes, "MOST_TOUCHED", 5)
    page = get("changes?page_size=500")
    assert page["next"] is not None
    assert sum(len(act["touches"]) for act in page["results"]) <= 5
    # An act that touches more than that by itself comes alone.
    monkeypatch.setattr(changes, "MOST_TOUCHED", 1)
    walked = rows(get, "changes?page_size=500")
    assert max(len(act["touches"]) for act in walked) > 10
    assert [act["number"] for act in walked] == list(range(1, len(walked) + 1))


def test_a_page_asks_a_bounded_number_of_queries(get, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        get("changes?page_size=500")
    with django_assert_max_num_queries(20):
        get("changes?page_size=499&lang=fr")


def test_the_feed_as_a_file(client: Client, house, db):
    lines = client.get("/api/v1/changes?format=jsonl&page_size=3")
    assert len(lines.content.splitlines()) == 3
    assert 'rel="next"' in lines["Link"]
    table = client.get("/api/v1/changes?format=csv&page_size=3")
    assert table.content.decode("utf-8-sig").startswith("number,is_sample,code,")
    assert "SAMPLE-tripartite-changes.csv" in table["Content-Disposition"]
