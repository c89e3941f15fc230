"""Files that are no table of comments: refused as a whole, in words, before anything is kept."""

import io
import time
import tracemalloc
import zipfile
from datetime import date

import pytest
from django.db.models import TextChoices
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import Invalid
from core.labels import labels
from core.languages import LANGUAGES
from reviews.compilation.columns import Column, Mark, by_name, said_alike
from reviews.enums import CommentType, Purpose
from reviews.importing.limits import MAX_BYTES, MAX_ROWS
from reviews.importing.sheets import read_table
from tests.factories.tables import HEADINGS, row, saved, table, with_part, with_shared_strings

from .refusals import Refusal, refused

SHEET = "xl/worksheets/sheet1.xml"
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal_of(content: bytes, code: str) -> Refusal:
    with refused(Invalid, code) as refusal:
        read_table(content)
    return refusal


def by_hand(rows: str) -> bytes:
    """Return a table whose sheet's XML is written by hand."""
    heads = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in HEADINGS)
    return with_part(table(), SHEET, sheet_xml(f'<row r="1">{heads}</row>{rows}'))


def sheet_xml(rows: str) -> bytes:
    return f'<worksheet xmlns="{_NS}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def numbered(count: int) -> str:
    cell = '<c t="inlineStr"><is><t>1</t></is></c>'
    return "".join(f'<row r="{number}">{cell * 6}</row>' for number in range(2, count + 2))


