"""Who reads what is on a page, or what is about to be written: said in words, before the act.

These sentences describe `visible_to`; they change only with it.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.words import Said
from stakeholders.enums import CircleKind
from stakeholders.models import Circle

from .names import circle_name


@dataclass(frozen=True, slots=True)
class Audience:
    """What `components/audience.html` shows. `code`: alone, room, secretariat, public.

    `name` is the room's, empty for the others; `who` says exactly who, `rest` who does not.
    """

    code: str
    who: str
    rest: str = ""
    name: Said | None = None


def only_you() -> Audience:
    """Return the audience of a private draft."""
    return Audience(
        "alone",
        _("you alone, under this mandate."),
        _("Nobody else learns that it exists until you share it."),
    )


def room(circle: Circle, language: str) -> Audience:
    """Return the audience of what stays in the room of `circle`."""
    kinds = {
        CircleKind.DELEGATION: _("the members of this delegation."),
        CircleKind.REGIONAL_GROUP: _(
            "the members of this regional group: the delegations that belong to it, and its"
            " coordination."
        ),
        CircleKind.GROUP: _("the members of this group."),
    }
    return Audience(
        "room",
        kinds[CircleKind(circle.kind)],
        _("Nobody else: not the other groups, not the review secretariat."),
        circle_name(circle, language),
    )


def handed_over(circle: Circle, language: str) -> Audience:
    """Return the audience of what a room submitted."""
    return Audience(
        "secretariat",
        _("this room and the review secretariat."),
        _("The review secretariat reads the words that were submitted, never who wrote them."),
        circle_name(circle, language),
    )


def secretariat() -> Audience:
    """Return the audience of what was handed over, seen from the review secretariat."""
    return Audience(
        "secretariat",
        _("the review secretariat, and each comment by the room that handed it over."),
        _("Nobody else, until it is published."),
    )


def secretariat_alone() -> Audience:
    """Return the audience of what the review secretariat prepares."""
    return Audience(
        "secretariat",
        _("the review secretariat alone."),
        _("Nobody else learns of it before it is published."),
    )


def everybody() -> Audience:
    """Return the audience of what is public, or becomes so with the act."""
    return Audience("public", _("everybody. This is public, and so is its history."))
