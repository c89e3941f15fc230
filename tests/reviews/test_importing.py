"""A table that a delegation sends back: good rows become private drafts, bad ones are named."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core.errors import Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.compilation.compiled import Reader, compilation_of_round
from reviews.compilation.xlsx import as_xlsx
from reviews.importing.template import import_template
from reviews.models import Comment, Draft, ImportedRow, Wording
from reviews.services.drafts import delete_draft
from reviews.services.imports import ImportResult, import_comments
from tests.factories.reviews import AFTER, DURING, Review, closed
from tests.factories.tables import row, saved, table, texts_of
from tests.public.published import BODY, make_published
from tests.stakeholders.cast import actor

from .refusals import refused
from .scenes import IN_AAA, People

pytestmark = pytest.mark.django_db


def imported(review: Review, content: bytes, *, by: str = "AAA", **terms: Any) -> ImportResult:
    """Return what became of a table that `by` sent for the delegation AAA."""
    wanted: dict[str, Any] = {
        "round_id": review.round.pk,
        "circle_id": review.house.delegation("AAA").pk,
        "language": "en",
        "content": content,
        "actor": actor(review.house[by]),
        "at": DURING,
    }
    return import_comments(**(wanted | terms))


def reasons(result: ImportResult) -> dict[int, str]:
    return {each.row: " ".join(each.reasons) for each in result.bad}


def test_good_rows_become_private_drafts_of_the_sender(review: Review):
    content = table(
        row("1", "before a new tool", "Editorial", "Say when.\n\nReason: It is open.", "first"),
        row("2"),
    )
    entries = Entry.objects.count()
    result = imported(review, content)
    assert [(each.row, each.provision_number) for each in result.added] == [(2, "1"), (3, "2")]
    assert (result.repeated, result.bad) == ((), ())
    first, second = (Draft.objects.get(pk=each.draft_id) for each in result.added)
    assert (first.type, first.purpose, first.body) == ("editorial", "change", "Say when.")
    assert (first.reason, first.proposed) == ("It is open.", "first")
    assert first.selectors[0]["exact"] == "before a new tool"
    assert (second.type, second.purpose, second.selectors) == ("substantive", "", [])
    assert {first.mandate, second.mandate} == {review.house["AAA"]}
    assert {first.circle, second.speaks_for} == {review.house.delegation("AAA")}
    assert not Comment.objects.exists()
    assert Entry.objects.count() == entries


def test_each_bad_row_is_named_and_the_good_ones_are_kept(review: Review):
    content = table(
        row(),
        row("99"),
        row("", comment="Where?"),
        row("1", "words of another text"),
        row("1", kind="Grumble"),
        row("1", kind=""),
        row("1", comment=""),
        row("1", comment="x" * 5_001),
        row("1", kind="Correction of the summary"),
        row("2", comment="The last one is good."),
    )
    result = imported(review, content)
    assert [each.row for each in result.added] == [2, 11]
    found = reasons(result)
    assert list(found) == list(range(3, 11))
    assert found[3].startswith("Place: “99” is no provision of this round. Its provisions are: 1")
    assert "Say which provision" in found[4]
    assert "does not stand in provision 1" in found[5]
    assert found[6].startswith("Type: “Grumble” is not known. Write one of: General, Substantive")
    assert found[7].startswith("Type: Write one of")
    assert found[8] == "Comment: Write your comment here."
    assert "Shorten it to 5000 characters" in found[9]
    assert "Corrections and remarks are for summaries" in found[10]


def test_every_fault_of_a_row_is_named_at_once(review: Review):
    content = table(row("99", kind="Grumble", comment="Reason: None."), row("1", "a", "", ""))
    assert [len(each.reasons) for each in imported(review, content).bad] == [3, 3]


def test_words_that_stand_twice_and_words_in_another_language(review: Review):
    result = imported(
        review,
        table(
            row("1", "a"),
            row("1", "“Training is given”"),
            row("1", "« Une formation est donnée »"),
            row("1", "On the whole provision", comment="All of it."),
        ),
    )
    drafts = [Draft.objects.get(pk=each.draft_id) for each in result.added]
    assert reasons(result)[2].startswith("Paragraph: “a” stands more than once in provision 1.")
    assert [each.text.language for each in drafts] == ["en", "fr", "en"]
    assert drafts[1].selectors[0]["exact"] == "Une formation est donnée"
    assert drafts[2].selectors == []


def test_sending_the_same_rows_again_adds_nothing(review: Review):
    content = table(row(), row("2"))
    first = imported(review, content)
    again = imported(review, content, at=AFTER)
    assert (again.added, again.repeated) == ((), (2, 3))
    delete_draft(draft_id=first.added[0].draft_id, actor=actor(review.house["AAA"]), at=DURING)
    assert imported(review, content).repeated == (2, 3)
    more = imported(review, table(row(), row("2"), row("2", comment="A third.")))
    assert (more.repeated, [each.row for each in more.added]) == ((2, 3), [4])
    assert Draft.objects.count() == 2


def test_a_row_that_stands_twice_in_a_table_is_kept_once(review: Review):
    result = imported(review, table(row(), row(), row("  1 ", comment="Say  who pays. ")))
    assert ([each.row for each in result.added], result.repeated) == ([2], (3, 4))


def test_another_person_and_another_room_keep_their_own(review: Review):
    house, content = review.house, table(row())
    imported(review, content)
    assert imported(review, content, by="AAA-focal").added
    north = house.region("north-group").pk
    assert imported(review, content, circle_id=north).added
    home = house.delegation("AAA").pk
    assert imported(review, content, circle_id=north, speaks_for_id=home).added
    assert ImportedRow.objects.count() == 4


def test_a_closed_round_takes_drafts_too(review: Review):
    closed(review.round)
    assert imported(review, table(row()), at=AFTER).added


def test_nobody_imports_for_a_room_that_is_not_theirs(review: Review, everybody: People):
    content, taken = table(row()), set()
    for name, who in everybody.items():
        if who is None:
            continue
        before = Draft.objects.count()
        try:
            imported(review, content, actor=actor(who))
        except (Missing, NotAllowed):
            assert Draft.objects.count() == before, name
        else:
            taken.add(name)
    assert taken == IN_AAA


def test_a_name_that_is_not_one_s_own_is_refused(review: Review):
    house = review.house
    with refused(NotAllowed, "not_your_name"):
        imported(
            review,
            table(row()),
            circle_id=house.region("north-group").pk,
            speaks_for_id=house.delegation("BBB").pk,
        )
    with refused(Invalid):
        imported(review, table(row()), language="de")


def test_the_template_comes_back_as_it_went_out_filled_in(review: Review):
    content = import_template(review.round.pk, "en", DURING)
    assert content == import_template(review.round.pk, "en", DURING)
    rows = texts_of(content)
    assert [each[2] for each in rows] == ["Place", "1", "2"]
    assert "Training is given before a new tool is used." in sum(texts_of(content, 2), [])
    with refused(Invalid, "no_rows"):
        imported(review, content)
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    sheet["D2"], sheet["E2"], sheet["F3"] = "before a new tool", "General", "Only words."
    result = imported(review, saved(book))
    assert result.added == ()
    assert reasons(result) == {2: "Comment: Write your comment here.", 3: result.bad[1].reasons[0]}
    sheet["F2"], sheet["E3"] = "Say when.", "Technical"
    result = imported(review, saved(book))
    assert [each.row for each in result.added] == [2, 3]
    assert Draft.objects.count() == 2


def test_many_rows_take_as_many_queries_as_few(review: Review):
    counts = []
    for size in (1, 30):
        rows = [row(comment=f"{number} of {size}.") for number in range(size)]
        with CaptureQueriesContext(connection) as asked:
            assert len(imported(review, table(*rows)).added) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_compilation_that_was_exported_can_be_sent_back():
    review = make_published()
    made = compilation_of_round(review.round.key, Reader(None, AFTER, "en"))
    result = imported(review, as_xlsx(made), at=AFTER)
    assert len(result.added) == 4
    assert "Type: Write one of" in reasons(result)[4]  # the tombstone: nothing is left to say
    first = next(each for each in Draft.objects.all() if each.body == BODY)
    assert (first.type, first.purpose) == ("substantive", "change")
    assert (first.reason, first.selectors[1]["start"]) == ("It would be clearer.", 0)
    assert first.proposed == Wording.objects.get(body=BODY).proposed != ""
    assert first.text == review.text()
