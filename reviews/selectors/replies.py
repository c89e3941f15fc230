"""What commenters replied to released answers, wherever the answer may be read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from reviews.models import Reply
from stakeholders.models import Mandate


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """One reply to an answer, in the name of the commenter and never of a person. `number` counts
    the replies to that answer from 1; `text` is in `language` and may be empty for `satisfied`.
    """

    number: int
    kind: str
    text: str
    language: str
    at: datetime


def replies_of(
    disposition_ids: Collection[UUID], mandate: Mandate | None, at: datetime
) -> dict[UUID, tuple[ReplyFacts, ...]]:
    """Return the replies that `mandate` (None: everybody) may read, by answer, the first one
    first; answers without one are absent. One query.
    """
    found: dict[UUID, tuple[ReplyFacts, ...]] = {}
    rows = Reply.objects.visible_to(mandate, at).filter(disposition__in=disposition_ids)
    for row in rows.order_by("disposition_id", "number"):
        facts = ReplyFacts(row.number, row.kind, row.text, row.language, row.at)
        found[row.disposition_id] = (*found.get(row.disposition_id, ()), facts)
    return found
