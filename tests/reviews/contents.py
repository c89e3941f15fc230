"""The content of a comment as a form would send it back."""

from typing import Any

from reviews.anchors import from_selectors
from reviews.content import DraftContent
from reviews.models import Comment


def content_in(comment: Comment, **changes: Any) -> DraftContent:
    """Return the latest words of a comment, with `changes`."""
    wording = comment.wordings.latest("number")
    said: dict[str, Any] = {
        "text_id": wording.text_id,
        "circle_id": comment.circle_id,
        "speaks_for_id": comment.speaks_for_id,
        "type": wording.type,
        "purpose": wording.purpose,
        "body": wording.body,
        "reason": wording.reason,
        "proposed": wording.proposed,
        "language": wording.language,
        "question_id": wording.question_id,
        "anchor": from_selectors(wording.selectors),
    }
    return DraftContent(**(said | changes))
