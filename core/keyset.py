"""Walking a list by where the last row stood, so that writes neither lose nor double a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from .errors import Invalid

Position = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A total order of a list: columns that are never null, the last one unique.

    A column that begins with `-` descends. Columns may be annotations of the queryset.
    """

    columns: tuple[str, ...]

    def after(self, position: Sequence[str | int]) -> Q:
        """Return the condition for rows behind `position`, one value for each column.

        Raises Invalid for a position of another length: its cursor is of an older release.
        """
        if len(position) != len(self.columns):
            raise Invalid(
                _("The cursor is of an older release; walk the list from its beginning."),
                code="bad_cursor",
            )
        behind = Q(pk__in=())
        for place, column in enumerate(self.columns):
            name, lookup = column.lstrip("-"), "lt" if column.startswith("-") else "gt"
            before = zip(self.columns[:place], position[:place], strict=True)
            same = {earlier.lstrip("-"): value for earlier, value in before}
            behind |= Q(**same, **{f"{name}__{lookup}": position[place]})
        return behind

    def position(self, row: Any) -> Position:
        """Return where `row`, an object with the columns as attributes, stands."""
        return tuple(_plain(_value(row, column.lstrip("-"))) for column in self.columns)


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _plain(value: Any) -> str | int:
    if isinstance(value, str | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    text: str = value.isoformat()  # dates and instants
    return text
