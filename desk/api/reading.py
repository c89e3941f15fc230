"""Reading comments as the asker may: in its room whole, for the review secretariat from outside."""

from uuid import UUID

from reviews.querysets import reads_submissions
from reviews.selectors.handed import handed_over_comment
from reviews.selectors.rooms import comment_detail

from .answers import Row
from .operations import Ask
from .values.comments import comment_value, whole_comment_value, whole_handed_value


def whole_comment(ask: Ask, comment_id: UUID) -> tuple[Row, int]:
    """Return a comment with how it came about, and the edition that the asker knows.

    Raises Missing for who is neither in its room nor of the review secretariat: what is public
    of it stands in the public API.
    """
    if reads_submissions(ask.mandate, ask.at):
        handed = handed_over_comment(comment_id, ask.mandate, ask.at)
        return whole_handed_value(handed, ask.language), handed.edition
    detail = comment_detail(comment_id, ask.mandate, ask.at)
    return whole_comment_value(detail, ask.language), detail.card.edition


def room_comment(ask: Ask, comment_id: UUID) -> tuple[Row, int]:
    """Return a comment as its room reads it, and its edition. Raises Missing."""
    card = comment_detail(comment_id, ask.mandate, ask.at).card
    return comment_value(card, ask.language), card.edition
