"""A compilation as XLSX and DOCX, read back: whole, marked, harmless, and the same every time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from core.labels import labels
from core.languages import LANGUAGES
from core.words import Said
from reviews.compilation.columns import Column, by_name, plain
from reviews.compilation.docx import as_docx
from reviews.compilation.packing import writable
from reviews.compilation.table import Cell, Compilation, CompiledRow, Line
from reviews.compilation.xlsx import as_xlsx
from reviews.importing.sheets import read_table

AT = datetime(2026, 11, 22, 13, 40, tzinfo=UTC)
HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(1)",
    "#N/A",
    "\t=1",
    "＝1",
    "_x0041_ stays",
    "a\x00b\x0bc\ud800d\ufffee",
    "<b>&amp;</b>",
]


def made(comments: Sequence[str] = ("Words.",), language: str = "en", **cells: Cell) -> Compilation:
    """Return a compilation with a row for each comment, and `cells` in all of them."""
    more = {Column(name): cell for name, cell in cells.items()}
    rows = tuple(
        CompiledRow(
            number,
            None,
            "",
            {
                Column.NUMBER: (Line(str(number)),),
                Column.PLACE: (Line("1"), Line("Version 1, English", is_note=True)),
                Column.TYPE: (Line("General"), Line("Keep it as it is", is_note=True)),
                Column.COMMENT: (Line(text, "fr"), Line("Reason: So it is.", "fr")),
                **more,
            },
        )
        for number, text in enumerate(comments, start=1)
    )
    return Compilation(
        title="Compilation of comments",
        framework=Said(text="Trial & error", lang=""),
        subject="Review round 1",
        noun="trial-round-1-comments",
        language=language,
        at=AT,
        is_invented=True,
        audience="Confidential.",
        facts=(("State of affairs", "22 November 2026"), ("Language", "English")),
        rows=rows,
    )


pytestmark = pytest.mark.django_db  # whether this is a sample, the database says


def test_the_sheet_is_laid_out_to_be_read_and_printed():
    book: Any = load_workbook(io.BytesIO(as_xlsx(made(["One.", "Two."]))))
    about, sheet = book.worksheets
    assert [cell.value for cell in sheet[1]] == [str(each.label) for each in Column]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {cell.alignment.wrap_text for row in sheet.iter_rows() for cell in row} == {True}
    assert sheet.column_dimensions["F"].width > sheet.column_dimensions["A"].width
    assert sheet["F2"].value == "One.\nReason: So it is."
    assert "Trial && error" in sheet.oddHeader.center.text
    assert "not an ILO document" in sheet.oddFooter.left.text
    assert "SAMPLE" in sheet.oddFooter.left.text and "Confidential." in sheet.oddFooter.left.text
    words = [str(cell.value) for row in about.iter_rows() for cell in row if cell.value]
    assert words[0] == "Compilation of comments – Trial & error – Review round 1"
    assert {"State of affairs", "22 November 2026", "Language", "English"} <= set(words)
    assert (book.properties.title, book.properties.language) == (words[0], "en")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_is_ever_a_formula_or_breaks_the_file(words: str):
    content = as_xlsx(made([words], secretariat=(Line(words),)))
    cell = load_workbook(io.BytesIO(content)).worksheets[1]["H2"]
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert cell.quotePrefix == words.startswith(("=", "+", "-", "@", "\t", "＝"))
    raw = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet2.xml")
    assert b"<f>" not in raw
    [row] = read_table(content)
    assert row[Column.COMMENT].startswith(writable(words))
    assert row.faults == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_means_its_own_column_in_each_language(language: str):
    names = by_name(Column)
    said = labels(Column, language)
    headings = {code: names[plain(said[code])] for code in Column.values}
    assert headings == {code: code for code in Column.values}


def test_a_mark_stands_where_xml_can_t_hold_a_character():
    assert writable("a\x00b\x0bc\ud800d\ufffee\r\nf\tg") == "a�b�c�d�e\nf\tg"
    assert writable("Łódź 日本 👍") == "Łódź 日本 👍"


def test_a_text_longer_than_a_cell_says_that_it_goes_on():
    sheet = load_workbook(io.BytesIO(as_xlsx(made(["👍" * 20_000])))).worksheets[1]
    assert sheet["F2"].value.endswith("[…]")


@pytest.mark.parametrize("write", [as_xlsx, as_docx])
def test_a_file_is_the_same_every_time_and_tells_no_hour_of_making(write):
    content = write(made(["One.", "Two."]))
    assert content == write(made(["One.", "Two."]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-11-22T13:40:00Z") == 2
    assert str(datetime.now(tz=UTC).date()) not in core.replace("2026-11-22T13:40:00Z", "")


def test_the_document_is_a_table_across_the_page_with_headings_on_each():
    paper: Any = Document(io.BytesIO(as_docx(made(["One.\n\nMore.", "Two."], language="es"))))
    section = paper.sections[0]
    assert section.page_width > section.page_height
    facts, table = paper.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["State of affairs", "22 November 2026"]
    assert len(table.rows) == 3
    head = table.rows[0]._tr.trPr.find(qn("w:tblHeader"))
    assert head is not None and head.get(qn("w:val")) == "true"
    assert table.rows[1].cells[5].text == "One.\nMore.\nReason: So it is."
    assert paper.paragraphs[0].text == "Compilation of comments – Trial & error – Review round 1"
    assert "not an ILO document" in section.footer.paragraphs[0].text
    assert "SAMPLE" in section.footer.paragraphs[0].text
    assert paper.core_properties.title == paper.paragraphs[0].text
    assert paper.core_properties.language == "es-ES"
    default = paper.styles["Normal"].element.rPr.find(qn("w:lang"))
    assert default.get(qn("w:val")) == "es-ES"
    run = table.rows[1].cells[5].paragraphs[0].runs[0]
    assert run._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "fr-FR"


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stand_in_the_document_as_words(words: str):
    paper = Document(io.BytesIO(as_docx(made([words]))))
    assert paper.tables[1].rows[1].cells[5].paragraphs[0].text == writable(words)


def test_without_comments_the_document_says_so():
    paper = Document(io.BytesIO(as_docx(made([]))))
    assert len(paper.tables) == 1
    assert "No comments" in "".join(each.text for each in paper.paragraphs)
    assert len(list(load_workbook(io.BytesIO(as_xlsx(made([])))).worksheets[1].rows)) == 1
