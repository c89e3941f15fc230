"""Positions that wait for whoever takes them in the name of their circle."""

from dataclasses import dataclass
from datetime import datetime

from stakeholders.models import Circle, Mandate

from .positions import OwnStanding, own_standings
from .sections import Section, section_of


@dataclass(frozen=True, slots=True)
class WaitingPositions:
    """What one's own circle has still to say, while it may be said: `to_take` where it has said
    nothing yet, `to_reconfirm` where the text changed or the mandate ended, `to_release` where
    the round closed before it spoke, so that only its own word makes it public.
    """

    to_take: Section[OwnStanding] = Section()
    to_release: Section[OwnStanding] = Section()
    to_reconfirm: Section[OwnStanding] = Section()


def waiting_positions(mandate: Mandate, home: Circle, at: datetime) -> WaitingPositions:
    """Return what waits for the holder of `mandate`, in the name of their `home` or as a
    substitute for somebody there; in the document's order, a constant number of queries.
    """
    ours = [
        each for each in own_standings(mandate, at) if each.circle.pk == home.pk and each.may_take
    ]
    return WaitingPositions(
        to_take=section_of([each for each in ours if not each.current and not each.why]),
        to_release=section_of([each for each in ours if _waits_for_a_word(each, at)]),
        to_reconfirm=section_of([each for each in ours if each.why]),
    )


def _waits_for_a_word(own: OwnStanding, at: datetime) -> bool:
    is_over = own.item.closed_at is not None or own.item.closes_at <= at
    return is_over and own.current is not None and own.current.released_at is None
