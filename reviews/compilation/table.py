"""A table of comments as it is shown, printed and exported: cells of lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.labels import labels
from core.textform import paragraphs
from core.words import Said

from .columns import WIDE, Column
from .marks import file_name, marks


@dataclass(frozen=True, slots=True)
class Line:
    """Words in one cell, in paragraphs. `lang` is set where they are not in the table's language;
    a note is what the portal says of the words beside it.
    """

    text: str
    lang: str = ""
    is_note: bool = False

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.text)


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """One comment with its answer. `comment_id` is None where only its public key is known, the
    key empty until publication.
    """

    number: int
    comment_id: UUID | None
    key: str
    cells: Mapping[Column, Cell]

    @property
    def ordered(self) -> list[Cell]:
        """Return the cells in the order of the columns, the first one left out: it is the head."""
        return [self.cells.get(Column(code), ()) for code in Column.values[1:]]

    @property
    def public_number(self) -> str:
        """Return the number under which everybody knows the comment, "" before publication."""
        return self.key.rpartition(".")[2]

    def text(self, column: Column) -> str:
        """Return what a cell says, its lines below each other."""
        return "\n".join(line.text for line in self.cells.get(column, ()))


@dataclass(frozen=True, slots=True)
class Compilation:
    """All comments on a subject that somebody may read, with their answers, in `language`.

    `subject` is the round or the provision in words; `noun` names files; `audience` says who may
    read it, "" for everybody; `facts` are labels and values for the head of a paper; `at` is the
    state of affairs.
    """

    title: str
    framework: Said
    subject: str
    noun: str
    language: str
    at: datetime
    is_invented: bool
    audience: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[CompiledRow, ...]

    @property
    def heading(self) -> str:
        """Return the title in full, for the head of pages and the properties of files."""
        return f"{self.title} – {self.framework['text']} – {self.subject}"

    @property
    def columns(self) -> list[str]:
        """Return the headings of the columns, in their order."""
        names = labels(Column, self.language)
        return [names[code] for code in Column.values]

    @property
    def marks(self) -> tuple[str, ...]:
        """Return the sentences that stand on every page of it."""
        about = marks(is_invented=self.is_invented)
        return (*about, self.audience) if self.audience else about

    def file_name(self, extension: str) -> str:
        return file_name(self.noun, extension, is_invented=self.is_invented)

    def shown(self, url: Callable[[CompiledRow], str]) -> dict[str, Any]:
        """Return what `components/compilation_table.html` shows; `url` leads to a row's comment."""
        return {
            "caption": self.heading,
            "columns": [
                {"label": label, "wide": code in WIDE}
                for code, label in zip(Column.values, self.columns, strict=True)
            ],
            "rows": [
                {
                    "number": row.number,
                    "public_number": row.public_number,
                    "url": url(row),
                    "cells": row.ordered,
                }
                for row in self.rows
            ],
        }
