"""Alignments: governments join another's position, or say that they don't."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, FieldError, Invalid
from core.ids import new_id
from record.acts import act, together
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.actors import actor_code
from reviews.enums import AlignmentKind
from reviews.models import Alignment, Position, RoundItem
from reviews.permissions import Speaking, speaking
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Mandate, RegionalMembership
from stakeholders.permissions import acting_mandate

from .position_locks import (
    check_takes_positions,
    held_item,
    is_same_person,
    own_room,
    told,
    unknown_position,
)
from .position_release import touched

_ALIGNING = (CircleKind.DELEGATION, CircleKind.REGIONAL_GROUP)


@together()
def align(
    *,
    position_id: UUID,
    circle_id: UUID,
    kind: AlignmentKind | str,
    actor: Actor,
    at: datetime,
) -> Alignment:
    """Say in the name of a delegation or a regional group that it joins the position of another
    government or group of governments, that it doesn't, or take that word back. The latest word
    on a position counts; where that is public, so is the word, at once.

    The same word again by the same person returns it. Raises Missing for a position or a room
    that is not there for them; NotAllowed; Invalid for an unknown word; Conflict where the
    position is no government's or its own (`nothing_to_join`), it is not a member of the group
    that it will not join (`not_a_member`), another position replaced this one
    (`position_replaced`), there is no word to take back (`nothing_said`), a colleague said it
    (`said_already`), or as `take_position`.
    """
    word = _word(kind)
    mandate = acting_mandate(actor, at=at)
    seen = Position.objects.visible_to(mandate, at).filter(pk=position_id)
    item_id = seen.values_list("item_id", flat=True).first()
    if item_id is None:
        raise unknown_position()
    item = held_item(item_id)
    position = told(position_id, item)
    who = speaking(actor, at=at, framework_key=item.round.framework.slug)
    circle = own_room(circle_id, who, at=at)
    _check_possible(position, circle, word, at=at)
    last = _last_word(position, circle)
    if last is not None and last.kind == word:
        return _repeated(last, actor)
    _check_stands(position, item, mandate, at=at)
    if word == AlignmentKind.TAKEN_BACK and last is None:
        raise Conflict(_("There is no word of yours to take back."), code="nothing_said")
    return _append(position, circle, word, who, actor=actor, at=at)


def _word(kind: AlignmentKind | str) -> AlignmentKind:
    if kind not in AlignmentKind.values:
        detail = _("Use one of: %(codes)s.") % {"codes": ", ".join(AlignmentKind.values)}
        raise Invalid(
            detail, code="unknown_alignment", errors=[FieldError("kind", detail, "unknown")]
        )
    return AlignmentKind(kind)


def _check_possible(
    position: Position, circle: Circle, word: AlignmentKind, *, at: datetime
) -> None:
    is_of_another = position.circle.group == Group.GOVERNMENTS and position.circle_id != circle.pk
    if circle.kind not in _ALIGNING or not is_of_another:
        raise Conflict(
            _("A delegation or a regional group joins the position of another government."),
            code="nothing_to_join",
        )
    if word == AlignmentKind.DOES_NOT_JOIN and not _is_member(circle, position.circle, at):
        raise Conflict(
            _("Only a member of the group says that it does not join the group’s position."),
            code="not_a_member",
        )


def _is_member(circle: Circle, group: Circle, at: datetime) -> bool:
    """Return whether a government side's circle belongs to `group`, another one of that side."""
    if group.kind != CircleKind.REGIONAL_GROUP:
        return group.kind == CircleKind.GROUP
    return (
        RegionalMembership.objects.active_at(at)
        .filter(regional_group=group.organization_id, member=circle.organization_id)
        .exists()
    )


def _check_stands(position: Position, item: RoundItem, mandate: Mandate, *, at: datetime) -> None:
    """Raise Conflict unless the position is what its actor says, as far as `mandate` may know:
    to others than its own room, what replaced it is not there before its release.
    """
    check_takes_positions(item, at)
    known = Position.objects.visible_to(mandate, at).filter(item=item, circle=position.circle)
    if known.filter(number__gt=position.number).exists():
        raise Conflict(
            _("Another position replaced this one. Look at it before you go on."),
            code="position_replaced",
        )


def _last_word(position: Position, circle: Circle) -> Alignment | None:
    rows = Alignment.objects.filter(position=position, circle=circle).select_related("mandate")
    return rows.order_by("-number").first()


def _repeated(last: Alignment, actor: Actor) -> Alignment:
    if is_same_person(last.mandate, actor):
        return last
    raise Conflict(_("A colleague of yours said this already."), code="said_already")


def _append(
    position: Position,
    circle: Circle,
    word: AlignmentKind,
    who: Speaking,
    *,
    actor: Actor,
    at: datetime,
) -> Alignment:
    numbers = Alignment.objects.filter(position=position)
    number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    # What the public chain names is the key: the id, which is never public, salts the digest.
    subject = position.key or str(position.pk)
    with act(ActCode.POSITION_ALIGNED, subject=subject, actor=actor, at=at) as made:
        alignment = Alignment.objects.create(
            id=new_id(),
            position=position,
            circle=circle,
            number=number,
            kind=word,
            mandate=who.mandate,
            for_mandate=who.for_mandate,
            at=at,
        )
        if position.released_at is None:
            made.enter(position.circle.chain, _inner_line(alignment))
        else:
            made.touch(*touched([position]))
            made.enter(
                PUBLIC, {"key": position.key, "actor": actor_code(circle), "kind": word.value}
            )
            made.enter(circle.chain, _inner_line(alignment))
    return alignment


def _inner_line(alignment: Alignment) -> dict[str, object]:
    return {
        "position": str(alignment.position_id),
        "actor": actor_code(alignment.circle),
        "number": alignment.number,
        "kind": str(alignment.kind),
        "for_mandate": str(alignment.for_mandate_id) if alignment.for_mandate_id else None,
    }
