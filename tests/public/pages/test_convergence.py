"""Who says what: the table, the statements and the answers, from what was released alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frameworks.selectors import ClauseFacts, DecisionFacts
from public.presenters.parts.outcomes import outcomes
from tests.factories.positions import DURING_AGAIN, release, take_for_state
from tests.public.api.house import forget_answers, taken_back
from tests.public.converged import MAINTAINED, SILENT, Converged, make_converged

from .conftest import Read
from .markup import Markup

TABLE = "/convergence/"


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[Converged]:
    with django_db_blocker.unblock(), taken_back():
        yield make_converged()


def text_of(page: Markup) -> str:
    return " ".join(page.text.split())


def page_of(story: Converged, place: int = 0) -> str:
    return f"/frameworks/trial/provisions/{story.first.provisions[place].suffix}/"


@pytest.mark.parametrize(
    "said",
    [
        "Can join the consensus Version 2, Review round 2 · was “Reservation” in Review round 1",
        "Objection Version 2, Review round 2",
        "Not yet said To be confirmed on version 2 · was “Support subject to amendment” in Review"
        " round 1",
        "Needs a Workers’ position on version 2. One objection recorded (CCC).",
        "5 actors released positions on 2 provisions. One position changed from one round to a"
        " later one.",
        "Governments: Positions taken separately, none in common. Employers: Can join the"
        " consensus. Workers: No position recorded.",
    ],
)
def test_the_table_says_who_says_what_and_what_moved(read: Read, story: Converged, said: str):
    assert said in text_of(read(TABLE))


def test_a_round_is_told_by_itself(read: Read, story: Converged):
    first = text_of(read(f"{TABLE}?round={story.first.round.key}"))
    assert "Reservation Version 1, Review round 1" in first
    assert "Objection Version 2" not in first
    second = text_of(read(f"{TABLE}?round={story.second.round.key}"))
    assert "Support subject to amendment Version 1" not in second
    assert "was “Reservation” in Review round 1" in second


def test_a_cell_leads_to_the_statement(read: Read, story: Converged):
    statements = read(page_of(story))
    led = [link for link in read(TABLE).links if link.startswith(f"{page_of(story)}#position-")]
    assert len(led) == 5
    assert {link.partition("#")[2] for link in led} <= set(statements.ids)


def test_the_table_shows_no_shares(read: Read, story: Converged):
    page = read(TABLE)
    assert "%" not in page.text
    assert page.faults == []
    tables = [values for tag, values in page.tags if tag == "th"]
    assert {values.get("scope") for values in tables} == {"col", "row"}


@pytest.mark.parametrize("path", ["?framework=nowhere", "?round=trial.round.9", "?round=x"])
def test_what_is_not_known_is_a_400_that_names_it(read: Read, story: Converged, path: str):
    assert path.partition("=")[2] in text_of(read(TABLE + path, status=400))


@pytest.mark.parametrize(
    "said",
    [
        "Corrects, as recorded in error: Position 1-1. The wrong box was ticked.",
        "Recorded in error; corrected since",
        "Members that do not join it: BBB",
        "Joined by: CCC",
        "ad referendum: subject to confirmation",
        "On an earlier version: nothing is recorded on version 2.",
        "Earlier positions: Employers",
        "Released: On the actor’s own word",
        "Answer of the review secretariat: Incorporated in part",
        "Reply of the commenter: Satisfied",
        MAINTAINED,
        "Repeats: Comment 1-",
    ],
)
def test_a_provision_shows_statements_and_answers(read: Read, story: Converged, said: str):
    assert said in text_of(read(page_of(story)))


@pytest.mark.parametrize(
    "said",
    [
        "Version 2: Similar words – Training for everybody (confirmed by a person)",
        "Version 2: No place found (confirmed by a person)",
    ],
)
def test_a_comment_says_where_its_words_went(read: Read, story: Converged, said: str):
    assert said in text_of(read(page_of(story)))
    assert said in text_of(read("/frameworks/trial/rounds/1/"))


@pytest.mark.parametrize("page", ["versions/2/", "redline/?from=1&to=2"])
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_wording_says_why_it_is_so(read: Read, story: Converged, page: str, prefix: str):
    found = read(f"{prefix}{page_of(story)}{page}")
    assert f"{prefix}/frameworks/trial/rounds/1/#comment-1-2" in found.links
    assert "for everybody" in text_of(found)
    assert found.faults == []
    if not prefix:
        assert "Why this wording" in text_of(found)
        assert "Comment 1-2 (Employers)" in text_of(found)


def test_the_way_back_was_never_gone_and_is_not_explained(read: Read, story: Converged):
    page = read(f"{page_of(story)}redline/?from=2&to=1")
    assert "Why this wording" not in text_of(page)


def test_an_amendment_is_marked_in_the_text(read: Read, story: Converged):
    page = read(page_of(story))
    assert "The amendment, marked in the text of the version" in text_of(page)
    assert "ins" in {tag for tag, _values in page.tags}


def test_a_round_names_what_was_released_from_it(read: Read, story: Converged):
    page = read("/frameworks/trial/rounds/1/")
    text = text_of(page)
    assert "Positions released from this round" in text
    assert "Employers: Objection (replaced since)" in text
    assert "4 of 5 published comments have a released answer." in text
    assert {"position-1-1", "position-1-2", "answer-1-1"} <= set(page.ids)
    assert page.faults == []


def test_pages_tell_nothing_that_was_not_released(client: Client, story: Converged):
    for path in (TABLE, "/", "/rounds/", "/frameworks/trial/rounds/2/", page_of(story)):
        for language in ("", "/fr", "/es"):
            assert SILENT not in client.get(f"{language}{path}").content.decode()


def test_the_list_is_filtered_by_stance_and_counts_them(read: Read, story: Converged):
    page = text_of(read("/provisions/?stance=objection"))
    assert "1 provision" in page
    assert "Position of an actor" in page
    assert "Can join the consensus 1 found" in page
    assert "Support 1 found" in page


def test_the_home_page_says_what_moved(read: Read, story: Converged):
    page = read("/")
    assert "One position changed from one round to a later one." in text_of(page)
    assert "/convergence/?framework=trial" in page.links


def test_an_outcome_says_where_the_groups_stand_on_what_it_cites(db: None, story: Converged):
    clauses = tuple(
        ClauseFacts(label, "approved_text", {"en": "Words."}, "adopted", "approve", cites)
        for label, cites in (("a", ("1",)), ("b", ()))
    )
    decision = DecisionFacts(
        key="gb-trial",
        session="gb",
        framework="trial",
        source="trial.document.minutes",
        decided_on=None,
        recorded_by={"en": "Somebody"},
        recorded_at=DURING_AGAIN,
        corrects="",
        correction_reason="",
        corrected_by="",
        is_invented=True,
        clauses=clauses,
    )
    [shown] = outcomes([decision], {"trial": {"text": "Trial", "lang": ""}}, {}, "en")
    [cited] = shown["clauses"][0]["cites"]
    assert cited["stances"] is not None
    assert cited["stances"]["employers"]["word"] == "Can join the consensus"
    assert shown["clauses"][1]["cites"] == []


def test_changes_name_provisions_with_their_glyph(read: Read, story: Converged):
    page = text_of(read("/changes/"))
    assert "Employers: Reservation" in page
    assert "Answer: Incorporated in part" in page
    assert "Employers: Can join the consensus. Workers: No position recorded." in page


def test_the_whole_text_and_the_outline_carry_the_glyph(read: Read, story: Converged):
    for path in ("/frameworks/trial/", "/frameworks/trial/text/", "/themes/skills/"):
        assert "Employers: Can join the consensus." in text_of(read(path))


def test_pages_cost_the_same_whatever_is_said(client: Client, db: None, story: Converged):
    def cost(path: str) -> int:
        forget_answers()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    paths = (TABLE, page_of(story), "/frameworks/trial/rounds/1/", "/provisions/")
    before = [cost(path) for path in paths]
    house = story.second.house
    for code in ("AAA", "BBB"):
        position = take_for_state(story.second, code, at=DURING_AGAIN)
        release(position, house[code], at=DURING_AGAIN)
    assert [cost(path) for path in paths] == before
    assert before[0] <= 13
