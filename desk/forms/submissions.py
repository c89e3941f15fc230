"""What the checklist of a room sends: which comments, and as which editions they were read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from .reading import id_of, ids_of


@dataclass(frozen=True, slots=True)
class Checklist:
    """Comments that were ticked. `seen` are the editions that the check page showed; empty
    before it. `confirmed` is "", `submit` or `offer`.
    """

    comment_ids: tuple[UUID, ...]
    seen: dict[UUID, int]
    confirmed: str
    reason: str
    for_mandate: UUID | None


def read_checklist(data: QueryDict) -> Checklist:
    """Return what was ticked; what is no id or edition is left out."""
    return Checklist(
        comment_ids=tuple(ids_of(data.getlist("comment"))),
        seen=_editions(data.getlist("seen")),
        confirmed=data.get("confirmed", ""),
        reason=data.get("reason", ""),
        for_mandate=id_of(data.get("for_mandate")),
    )


def _editions(sent: Sequence[str]) -> dict[UUID, int]:
    found = {}
    for each in sent:
        comment, _colon, edition = each.partition(":")
        comment_id = id_of(comment)
        if comment_id and edition.isascii() and edition.isdigit() and len(edition) < 10:
            found[comment_id] = int(edition)
    return found
