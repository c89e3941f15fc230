"""What an actor says of a version, as `desk/position_statement.html` shows it."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext_lazy

from core.labels import labels
from core.when import when_instant
from core.words import Said, foreign
from provisions.enums import Stance
from provisions.signs import sign_of
from reviews.enums import ReleaseKind
from reviews.selectors.released_positions import ActorFacts, PublicPosition

from .redlines import change
from .rounds import actor_name
from .words import as_paragraphs

# What each stance means for the agreement, said where it is chosen.
MEANINGS = {
    Stance.SUPPORT: gettext_lazy("The text can stand as it is."),
    Stance.SUPPORT_SUBJECT_TO_AMENDMENT: gettext_lazy(
        "Support if the text is changed as you word it. It blocks nothing."
    ),
    Stance.CAN_JOIN_CONSENSUS: gettext_lazy(
        "Not the first choice, but you do not stand in the way."
    ),
    Stance.RESERVATION: gettext_lazy(
        "Your reasons are minuted. It does not block the agreement. Reasons are needed."
    ),
    Stance.OBJECTION: gettext_lazy(
        "The version can’t be agreed while this stands. Reasons are needed."
    ),
    Stance.POSITION_RESERVED: gettext_lazy(
        "You await instructions. It shows that you will speak and counts as no position yet."
    ),
}


class Stated(Protocol):
    """What positions have in common, released or not, recorded or only typed."""

    @property
    def stance(self) -> str: ...
    @property
    def ad_referendum(self) -> bool: ...
    @property
    def reasons(self) -> str: ...
    @property
    def wording(self) -> str: ...
    @property
    def language(self) -> str: ...


def statement(stated: Stated, bodies: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return what was said. `bodies` are the texts of its version by language: an amendment is
    shown as what it changes in the text of its own language, else as it was written.
    """
    body = bodies.get(stated.language, "")
    wording = as_paragraphs(stated.wording) if stated.wording.strip() else []
    is_compared = bool(wording and body)
    return {
        "mark": sign_of(stated.stance, language),
        "ad_referendum": stated.ad_referendum,
        "lang": foreign(stated.language, language),
        "reasons": as_paragraphs(stated.reasons) if stated.reasons.strip() else [],
        "change": change(body, "\n\n".join(wording), stated.language) if is_compared else None,
        "wording": [] if is_compared else wording,
    }


def released_statement(
    position: PublicPosition, bodies: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Return a released position, in the name of its actor."""
    return {
        **statement(position, bodies, language),
        "key": position.key,
        "id": position.key.rpartition(".")[2],
        "actor": actor_name(position.actor, language),
        "version": position.version,
        "joined": names_of(position.joined, language),
        "not_joining": names_of(position.not_joining, language),
        "when": when_instant(position.released_at, language),
        "release": labels(ReleaseKind, language)[position.release],
        "is_corrected": position.is_corrected,
        "correction_reason": position.correction_reason,
    }


def names_of(actors: Iterable[ActorFacts], language: str) -> list[Said]:
    return [actor_name(each, language) for each in actors]


def stance_choices(chosen: str, language: str) -> list[dict[str, Any]]:
    """Return the radio buttons of the form, each with what it means."""
    return [
        {
            "value": code.value,
            "mark": sign_of(code, language),
            "means": MEANINGS[code],
            "checked": code == chosen,
        }
        for code in Stance
    ]
