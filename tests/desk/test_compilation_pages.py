"""The compilation at the desk: a page and two files, each reader's own."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from tests.factories.dispositions import make_answering, make_released, prepare, reply
from tests.factories.reviews import Review, make_submitted, share
from tests.stakeholders.cast import EVERYBODY

from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


def path(review: Review, form: str = "") -> str:
    end = f"compilation.{form}" if form else "compilation/"
    return f"/desk/rounds/{review.round.pk}/{end}"


def provision_path(review: Review, form: str = "") -> str:
    end = f"compilation.{form}" if form else "compilation/"
    return f"/desk/provisions/{review.provisions[0].key}/{end}"


def words_in(client: Client, address: str) -> str:
    """Return all that a page or a file says."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Cache-Control"] == "private, no-store"
    if ".xlsx" in address:
        book = load_workbook(io.BytesIO(answer.content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        return "\n".join(str(cell.value) for cell in cells if cell.value)
    if ".docx" in address:
        paper = Document(io.BytesIO(answer.content))
        rows = [row for table in paper.tables for row in table.rows]
        return "\n".join(cell.text for row in rows for cell in row.cells)
    return answer.content.decode()


FORMS = ["", "xlsx", "docx"]


@pytest.mark.parametrize("form", FORMS)
def test_each_reads_what_is_theirs_before_the_close(form: str):
    review = running()
    house = review.house
    now = timezone.now()
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"), body="Of <AAA>.", at=now)
    share(review, house["AAA"], house.delegation("AAA"), body="Kept back.", at=now)
    words = "Of <AAA>." if form else "Of &lt;AAA&gt;."
    for name in EVERYBODY:
        for address in (path(review, form), provision_path(review, form)):
            said = words_in(browser(review, name), address)
            assert (words in said) == (name in {"secretariat", "AAA", "AAA-focal"}), name
            assert "Kept back." not in said, name
            assert name == "AAA-focal" or "Focal-aaa" not in said, name


@pytest.mark.parametrize("form", FORMS)
def test_answers_and_replies_stand_beside_their_comments(form: str):
    answering = make_released()
    reply(answering.workers, answering.house["workers-spokesperson"])
    review = answering.review
    for name in ("secretariat", "workers", "AAA", "observer"):
        said = words_in(browser(review, name), path(review, form))
        assert said.count("It is clearer so.") == 3, name
        assert "Maintains the comment" in said and "The words are still not clear." in said


def test_prepared_answers_are_shown_to_the_secretariat_that_asks():
    answering = make_answering()
    prepare(answering, answering.comments)
    review = answering.review
    for form in FORMS:
        for name in ("secretariat", "AAA", "workers", "observer"):
            client = browser(review, name)
            assert "It is clearer so." not in words_in(client, path(review, form))
            asked = words_in(client, f"{path(review, form)}?prepared=1")
            assert ("It is clearer so." in asked) == (name == "secretariat"), (form, name)
    page = text_of(browser(review, "secretariat"), path(review))
    assert "With the answers that are only prepared" in page
    assert "only prepared" not in text_of(browser(review, "AAA"), path(review))


def test_the_page_leads_to_files_that_say_what_they_are():
    answering = make_released()
    client = browser(answering.review, "workers")
    page = text_of(client, path(answering.review))
    assert "Working paper of an independent review portal; not an ILO document." in page
    for form in ("xlsx", "docx"):
        address = path(answering.review, form)
        assert f'href="{address}"' in page
        answer = client.get(address)
        name = f"SAMPLE-tripartite-trial-round-1-comments.{form}"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer["Content-Type"].startswith("application/vnd.openxmlformats-officedocument.")


def test_without_comments_the_page_says_what_will_appear():
    review = running()
    assert "No comments can be read here yet" in text_of(browser(review, "AAA"), path(review))


def test_a_stranger_and_a_wrong_address_learn_nothing(client: Client):
    review = running()
    for form in FORMS:
        for address in (path(review, form), provision_path(review, form)):
            assert client.get(address).status_code == 302
            assert browser(review, "AAA").post(address).status_code == 405
    aaa = browser(review, "AAA")
    for wrong in (
        "/desk/rounds/00000000-0000-4000-8000-000000000000/compilation.xlsx",
        "/desk/provisions/trial.99/compilation/",
        "/desk/provisions/nothing/compilation.docx",
    ):
        assert aaa.get(wrong).status_code == 404


@pytest.mark.parametrize("name", ["secretariat", "workers"])
def test_the_page_asks_as_many_queries_for_many_comments_as_for_one(name: str):
    review = running()
    house, client = review.house, browser(review, name)
    counts = []
    for more in (1, 4):
        for _each in range(more):
            make_submitted(
                review,
                house["workers-spokesperson"],
                house.group("workers"),
                at=timezone.now(),
            )
        with CaptureQueriesContext(connection) as asked:
            text_of(client, path(review))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_round_and_the_provision_lead_to_their_tables():
    review = running()
    page = f"/desk/rounds/{review.round.pk}/"
    for name in ("AAA", "secretariat", "observer"):
        said = text_of(browser(review, name), page)
        assert f'href="{path(review)}"' in said
        assert (f'href="{page}import/"' in said) == (name == "AAA")
    key = review.provisions[0].key
    provision = text_of(browser(review, "AAA"), f"/desk/provisions/{key}/")
    assert f'href="{provision_path(review)}"' in provision
