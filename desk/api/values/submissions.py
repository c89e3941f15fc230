"""Submissions and their receipts as the desk's API shows them."""

from zoneinfo import ZoneInfo

from desk.api.answers import address
from reviews.models import Submission
from reviews.selectors.receipts import Receipt

from .comments import person_value
from .parts import Value, circle_value


def submission_value(row: Submission, comments: int, language: str) -> Value:
    """Return what was handed over in one act. Load its round with the framework, and speaks_for
    with its organization.
    """
    zone = row.round.framework.time_zone
    return {
        "id": row.pk,
        "number": row.number,
        "round": row.round.key,
        "speaks_for": circle_value(row.speaks_for, language),
        "is_late": row.is_late,
        "at": row.at,
        "at_local": row.at.astimezone(ZoneInfo(zone)).isoformat(),
        "time_zone": zone,
        "comments": comments,
        "digest": row.digest,
        "url": address(f"submissions/{row.pk}"),
    }


def receipt_value(receipt: Receipt, language: str) -> Value:
    """Return a receipt. Who handed it over, and in which room, is not told outside that room."""
    person, other = receipt.person, receipt.for_person
    return {
        "id": receipt.id,
        "number": receipt.number,
        "round": receipt.round,
        "speaks_for": circle_value(receipt.speaks_for, language),
        "is_late": receipt.is_late,
        "at": receipt.at,
        "at_local": receipt.local_at.isoformat(),
        "time_zone": receipt.time_zone,
        "comments": len(receipt.lines),
        "digest": receipt.digest,
        "url": address(f"submissions/{receipt.id}"),
        "lines": [
            {
                "comment": line.comment_id,
                "provision": line.provision,
                "digest": line.digest,
                "co_sponsors": list(line.co_sponsors),
                "not_supporting": list(line.not_supporting),
                "matches": line.matches,
            }
            for line in receipt.lines
        ],
        "matches": receipt.matches,
        "circle": circle_value(receipt.circle, language) if person else None,
        "person": person_value(person, language) if person else None,
        "for_person": person_value(other, language) if other else None,
    }
