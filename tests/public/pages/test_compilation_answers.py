"""The published compilation in time: nothing too early, answers once they are released."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.factories.answered import make_answered
from tests.factories.dispositions import Answering, make_released, reply
from tests.factories.reviews import make_review, make_submitted
from tests.public.api.house import forget_answers
from tests.stakeholders.cast import found_house

ROUND = "/frameworks/trial/rounds/1/"
PROVISION = "/frameworks/trial/provisions/1/"


def sheet_of(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    rows = load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(values_only=True)
    return [[str(value or "") for value in row] for row in rows]


@pytest.fixture
def answering(db: None) -> Answering:
    made = make_released()
    reply(made.workers, made.house["workers-spokesperson"])
    return made


def test_answers_and_replies_are_there_once_they_are_public(answering: Answering, client: Client):
    said = client.get(f"{ROUND}compilation/").content.decode()
    assert said.count("It is clearer so.") == 3
    assert "Maintains the comment" in said
    rows = sheet_of(client, f"{PROVISION}compilation.xlsx")
    assert [row[8] for row in rows[1:]] == ["Incorporated"] * 3
    assert "Maintains the comment\nThe words are still not clear." in [row[9] for row in rows]


def test_nothing_of_an_open_round_is_there(db: None, client: Client):
    review = make_review()
    make_submitted(review, review.house["AAA-focal"], review.house.delegation("AAA"), body="Mine.")
    for place in (ROUND, PROVISION):
        said = client.get(f"{place}compilation/").content.decode()
        assert "No comment has been published yet" in said
        assert "Mine." not in said
        assert len(sheet_of(client, f"{place}compilation.xlsx")) == 1
        assert b"Mine." not in client.get(f"{place}compilation.docx").content


def test_nothing_of_a_round_that_is_never_published_is_there(db: None, client: Client):
    answering = make_released(publication="never")
    assert len(sheet_of(client, f"{ROUND}compilation.xlsx")) == 1
    assert str(answering.delegation.pk) not in client.get(f"{ROUND}compilation/").content.decode()


def test_the_page_asks_as_many_queries_for_many_comments_as_for_few(db: None, client: Client):
    house = found_house()
    for slug, count in (("few", 1), ("many", 5)):
        make_answered(house, slug, count)
    client.get("/")
    for path in ("rounds/1/compilation/", "provisions/1/compilation/"):
        counts = []
        for slug in ("few", "many"):
            forget_answers()
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/frameworks/{slug}/{path}").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 15, counts
