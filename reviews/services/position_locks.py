"""What a position is written under: round → provision → item, locked in this order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Missing
from reviews.models import Position, RoundItem
from reviews.permissions import (
    Speaking,
    check_can_take_positions,
    check_in_room,
    speaking,
)
from reviews.position_items import latest_begun, refusal_of
from reviews.position_payloads import TOLD
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import acting_mandate

from .locks import hold_round, lock_round


@dataclass(frozen=True, slots=True)
class Held:
    """A position that was found and locked for its actor's own people, and who acts."""

    position: Position
    item: RoundItem
    who: Speaking


def held_item(item_id: UUID, *, releases: bool = False) -> RoundItem:
    """Return an item with its round, framework, provision and version, as they stay until the
    transaction ends; no other position is written on it meanwhile. `releases`: a number of the
    round will be given, which one at a time does. Raises Missing.
    """
    found = RoundItem.objects.filter(pk=item_id).values_list("round_id", "provision_id").first()
    if found is None:
        raise Missing(_("There is no such provision in this round."))
    round_ = lock_round(found[0]) if releases else hold_round(found[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM provisions_provision WHERE id = %s FOR SHARE", [found[1]])
    item = (
        RoundItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provision", "version")
        .get(pk=item_id)
    )
    item.round = round_
    return item


def held_position(position_id: UUID, *, actor: Actor, at: datetime) -> Held:
    """Return a position in a room of the actor's, locked with its item to be released. Raises
    NotAllowed without an active mandate, Missing outside its room, released or not.
    """
    mandate = acting_mandate(actor, at=at)
    rows = Position.objects.in_rooms_of(mandate, at).filter(pk=position_id)
    item_id = rows.values_list("item_id", flat=True).first()
    if item_id is None:
        raise unknown_position()
    item = held_item(item_id, releases=True)
    who = speaking(actor, at=at, framework_key=item.round.framework.slug)
    return Held(told(position_id, item), item, who)


def own_room(circle_id: UUID, who: Speaking, *, at: datetime) -> Circle:
    """Return the circle in whose name `who` takes a position, with its organization. Raises
    Missing outside its room, exactly as if there were none, and NotAllowed.
    """
    circle = Circle.objects.filter(pk=circle_id).select_related("organization").first()
    if circle is None:
        raise Missing(_("There is no such room."))
    check_in_room(mandate=who.mandate, circle=circle, at=at)
    check_can_take_positions(who=who, circle=circle)
    return circle


def told(position_id: UUID, item: RoundItem) -> Position:
    """Return a position as it is now, with all that the record is told of it."""
    position = Position.objects.select_related(*TOLD, "mandate").get(pk=position_id)
    position.item = item
    return position


def unknown_position() -> Missing:
    """Return what everybody hears of a position that is not there for them."""
    return Missing(_("There is no such position."))


def standing_position(item: RoundItem, circle_id: UUID) -> Position | None:
    """Return the latest position of an actor on a locked item, with its mandate."""
    rows = Position.objects.filter(item=item, circle=circle_id).select_related("mandate")
    return rows.order_by("-number").first()


def check_takes_positions(item: RoundItem, at: datetime) -> None:
    """Raise Conflict unless a position may be taken on a held item at `at`."""
    latest = latest_begun(item.provision_id, at)
    refusal = refusal_of(item, is_latest=latest is None or latest.pk == item.pk, at=at)
    if refusal is not None:
        raise refusal


def is_same_person(mandate: Mandate, actor: Actor) -> bool:
    """Return whether `actor` acted under `mandate`."""
    return mandate.pk == actor.mandate_id
