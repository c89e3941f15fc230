"""The shapes that stand for stances in `components/sprite.html`, with the words beside them."""

from collections.abc import Mapping
from typing import TypedDict

from django.utils.translation import gettext as _

from core.labels import labels
from stakeholders.enums import Group

from .enums import Stance

SIGNS = {
    Stance.SUPPORT: "support",
    Stance.SUPPORT_SUBJECT_TO_AMENDMENT: "support_subject_to_amendment",
    Stance.CAN_JOIN_CONSENSUS: "can_join",
    Stance.RESERVATION: "reservation",
    Stance.OBJECTION: "objection",
    Stance.POSITION_RESERVED: "reserved",
}
SEVERAL, NONE = "several", "none"


class Sign(TypedDict):
    """`code` names the shape; `word` is in the reader's language."""

    code: str
    word: str


def sign_of(stance: str | None, language: str) -> Sign:
    """Return the sign of a stance by its code, of `several`, or of None: nothing is recorded."""
    if stance is None:
        return Sign(code=NONE, word=_("No position recorded"))
    if stance == SEVERAL:
        return Sign(code=SEVERAL, word=_("Positions taken separately, none in common"))
    return Sign(code=SIGNS[Stance(stance)], word=labels(Stance, language)[stance])


def glyph(stances: Mapping[str, str | None], language: str) -> dict[str, Sign]:
    """Return the three cells of `components/glyph.html` from the stance of each group."""
    return {group: sign_of(stances.get(group), language) for group in Group.values}


def legend(language: str) -> list[Sign]:
    """Return every sign in the order in which stances are listed."""
    return [sign_of(code, language) for code in (*(each.value for each in SIGNS), SEVERAL, None)]
