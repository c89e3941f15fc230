"""What a room does with a comment, each a POST to it; the answer is the comment as it then is."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from reviews.services.comments import endorse_comment, return_comment, withdraw_comment
from reviews.services.late import accept_late, decline_late

from .answers import Answer, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import text
from .members import move_body, reason
from .operations import Ask, Operation
from .reading import whole_comment
from .shapes.comments import COMMENT_WHOLE
from .shapes.parts import marked


def _move(body: Body) -> dict[str, Operation]:
    return {
        "POST": Operation(marked(COMMENT_WHOLE), body=body, needs_edition=True, has_edition=True)
    }


class CommentMoving(DeskEndpoint):
    """A move of a comment. Subclasses name the `service` that makes it."""

    places = {"comment_id": "Id of the comment."}
    service: ClassVar[Callable[..., Any]]

    def answer_post(self, ask: Ask, comment_id: UUID) -> Answer:
        """Make the move; again by the same person it changes nothing."""
        said = {name: value for name, value in ask.body.items() if name != "for_mandate"}
        type(self).service(
            comment_id=comment_id,
            expected_edition=ask.expected,
            **said,
            actor=ask.actor,
            at=ask.at,
        )
        value, edition = whole_comment(ask, comment_id)
        return shown(value, edition=edition)


class Endorsing(CommentMoving):
    """Clears a comment's present words, in the name that it speaks in."""

    operations = _move(move_body())
    service = staticmethod(endorse_comment)


class Returning(CommentMoving):
    """Takes an endorsement back, for a reason that the room reads."""

    operations = _move(move_body(reason("Why; the room reads it.")))
    service = staticmethod(return_comment)


class Withdrawing(CommentMoving):
    """Takes a comment back at any time; a published one leaves a tombstone."""

    operations = _move(move_body(Member("reason", text(), "Why.", default="")))
    service = staticmethod(withdraw_comment)


class AcceptingLate(CommentMoving):
    """Accepts a comment that was offered after the close; the review secretariat alone does."""

    operations = _move(move_body(reason("Why it is accepted.")))
    service = staticmethod(accept_late)


class DecliningLate(CommentMoving):
    """Declines a comment that was offered after the close; it goes back to its room."""

    operations = _move(move_body(reason("Why it is declined.")))
    service = staticmethod(decline_late)
