"""The table to fill in: a round's provisions, how to write, and the words to quote from."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.labels import labels
from core.when import when_zoned
from core.words import language_name, said
from provisions.enums import TextStatus
from reviews.compilation.columns import WIDTHS, Column, Mark
from reviews.compilation.marks import as_it_stood, marks
from reviews.compilation.workbook import facts_sheet, print_marks, table_sheet, workbook_bytes
from reviews.content import LIMITS
from reviews.enums import TYPES_ON_A_SUMMARY, TYPES_ON_A_TEXT, CommentType, Purpose
from reviews.selectors.rounds import RoundFacts, round_facts

from .frozen import RoundTexts, round_texts
from .limits import MAX_BYTES, MAX_ROWS

_CHOSEN_ROWS = 500  # in which the types are offered as a list


def import_template(round_id: UUID, language: str, at: datetime) -> bytes:
    """Return an XLSX file with a row for each provision of a round, in `language`. Six queries.

    Raises Missing. What it says is public: the round, its frozen texts, how to fill it in.
    """
    facts, texts = round_facts(round_id), round_texts(round_id)
    title = template_title(facts, language)
    book = Workbook()
    table, how, words = book.worksheets[0], book.create_sheet(), book.create_sheet()
    table.title, how.title, words.title = _("Comments"), _("Instructions"), _("Texts")
    _fill_table(table, texts, language)
    facts_sheet(how, title, _facts(facts, language, at), _instructions(texts, language))
    table_sheet(words, _text_headings(), list(_text_rows(texts, language)), (12, 10, 12, 32, 90))
    said_of_it = marks(is_invented=facts.is_invented)
    for sheet in book.worksheets:
        print_marks(sheet, title, " ".join(said_of_it))
    return workbook_bytes(book, title=title, language=language, at=at)


def template_title(facts: RoundFacts, language: str) -> str:
    """Return what the table to fill in is called, in its head and in the name of its file."""
    round_ = _("Review round %(number)d") % {"number": facts.number}
    framework = said(facts.framework_title, language)["text"]
    return " – ".join((_("Table of comments"), framework, round_))


def _fill_table(sheet: Worksheet, texts: RoundTexts, language: str) -> None:
    names = labels(Column, language)
    rows = []
    for number, each in enumerate(texts.provisions, start=1):
        filled = {Column.NUMBER: str(number), Column.PLACE: each.number}
        rows.append([filled.get(Column(code), "") for code in Column.values])
    table_sheet(sheet, [names[code] for code in Column.values], rows, list(WIDTHS.values()))
    kinds = [labels(CommentType, language)[code] for code in _types(texts)]
    offered = DataValidation(type="list", formula1=f'"{",".join(kinds)}"', allow_blank=True)
    place = Column.values.index(Column.TYPE)
    letter = "ABCDEFGHIJ"[place]
    offered.add(f"{letter}2:{letter}{_CHOSEN_ROWS}")
    sheet.add_data_validation(offered)


def _types(texts: RoundTexts) -> Sequence[str]:
    """Return the types that fit the round's texts: summaries take others than texts do."""
    summaries = {
        each.item.version.text_status == TextStatus.EDITORIAL_SUMMARY for each in texts.provisions
    }
    found = TYPES_ON_A_TEXT if False in summaries else ()
    return [each.value for each in (*found, *(TYPES_ON_A_SUMMARY if True in summaries else ()))]


def _facts(facts: RoundFacts, language: str, at: datetime) -> list[tuple[str, str]]:
    zone = facts.time_zone
    return [
        (_("Framework"), said(facts.framework_title, language)["text"]),
        (_("Review round"), f"{facts.number} ({facts.key})"),
        (_("Opens"), when_zoned(facts.opens_at, zone, language)["text"]),
        (_("Closes"), when_zoned(facts.closes_at, zone, language)["text"]),
        (_("State of affairs"), as_it_stood(at, language)),
        (_("Language"), language_name(language, language)),
        (_("Status of this paper"), " ".join(marks(is_invented=facts.is_invented))),
    ]


def _instructions(texts: RoundTexts, language: str) -> list[str]:
    """Return how the table is filled in, step by step."""
    heads, kinds = labels(Column, language), labels(CommentType, language)
    names = {code: heads[code] for code in Column.values} | {
        "kinds": ", ".join(kinds[code] for code in _types(texts)),
        "purposes": ", ".join(labels(Purpose, language)[code] for code in Purpose.values),
        "mark": labels(Mark, language)[Mark.REASON],
        "words": LIMITS["body"],
        "wording": LIMITS["proposed"],
        "rows": MAX_ROWS,
        "size": MAX_BYTES // (1024 * 1024),
    }
    sentences = [
        _("One row is one comment with one wish. Add rows for a second comment on a provision."),
        _("“%(place)s” holds the number of the provision and is filled in already."),
        _("“%(paragraph)s” holds the words you speak of, copied from the sheet with the texts."
          " Leave it empty to speak of the whole provision."),
        _("“%(type)s” is one of: %(kinds)s. A second line in the same cell may say what you ask"
          " for: %(purposes)s."),
        _("“%(comment)s” holds at most %(words)d characters. A reason follows in the same cell, in"
          " a line that begins with “%(mark)s:”. Who wants a change says why."),
        _("“%(proposed)s” holds the new wording in full, in place of the quoted words: at most"
          " %(wording)d characters."),
        _("Leave the other columns as they are: they are not read."),
        _("No formulas, no merged cells, no macros; at most %(rows)d rows and %(size)d MB."),
        _("Send the file on the page of this round at your desk. Each good row becomes a private"
          " draft that you alone read; each bad row is named with its reason. Sending the same"
          " rows again adds nothing."),
    ]  # fmt: skip
    return [each % names for each in sentences]


def _text_headings() -> list[str]:
    return [_("Provision"), _("Version"), _("Language"), _("Title"), _("Text")]


def _text_rows(texts: RoundTexts, language: str) -> Iterable[list[str]]:
    for each in texts.provisions:
        for text in each.texts:
            yield [
                each.number,
                str(each.item.version.number),
                language_name(text.language, language),
                text.text.title,
                text.text.body,
            ]
