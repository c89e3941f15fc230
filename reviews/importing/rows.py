"""What a sheet says in a row, apart from how it is read: that takes libraries slow to load."""

from collections.abc import Mapping
from dataclasses import dataclass

from reviews.compilation.columns import Column


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that says something. `number` is the sheet's own, from 1; `faults` name the cells
    that hold what is no text.
    """

    number: int
    cells: Mapping[Column, str]
    faults: tuple[str, ...] = ()

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")