def test_a_table_is_found_below_other_words_and_behind_other_sheets():
    book = Workbook()
    book.worksheets[0].append(["About this table"])
    sheet = book.create_sheet("Table")
    sheet.append(["For the delegation"])
    sheet.append([])
    sheet.append(["PLACE ", "paragraph", "Type:", "Comment", "Proposed  change", None])
    sheet.append([3, None, "General", "Words.", None])
    sheet.append([None, None, None, None, None])
    sheet.append([7.1, None, "General", "Others.", None])
    first, second = read_table(saved(book))
    assert (first.number, first[Column.PLACE], first[Column.COMMENT]) == (4, "3", "Words.")
    assert (second.number, second[Column.PLACE]) == (6, "7.1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_read_in_each_language(language: str):
    names = [labels(Column, language)[code] for code in Column.values]
    assert len(set(names)) == len(names)
    content = table(["", "", "1", "", "General", "Words."], headings=names)
    assert read_table(content)[0][Column.COMMENT] == "Words."


@pytest.mark.parametrize("choices", [Column, Mark, CommentType, Purpose])
def test_no_name_means_two_things_in_any_languages(choices: type[TextChoices]):
    for name, code in by_name(choices).items():
        assert [other for other in choices.values if name in said_alike(other, choices)] == [code]


def test_missing_doubled_and_unknown_headings_are_named():
    content = table(row(), headings=["Place", "Paragraph", "Type", "Note", "Type", "Place"])
    refusal = refusal_of(content, "headers")
    assert refusal.errors == {
        "header": "unknown",
        "comment": "missing",
        "proposed": "missing",
        "type": "twice",
        "place": "twice",
    }


@pytest.mark.parametrize("headings", [["a", "b", "c"], [], [1, 2, 3, 4, 5, 6]])
def test_a_sheet_without_the_headings_says_what_they_are(headings: list):
    refusal = refusal_of(table(row(), headings=headings), "headers")
    assert "Place, Paragraph, Type, Comment, Proposed change" in refusal.detail


def test_merged_cells_are_named():
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("E5:F5")

    refusal = refusal_of(table(row(), row(), spoil=merge), "merged_cells")
    assert "B2:B3, E5:F5" in refusal.detail


def test_merged_cells_beside_and_above_the_table_do_no_harm():
    def merge(sheet: Worksheet) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "For the delegation"
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("J2:K4")

    assert len(read_table(table(row(), spoil=merge))) == 1


def test_cells_that_hold_no_text_are_named():
    content = table(
        row(comment="=1+1"), row(proposed=date(2026, 1, 1)), row(kind=True), row(comment="#N/A")
    )
    faults = [" ".join(each.faults) for each in read_table(content)]
    assert "Cell E2 holds a formula" in faults[0]
    assert "Cell F3 holds a date" in faults[1]
    assert "Cell D4 holds a date, a time or a yes-or-no value" in faults[2]
    assert "Cell E5 holds an error (#N/A)" in faults[3]


def test_a_text_that_looks_like_a_formula_is_a_text():
    def quote(sheet: Worksheet) -> None:
        sheet["E2"].data_type = "s"

    [only] = read_table(table(row(comment="=1+1"), spoil=quote))
    assert (only[Column.COMMENT], only.faults) == ("=1+1", ())


def test_a_hundred_thousand_rows_are_refused_at_once_and_in_little_memory():
    content = by_hand(numbered(100_000))
    assert len(content) < MAX_BYTES
    begun = time.process_time()
    assert f"more than {MAX_ROWS}" in refusal_of(content, "too_many_rows").detail
    assert time.process_time() - begun < 2
    tracemalloc.start()
    refusal_of(content, "too_many_rows")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_as_many_rows_as_are_allowed_are_read():
    assert len(read_table(by_hand(numbered(MAX_ROWS)))) == MAX_ROWS
    refusal_of(by_hand(numbered(MAX_ROWS + 1)), "too_many_rows")


@pytest.mark.parametrize("said", ["A1:F1", "A1:F100001", "A1", ""])
def test_what_a_file_says_of_its_size_is_not_believed(said: str):
    dimension = f'<dimension ref="{said}"/>' if said else ""
    sheet = f'<worksheet xmlns="{_NS}">{dimension}<sheetData>'.encode()
    content = by_hand(numbered(3))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        old = archive.read(SHEET)
    start = f'<worksheet xmlns="{_NS}"><sheetData>'.encode()
    assert len(read_table(with_part(content, SHEET, old.replace(start, sheet)))) == 3


def test_a_cell_far_below_the_table_is_not_waited_for():
    far = '<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row>'
    refusal_of(by_hand(numbered(1) + far), "too_many_rows")


def test_a_table_that_says_nothing_is_refused():
    refusal_of(table(["1", "1"], ["2", "2"]), "no_rows")
    refusal_of(table(), "no_rows")


def test_a_file_of_more_than_five_megabytes_is_refused():
    refusal_of(b"PK" + b"\0" * MAX_BYTES, "file_too_large")


@pytest.mark.parametrize("name", [SHEET, "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_a_file_that_unpacks_to_gigabytes_is_refused_before_it_does(name: str):
    out = io.BytesIO(table(row()))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("xl/a.bin", "w") as part,
    ):
        for _each in range(70):
            part.write(b"\0" * 1024 * 1024)
    assert len(out.getvalue()) < MAX_BYTES
    refusal_of(out.getvalue(), "file_too_large")
    large = with_part(table(row()), name, b" " * 61 * 1024 * 1024)
    refusal_of(large, "file_too_large")


def test_entities_that_explode_are_refused():
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    part = head.encode() + sheet_xml('<row r="1"><c t="str"><v>&b;</v></c></row>')
    refusal_of(with_part(table(row()), SHEET, part), "not_a_table")
    shared = f'{head}<sst xmlns="{_NS}"><si><t>&b;</t></si></sst>'.encode()
    refusal_of(with_shared_strings(table(row()), shared), "not_a_table")


def test_macros_are_refused():
    refusal_of(with_part(table(row()), "xl/vbaProject.bin", b"x"), "macros")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Place;Paragraph;Type;Comment;Proposed change",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"PK\x03\x04 and nothing else",
        with_part(table(row()), "mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        with_part(table(row()), "xl/workbook.bin", b"x"),
        with_part(table(row()), "xl/workbook.xml", b"<nothing/>"),
        with_part(table(row()), SHEET, b"<worksheet><sheetData><row></worksheet>"),
        with_shared_strings(table(row()), b"<sst"),
        table(row())[:-40],
        table(row())[: len(table(row())) // 2],
    ],
    ids=range(11),
)
def test_other_files_and_broken_ones_are_refused_in_words(content: bytes):
    assert "Excel workbook (.xlsx)" in refusal_of(content, "not_a_table").detail
