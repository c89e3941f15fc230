"""A circle's own earlier deadline: set by who may endorse for it, and seen by itself only."""

from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid, Missing
from provisions.models.acted import actor_columns
from record import acts
from reviews.act_codes import ActCode
from reviews.models import Cutoff, Round
from reviews.payloads import instant_text
from reviews.permissions import check_can_endorse, check_in_room, speaking
from reviews.windows import closed_sentence, is_closed
from stakeholders.models import Circle

from .locks import lock_round


def set_cutoff(
    *, round_id: UUID, circle_id: UUID, cutoff_at: datetime | None, actor: Actor, at: datetime
) -> Cutoff:
    """Set a circle's own deadline in a round, or lift it with None; the latest one counts.

    The same one again by the same person is returned. Raises Missing for a round or a room that
    is not there for the actor, NotAllowed for who may not endorse for it, Conflict after the
    close, or where somebody else set the same, Invalid for an instant that is not before it.
    """
    with acts.together():
        round_ = lock_round(round_id)
        circle = _endorsed_circle(round_, circle_id, actor, at)
        if is_closed(round_, at):
            raise Conflict(closed_sentence(round_, at), code="round_closed")
        last = Cutoff.objects.filter(round=round_, circle=circle).order_by("-number").first()
        repeated = _repeated(last, cutoff_at, actor)
        if repeated is not None:
            return repeated
        wanted = _checked(cutoff_at, round_, at)
        with acts.act(ActCode.CUTOFF_SET, subject=round_.key, actor=actor, at=at) as act:
            cutoff = Cutoff.objects.create(
                round=round_,
                circle=circle,
                number=last.number + 1 if last else 1,
                cutoff_at=wanted,
                at=at,
                **actor_columns(actor),
            )
            # In its own chain alone: that a circle hurries is nobody else's to know.
            act.enter(circle.chain, {"cutoff_at": instant_text(wanted) if wanted else None})
    return cutoff


def _endorsed_circle(round_: Round, circle_id: UUID, actor: Actor, at: datetime) -> Circle:
    who = speaking(actor, at=at, framework_key=round_.framework.slug)
    circle = Circle.objects.select_related("organization").filter(pk=circle_id).first()
    if circle is None:
        raise Missing(_("There is no such room."))
    check_in_room(mandate=who.mandate, circle=circle, at=at)
    check_can_endorse(who=who, circle=circle)
    return circle


def _repeated(last: Cutoff | None, cutoff_at: datetime | None, actor: Actor) -> Cutoff | None:
    """Return this very cut-off if this person set it. Raises Conflict if somebody else did."""
    if (last.cutoff_at if last else None) != cutoff_at:
        return None
    if last is None:
        raise Conflict(_("There is no own cut-off to lift."), code="no_cutoff")
    if not last.is_by(actor):
        raise Conflict(_("Somebody else set this already."), code="cutoff_set_already")
    return last


def _checked(cutoff_at: datetime | None, round_: Round, at: datetime) -> datetime | None:
    if cutoff_at is None:
        return None
    detail = ""
    if cutoff_at.tzinfo is None:
        detail = _("Give the instant with its time zone.")
    elif not at < cutoff_at < round_.closes_at:
        detail = _("An own cut-off lies between now and the close of the round.")
    if detail:
        raise Invalid(detail, errors=[FieldError("/cutoff_at", detail, "cutoff_out_of_window")])
    return cutoff_at.astimezone(UTC)
