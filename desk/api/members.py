"""Members that several bodies have in common."""

from .bodies import Body, Member
from .kinds import identifier, nullable, text

FOR_MANDATE = Member(
    "for_mandate",
    nullable(identifier()),
    "For a substitute: the mandate acted for, one of `acts_for` of `me`. Both are recorded.",
)


def reason(about: str) -> Member:
    """Return the reason that a move can't do without."""
    return Member("reason", text(), about, needed=True)


def move_body(*members: Member) -> Body:
    """Return the body of a move of a comment, which a substitute may make for another."""
    return Body((*members, FOR_MANDATE))
