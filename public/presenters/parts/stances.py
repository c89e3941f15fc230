"""What the cells of the glyph mean."""

from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from provisions.enums import Stance

# How the shapes in `components/sprite.html` are called.
SIGNS = {
    Stance.SUPPORT: "support",
    Stance.SUPPORT_SUBJECT_TO_AMENDMENT: "support_subject_to_amendment",
    Stance.CAN_JOIN_CONSENSUS: "can_join",
    Stance.RESERVATION: "reservation",
    Stance.OBJECTION: "objection",
    Stance.POSITION_RESERVED: "reserved",
}


class Sign(TypedDict):
    code: str
    word: str


def legend(language: str) -> list[Sign]:
    """Return every sign in the order in which stances are listed."""
    words = labels(Stance, language)
    return [
        *(Sign(code=sign, word=words[stance.value]) for stance, sign in SIGNS.items()),
        Sign(code="several", word=_("Several positions")),
        Sign(code="none", word=_("No position recorded")),
    ]
