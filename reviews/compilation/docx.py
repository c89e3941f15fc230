"""A compilation as a document for the table: landscape, its headings on every page."""

import io

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from .columns import WIDTHS, Column
from .packing import packed, writable
from .table import Compilation, Line

# Languages as office programs name them: the house's own English is British.
_LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}
_PAGE = (Mm(297), Mm(210))  # A4, across
_MARGIN = Mm(12)
_SMALL = Pt(8)
_SOFT = RGBColor(0x45, 0x52, 0x60)


def as_docx(made: Compilation) -> bytes:
    """Return `made` as a DOCX file, the same bytes for the same compilation."""
    paper = Document()
    _set_page(paper, made)
    _say_head(paper, made)
    if made.rows:
        _fill_table(paper, made)
    else:
        paper.add_paragraph(_("No comments can be read here yet."))
    out = io.BytesIO()
    paper.save(out)
    return packed(out.getvalue(), {})


def _set_page(paper: DocumentType, made: Compilation) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Mm(15)
    _write(section.header.paragraphs[0], Line(made.heading, is_note=True))
    _write(section.footer.paragraphs[0], Line(" ".join(made.marks), is_note=True))
    known = paper.core_properties
    known.title, known.language = writable(made.heading), _LOCALES[made.language]
    known.author = known.last_modified_by = "Tripartite"
    known.comments = known.subject = known.keywords = ""
    known.created = known.modified = made.at.replace(tzinfo=None, microsecond=0)
    normal = paper.styles["Normal"]
    normal.font.size = Pt(9)
    _mark_language(normal.element.get_or_add_rPr(), made.language)


def _say_head(paper: DocumentType, made: Compilation) -> None:
    paper.add_heading(writable(made.heading), level=1)
    facts = paper.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in made.facts:
        cells = facts.add_row().cells
        _write(cells[0].paragraphs[0], Line(label), is_bold=True)
        _write(cells[1].paragraphs[0], Line(value))
        cells[0].width, cells[1].width = Mm(45), Mm(225)
    paper.add_paragraph()


def _fill_table(paper: DocumentType, made: Compilation) -> None:
    table = paper.add_table(rows=1, cols=len(Column.values), style="Table Grid")
    table.autofit = False
    widths = _widths()
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heads = table.rows[0].cells
    for cell, name, width in zip(heads, made.columns, widths, strict=True):
        cell.width = width
        _write(cell.paragraphs[0], Line(name), is_bold=True)
    _repeat_head(table)
    for row in made.rows:
        cells = table.add_row().cells
        for cell, code, width in zip(cells, Column.values, widths, strict=True):
            cell.width = width
            _fill_cell(cell, row.cells.get(Column(code), ()))


def _widths() -> list[Emu]:
    """Return the columns' shares of the page, as spreadsheets have them."""
    room = _PAGE[0] - 2 * _MARGIN
    total = sum(WIDTHS.values())
    return [Emu(int(room * width / total)) for width in WIDTHS.values()]


def _repeat_head(table: Table) -> None:
    """Let the first row stand at the head of every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)


def _fill_cell(cell: _Cell, lines: tuple[Line, ...]) -> None:
    first = True
    for line in lines:
        for words in line.paragraphs:
            paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
            _write(paragraph, Line(words, line.lang, line.is_note))
            first = False


def _write(paragraph: Paragraph, line: Line, *, is_bold: bool = False) -> None:
    paragraph.paragraph_format.space_after = Pt(2)
    run = paragraph.add_run(writable(line.text))
    run.font.size, run.bold = _SMALL, is_bold or None
    if line.is_note:
        run.font.color.rgb = _SOFT
    if line.lang:
        _mark_language(run._r.get_or_add_rPr(), line.lang)


def _mark_language(properties: object, language: str) -> None:
    """Say in which language words are, so that they are read out and spelt right."""
    known = properties.find(qn("w:lang"))  # type: ignore[attr-defined]
    mark = OxmlElement("w:lang") if known is None else known
    mark.set(qn("w:val"), _LOCALES.get(language, language))
    if known is None:
        properties.append(mark)  # type: ignore[attr-defined]
