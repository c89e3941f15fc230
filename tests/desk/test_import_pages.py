"""A table of comments sent at the desk: chosen, checked, kept, and said of each row."""

import io
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.ids import new_id
from reviews.importing.limits import MAX_BYTES
from reviews.models import Draft
from stakeholders.models import Circle
from tests.factories.reviews import Review
from tests.factories.tables import row, saved, table
from tests.stakeholders.cast import EVERYBODY

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


def path(review: Review, page: str = "") -> str:
    return f"/desk/rounds/{review.round.pk}/import/{page}"


def sent(
    review: Review,
    client: Client,
    content: bytes,
    *,
    circle: Circle | None = None,
    language: str = "en",
    status: int = 200,
) -> str:
    """Return the page that answers a table sent for a room, by default AAA's own."""
    circle = circle or review.house.delegation("AAA")
    answer = client.post(
        path(review),
        {
            "audience": f"{circle.pk}:{circle.pk}",
            "language": language,
            "file": SimpleUploadedFile("comments.xlsx", content),
        },
    )
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == status, text[:3000]
    return text


def test_each_row_is_accounted_for():
    review = running()
    client = browser(review, "AAA")
    content = table(row(), row("99", comment="<b>Where</b>"), row("2"), row(kind="<i>x</i>"))
    page = sent(review, client, content)
    assert "2 rows became private drafts" in page
    assert "2 rows were left out" in page
    assert "<strong>Row 3</strong>" in page
    assert "“99” is no provision of this round" in page
    assert "“&lt;i&gt;x&lt;/i&gt;” is not known" in page
    for draft in Draft.objects.all():
        assert f'href="/desk/drafts/{draft.pk}/"' in page
        assert text_of(client, f"/desk/drafts/{draft.pk}/")
    assert "Only you" in page or "you alone" in page
    again = sent(review, client, content)
    assert "0 rows became private drafts" in again
    assert "Rows 2, 4 were passed over: the same words were sent before." in again
    assert Draft.objects.count() == 2


def test_a_table_of_bad_rows_only_adds_nothing():
    review = running()
    page = sent(review, browser(review, "AAA"), table(row("99")), status=400)
    assert "1 row was left out" in page
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a table", "This is not an XLSX file that can be read."),
        (b"", "The file is empty."),
        (b"x" * (MAX_BYTES + 1), "The file is larger than 5 MB."),
        (table(row(), headings=["Place", "Paragraph", "Type"]), "“Comment” is missing."),
        (table(row(), spoil=lambda sheet: sheet.merge_cells("B2:B3")), "B2:B3"),
        (table(*[row()] * 2_001), "The table has more than 2000 rows."),
        (table(), "No row of the table says anything."),
    ],
    ids=["other", "empty", "large", "headings", "merged", "long", "blank"],
)
def test_a_file_that_is_no_table_is_refused_in_words(content: bytes, said: str):
    review = running()
    page = sent(review, browser(review, "AAA"), content, status=400)
    assert said in page
    assert 'enctype="multipart/form-data"' in page
    assert not Draft.objects.exists()


def test_what_is_far_too_large_is_not_kept_while_it_comes_in():
    review = running()
    with patch.object(TemporaryFileUploadHandler, "receive_data_chunk", autospec=True) as kept:
        page = sent(review, browser(review, "AAA"), b"x" * (3 * MAX_BYTES), status=400)
    assert "Choose an XLSX file of at most 5 MB." in page
    assert 0 < sum(len(call.args[1]) for call in kept.call_args_list) <= MAX_BYTES + 1


def test_a_room_has_to_be_chosen_and_a_file():
    review = running()
    answer = browser(review, "AAA").post(path(review), {"language": "xx"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose first who is to read these comments." in page
    assert "Choose an XLSX file of at most 5 MB." in page


def test_another_s_room_is_no_choice():
    review = running()
    client = browser(review, "AAA")
    for circle in (review.house.delegation("BBB"), review.house.group("workers")):
        sent(review, client, table(row()), circle=circle, status=400)
    assert not Draft.objects.exists()


def test_the_template_goes_out_and_comes_back():
    review = running()
    client = browser(review, "workers")
    answer = client.get(path(review, "template.xlsx"))
    assert answer.status_code == 200
    name = "SAMPLE-tripartite-trial-round-1-template.xlsx"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    book = load_workbook(io.BytesIO(answer.content))
    sheet, how, words = book.worksheets
    assert [cell.value for cell in sheet["C"]] == ["Place", "1", "2"]
    assert sheet.freeze_panes == "A2"
    assert "General,Substantive" in sheet.data_validations.dataValidation[0].formula1
    assert "No formulas, no merged cells" in "".join(str(cell.value) for cell in how["B"])
    assert "Training is given before a new tool is used." in [cell.value for cell in words["E"]]
    sheet["D3"], sheet["E3"], sheet["F3"] = "Training is given", "Editorial", "Given by whom?"
    page = sent(review, client, saved(book), circle=review.house.group("workers"))
    assert "1 row became a private draft" in page
    assert Draft.objects.get().circle == review.house.group("workers")


def test_only_those_in_a_room_find_the_page(client: Client):
    review = running()
    for page in ("", "template.xlsx"):
        assert client.get(path(review, page)).status_code == 302
        for name in EVERYBODY:
            outside = name in {"secretariat", "chairperson", "observer"}
            found = browser(review, name).get(path(review, page)).status_code
            assert found == (404 if outside else 200), name
    nowhere = f"/desk/rounds/{new_id()}/import/"
    assert browser(review, "AAA").get(nowhere).status_code == 404
    mandate = review.house["AAA"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    assert strict.post(path(review), {"language": "en"}).status_code == 403


def test_what_one_person_sent_stays_unknown_to_the_room():
    review = running()
    sent(review, browser(review, "AAA"), table(row(comment="My own words.")))
    draft = Draft.objects.get()
    for name in EVERYBODY:
        status = browser(review, name).get(f"/desk/drafts/{draft.pk}/").status_code
        assert status == (200 if name == "AAA" else 404), name
    room = f"/desk/circles/{review.house.delegation('AAA').pk}/"
    assert "My own words." not in text_of(browser(review, "AAA-focal"), room)


def test_a_long_table_asks_as_many_queries_as_a_short_one():
    review = running()
    client = browser(review, "AAA")
    counts = []
    for size in (1, 25):
        content = table(*[row(comment=f"{each} of {size}.") for each in range(size)])
        with CaptureQueriesContext(connection) as asked:
            sent(review, client, content)
        counts.append(len(asked))
    assert counts[0] == counts[1]
