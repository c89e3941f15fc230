"""Positions as actors take them: each step is a real act of somebody entitled to it."""

from datetime import datetime, timedelta
from typing import Any

from provisions.enums import Stance
from reviews.models import Agreement, Alignment, Position
from reviews.services.agreements import record_agreement
from reviews.services.alignments import align
from reviews.services.positions import correct_position, release_position, take_position
from stakeholders.models import Circle, Mandate
from tests.stakeholders.cast import actor

from .reviews import AFTER, DURING, Review

PRONOUNCED = AFTER + timedelta(hours=1)
RECORDED = PRONOUNCED + timedelta(hours=1)
REASONS = "It asks for more than the smallest workshops can give."
WORDING = "Training is given, and paid for, before a new tool is used."


def words_of(stance: str) -> dict[str, Any]:
    """Return a stance with what it can't be taken without."""
    said: dict[str, Any] = {"stance": stance}
    if stance in (Stance.RESERVATION, Stance.OBJECTION):
        said["reasons"] = REASONS
    if stance == Stance.SUPPORT_SUBJECT_TO_AMENDMENT:
        said["wording"] = WORDING
    return said


def take(
    review: Review,
    by: Mandate,
    circle: Circle,
    stance: str = Stance.SUPPORT,
    *,
    place: int = 0,
    at: datetime = DURING,
    **terms: Any,
) -> Position:
    """Return the position that `by` takes for `circle` on the provision at `place`, after its
    latest one; `terms` as `take_position` takes them.
    """
    item = review.item(place)
    known = Position.objects.filter(item=item, circle=circle).order_by("-number").first()
    said = {"expected_number": known.number if known else 0, **words_of(stance)}
    return take_position(
        item_id=item.pk, circle_id=circle.pk, actor=actor(by), at=at, **(said | terms)
    )


def take_for(review: Review, group: str, stance: str = Stance.SUPPORT, **terms: Any) -> Position:
    """Return the position of the Employers or the Workers, taken by their spokesperson."""
    house = review.house
    return take(review, house[f"{group}-spokesperson"], house.group(group), stance, **terms)


def take_for_state(review: Review, code: str, stance: str = "support", **terms: Any) -> Position:
    """Return the position of a State, taken by its delegate."""
    return take(review, review.house[code], review.house.delegation(code), stance, **terms)


def release(position: Position, by: Mandate, *, at: datetime = DURING) -> Position:
    """Return the position, released on the word of `by`."""
    return release_position(position_id=position.pk, actor=actor(by), at=at)


def correct(
    position: Position, by: Mandate, stance: str, *, at: datetime = DURING, **terms: Any
) -> Position:
    """Return what `by` puts in the place of a position that was recorded in error."""
    said = {"correction_reason": "The wrong box was ticked.", **words_of(stance)}
    return correct_position(position_id=position.pk, actor=actor(by), at=at, **(said | terms))


def joined(
    position: Position,
    by: Mandate,
    circle: Circle,
    kind: str = "joins",
    *,
    at: datetime = DURING,
) -> Alignment:
    """Return the word of `by`, for `circle`, on a position."""
    return align(position_id=position.pk, circle_id=circle.pk, kind=kind, actor=actor(by), at=at)


def agree(review: Review, *, place: int = 0, at: datetime = RECORDED, **terms: Any) -> Agreement:
    """Return the agreement on the provision at `place`, as the chairperson pronounced it."""
    provision = review.provisions[place]
    provision.refresh_from_db()
    said: dict[str, Any] = {
        "key": provision.key,
        "expected_version": provision.latest_version,
        "chairperson_id": review.house["chairperson"].pk,
        "pronounced_at": PRONOUNCED,
        "actor": actor(review.house["secretariat"]),
        "at": at,
    }
    return record_agreement(**(said | terms))
