"""The published compilation: a page and two files, the same for everybody, in each language."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook

from tests.factories.reviews import Review
from tests.public.api.house import forget_answers, taken_back
from tests.public.published import make_published

from .conftest import Read

ROUND = "/frameworks/trial/rounds/1/"
PROVISION = "/frameworks/trial/provisions/1/"


@pytest.fixture(scope="module")
def review(django_db_setup: None, django_db_blocker: Any) -> Iterator[Review]:
    with django_db_blocker.unblock(), taken_back():
        yield make_published()


def sheet_of(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    rows = load_workbook(io.BytesIO(answer.content)).worksheets[1].iter_rows(values_only=True)
    return [[str(value or "") for value in row] for row in rows]


def test_the_page_is_a_table_of_what_was_published(review: Review, read: Read, client: Client):
    page = read(f"{ROUND}compilation/")
    assert page.faults == []
    said = client.get(f"{ROUND}compilation/").content.decode()
    assert "&lt;b&gt;Words of the Employers&lt;/b&gt; &amp; others" in said
    assert 'href="/frameworks/trial/rounds/1/#comment-1-1"' in said
    assert "Received late" in said and "its words are no longer shown" in said
    assert "To be taken back." not in said and "Unheard." not in said
    assert "Members that do not support it: BBB" in said


@pytest.mark.parametrize(("prefix", "head"), [("", "Comment"), ("/fr", "Employeurs")])
def test_files_are_in_the_language_of_their_address(
    review: Review, db: None, client: Client, prefix: str, head: str
):
    for place in (ROUND, PROVISION):
        rows = sheet_of(client, f"{prefix}{place}compilation.xlsx")
        assert head in "".join(rows[0] + rows[2])
        answer = client.get(f"{prefix}{place}compilation.docx")
        paper = Document(io.BytesIO(answer.content))
        assert paper.core_properties.language == ("fr-FR" if prefix else "en-GB")
        assert len(paper.tables[1].rows) == len(rows) == (6 if place == ROUND else 5)


def test_files_are_named_marked_and_the_same_every_time(review: Review, db: None, client: Client):
    for form in ("xlsx", "docx"):
        path = f"{ROUND}compilation.{form}"
        answer = client.get(path)
        name = f"SAMPLE-tripartite-trial-round-1-comments.{form}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        forget_answers()
        assert client.get(path).content == answer.content
        assert answer["ETag"] == client.get(path)["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/frameworks/trial/rounds/9/compilation/",
        "/frameworks/trial/rounds/99999999999999999999/compilation.xlsx",
        "/frameworks/nothing/rounds/1/compilation.docx",
        "/frameworks/trial/provisions/none/compilation/",
        "/frameworks/trial/provisions/none/compilation.xlsx",
    ],
)
def test_what_is_not_there_is_a_404(review: Review, db: None, client: Client, path: str):
    assert client.get(path).status_code == 404


def test_the_round_and_the_provision_lead_to_it(review: Review, db: None, client: Client):
    for place in (ROUND, PROVISION):
        assert f'href="{place}compilation/"' in client.get(place).content.decode()
