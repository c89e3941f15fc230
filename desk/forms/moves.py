"""What the buttons on a comment's page send."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from .reading import edition_of, id_of


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move as it was asked for: `edition` is the one the person saw, `for_mandate` whom a
    substitute acts for.
    """

    edition: int
    reason: str
    for_mandate: UUID | None


def read_move(data: Mapping[str, str]) -> MoveForm:
    """Return what was asked for. Raises Conflict without an edition."""
    return MoveForm(
        edition=edition_of(data),
        reason=data.get("reason", ""),
        for_mandate=id_of(data.get("for_mandate")),
    )
