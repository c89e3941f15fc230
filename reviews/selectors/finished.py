"""What a circle has done with in a round, by what the review secretariat knows of it anyway."""

from datetime import datetime
from uuid import UUID

from reviews.entitlement import ROOMS
from reviews.lifecycle import CommentStage
from reviews.models import Comment, RoundItem
from stakeholders.models import Circle, Mandate


def has_handed_over_all(round_id: UUID, mandate: Mandate, at: datetime) -> bool:
    """Return whether the home circle of `mandate` has handed over, in its own name, a comment
    that stands on every provision of a round. False for a home without a room. Three queries.

    What is still inside a room counts for nothing: a reminder that stops by it would tell whoever
    reads the log of reminders.
    """
    home = Circle.objects.home_of(mandate).filter(kind__in=ROOMS).first()
    if home is None:
        return False
    handed_over = Comment.objects.visible_to(mandate, at).filter(
        round=round_id,
        speaks_for=home,
        stage__in=[CommentStage.SUBMITTED, CommentStage.PUBLISHED],
    )
    lacking = RoundItem.objects.filter(round=round_id).exclude(pk__in=handed_over.values("item"))
    return not lacking.exists()
