"""Positions: taken in an actor's name, corrected where they were recorded in error, and released
on the actor's own word.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.languages import DEFAULT_LANGUAGE
from provisions.enums import Stance
from record.acts import act, together
from record.models import PUBLIC
from reviews.act_codes import ActCode
from reviews.enums import ReleaseKind
from reviews.models import Position, RoundItem
from reviews.permissions import Speaking, check_can_take_positions, speaking
from reviews.position_drafts import PositionDraft, checked_correction, checked_position
from reviews.position_payloads import inner_line, public_lines, released_line
from stakeholders.models import Circle

from .position_locks import (
    check_takes_positions,
    held_item,
    held_position,
    is_same_person,
    own_room,
    standing_position,
)
from .position_release import RELEASED, give_numbers, touched


@together()
def take_position(
    *,
    item_id: UUID,
    circle_id: UUID,
    stance: Stance | str,
    ad_referendum: bool = False,
    reasons: str = "",
    wording: str = "",
    language: str = DEFAULT_LANGUAGE,
    expected_number: int,
    actor: Actor,
    at: datetime,
) -> Position:
    """Take a position in the name of a circle with a room, on the version that a round froze.

    `expected_number` is that of the circle's latest position on the item which the caller saw, 0
    for none. Nobody outside the circle learns of it before its release. The same position again
    by the same person returns it. Raises Missing for an item or a room that is not there for
    them, NotAllowed, Invalid, and Conflict: `position_changed` where a colleague took one
    meanwhile, or where none may be taken (`not_on_a_summary`, `round_not_open`,
    `version_replaced`, `later_round`, `not_in_review`).
    """
    draft = checked_position(PositionDraft(stance, ad_referendum, reasons, wording, language))
    item = held_item(item_id)
    who = speaking(actor, at=at, framework_key=item.round.framework.slug)
    circle = own_room(circle_id, who, at=at)
    last = standing_position(item, circle_id)
    number = last.number if last else 0
    if last and expected_number in (number - 1, number) and _is_repeated(last, draft, actor):
        return last
    check_takes_positions(item, at)
    if number != expected_number:
        raise _changed()
    position = _new(item, circle, number + 1, draft, who, at)
    with act(ActCode.POSITION_TAKEN, subject=str(position.pk), actor=actor, at=at) as made:
        position.save(force_insert=True)
        made.enter(circle.chain, inner_line(position))
    return position


@together()
def correct_position(
    *,
    position_id: UUID,
    stance: Stance | str,
    ad_referendum: bool = False,
    reasons: str = "",
    wording: str = "",
    language: str = DEFAULT_LANGUAGE,
    correction_reason: str,
    actor: Actor,
    at: datetime,
) -> Position:
    """Put what had been recorded in error right, and say what the error was. It is of the actor's
    standing position; where that was released, the correction is released in the same act.

    The same correction again by the same person returns it. Raises Missing outside the room,
    NotAllowed, Invalid (`nothing_corrected` where it says the same), and Conflict
    `position_changed` where another position replaced it, or as `take_position`.
    """
    draft = checked_position(PositionDraft(stance, ad_referendum, reasons, wording, language))
    reason = checked_correction(correction_reason)
    held = held_position(position_id, actor=actor, at=at)
    corrected, item = held.position, held.item
    check_can_take_positions(who=held.who, circle=corrected.circle)
    last = standing_position(item, corrected.circle_id) or corrected
    if _is_repeated(last, draft, actor, corrects=corrected, reason=reason):
        return last
    check_takes_positions(item, at)
    if last.pk != corrected.pk:
        raise _changed()
    if draft.is_said_by(corrected):
        raise Invalid(_("This is what the position says already."), code="nothing_corrected")
    position = _new(item, corrected.circle, corrected.number + 1, draft, held.who, at)
    position.corrects, position.correction_reason = corrected, reason
    _enter_correction(position, corrected, actor=actor, at=at)
    return position


@together()
def release_position(*, position_id: UUID, actor: Actor, at: datetime) -> Position:
    """Make a position public on its actor's word, before the close of its round or after it.

    One that is public already is returned. Raises Missing outside the room, NotAllowed, and
    Conflict `position_replaced` for one that is not what the actor says by now: that never
    becomes public.
    """
    held = held_position(position_id, actor=actor, at=at)
    position = held.position
    check_can_take_positions(who=held.who, circle=position.circle)
    if position.released_at is not None:
        return position
    last = standing_position(held.item, position.circle_id)
    if last is not None and last.pk != position.pk:
        raise Conflict(
            _("Another position of yours replaced this one; it stays in its room."),
            code="position_replaced",
        )
    give_numbers([position], held.item.round, ReleaseKind.OWN_WORD, at=at)
    with act(ActCode.POSITION_RELEASED, subject=position.key or "", actor=actor, at=at) as made:
        position.save(update_fields=RELEASED)
        made.touch(*touched([position]))
        made.enter(PUBLIC, {"positions": public_lines([position])})
        made.enter(position.circle.chain, {"positions": [released_line(position)]})
    return position


def _enter_correction(
    position: Position, corrected: Position, *, actor: Actor, at: datetime
) -> None:
    """Save a correction, before everybody where the error was."""
    if corrected.released_at is not None:
        give_numbers([position], position.item.round, ReleaseKind.OWN_WORD, at=at)
    # What the public chain names is the key: the id, which is never public, salts the digest.
    subject = position.key or str(position.pk)
    with act(ActCode.POSITION_CORRECTED, subject=subject, actor=actor, at=at) as made:
        position.save(force_insert=True)
        made.enter(position.circle.chain, inner_line(position))
        if position.released_at is not None:
            made.touch(*touched([position]), corrected.key or "")
            made.enter(PUBLIC, {"positions": public_lines([position])})


def _is_repeated(
    last: Position,
    draft: PositionDraft,
    actor: Actor,
    *,
    corrects: Position | None = None,
    reason: str = "",
) -> bool:
    said = (last.corrects_id, last.correction_reason)
    return (
        said == (corrects.pk if corrects else None, reason)
        and draft.is_said_by(last)
        and is_same_person(last.mandate, actor)
    )


def _changed() -> Conflict:
    return Conflict(
        _("A colleague took another position meanwhile. Look at it before you go on."),
        code="position_changed",
    )


def _new(
    item: RoundItem, circle: Circle, number: int, draft: PositionDraft, who: Speaking, at: datetime
) -> Position:
    return Position(
        id=new_id(),
        item=item,
        circle=circle,
        number=number,
        stance=Stance(draft.stance),
        ad_referendum=draft.ad_referendum,
        reasons=draft.reasons,
        wording=draft.wording,
        language=draft.language,
        mandate=who.mandate,
        for_mandate=who.for_mandate,
        at=at,
    )
