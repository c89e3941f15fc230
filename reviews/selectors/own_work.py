"""Whether something waits for the holder of a mandate at this moment, in one round or framework:
asked anew each time they are about to be told of it.
"""

from datetime import datetime
from enum import IntEnum

from reviews.entitlement import ROOMS
from reviews.lifecycle import IN_ITS_ROOM
from reviews.models import Comment, Cutoff
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import covers_framework

from .positions import own_standings
from .room_answers import answers_to_reply
from .rooms import rights_of
from .rounds import RoundFacts
from .unfinished_positions import silent_circles
from .waiting import to_endorse, to_submit


class Duty(IntEnum):
    """How something stands for a mandate; of several mandates the highest counts."""

    NOT_ENTITLED = 0  # it is not theirs to do
    DONE = 1  # it is theirs, and nothing of it is left
    WAITS = 2


def duty_to_clear(mandate: Mandate, round_: RoundFacts, at: datetime) -> Duty:
    """Return whether comments wait in a round that the holder may endorse or submit, by
    themselves or as a substitute.
    """
    home = _home(mandate, round_.framework, at)
    rights = rights_of(mandate, home, at=at) if home else None
    if home is None or rights is None or not (rights.endorses or rights.submits):
        return Duty.NOT_ENTITLED
    rows = [to_endorse(mandate, home, at)] if rights.endorses else []
    rows += [to_submit(mandate, home, at)] if rights.submits else []
    return _duty(any(each.filter(round=round_.id).exists() for each in rows))


def duty_to_reply(mandate: Mandate, round_: RoundFacts, at: datetime) -> Duty:
    """Return whether released answers in a round wait for a reply that the holder may give."""
    home = _home(mandate, round_.framework, at)
    if home is None or not rights_of(mandate, home, at=at).submits:
        return Duty.NOT_ENTITLED
    return _duty(any(each.card.round == round_.key for each in answers_to_reply(mandate, at, home)))


def duty_to_reconfirm(mandate: Mandate, framework: str, at: datetime) -> Duty:
    """Return whether the holder may take positions of their circle again, in a framework (its
    slug), and has to.
    """
    home = _home(mandate, framework, at)
    if home is None or not rights_of(mandate, home, at=at).submits:
        return Duty.NOT_ENTITLED
    ours = (
        each
        for each in own_standings(mandate, at, framework=framework)
        if each.circle.pk == home.pk
    )
    return _duty(any(each.may_take and each.needs_reconfirmation for each in ours))


def duty_past_cutoff(
    mandate: Mandate, round_: RoundFacts, cutoff_at: datetime, at: datetime
) -> Duty:
    """Return whether the holder coordinates a circle that left comments behind its own cut-off,
    this one; one that was set anew is another matter.
    """
    home = _coordinated(mandate, round_.framework, at)
    if home is None:
        return Duty.NOT_ENTITLED
    cutoffs = Cutoff.objects.visible_to(mandate, at).filter(circle=home, round=round_.id)
    latest = cutoffs.order_by("-number").values_list("cutoff_at", flat=True).first()
    runs = at < round_.closes_at
    return _duty(runs and latest == cutoff_at <= at and _has_left(mandate, home, round_, at))


def duty_past_close(mandate: Mandate, round_: RoundFacts, at: datetime) -> Duty:
    """Return whether the holder coordinates a circle that a round closed over: with comments of
    its own left in their room, or before it took any position.
    """
    home = _coordinated(mandate, round_.framework, at)
    if home is None:
        return Duty.NOT_ENTITLED
    if at < round_.closes_at:
        return Duty.DONE
    return _duty(
        _has_left(mandate, home, round_, at)
        or (round_.id, home.pk) in silent_circles([round_.id], at)
    )


def _duty(waits: bool) -> Duty:
    return Duty.WAITS if waits else Duty.DONE


def _home(mandate: Mandate, framework: str, at: datetime) -> Circle | None:
    """Return the circle in whose name the holder acts on a framework now, if it has a room."""
    if not mandate.is_active_at(at) or not covers_framework(mandate, framework):
        return None
    return Circle.objects.home_of(mandate).filter(kind__in=ROOMS).first()


def _coordinated(mandate: Mandate, framework: str, at: datetime) -> Circle | None:
    """Return the circle with a room that the holder coordinates: who admits people to it does."""
    home = _home(mandate, framework, at)
    if home is None or ADMISSIONS[CircleKind(home.kind)].admitting != mandate.capacity:
        return None
    return home


def _has_left(mandate: Mandate, home: Circle, round_: RoundFacts, at: datetime) -> bool:
    rows = Comment.objects.in_rooms_of(mandate, at).filter(speaks_for=home, round=round_.id)
    return rows.filter(stage__in=IN_ITS_ROOM).exists()
