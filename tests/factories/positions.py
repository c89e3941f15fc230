"""Positions as actors take them: each step is a real act of somebody entitled to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from provisions.drafts import TextDraft
from provisions.enums import Stance
from provisions.lifecycle import MoveCode, Stage
from provisions.services.moves import move_provision
from reviews.models import Agreement, Alignment, Position
from reviews.services.agreements import record_agreement
from reviews.services.alignments import align
from reviews.services.positions import correct_position, release_position, take_position
from stakeholders.models import Circle, Mandate
from tests.stakeholders.cast import actor

from .provisions import add_version
from .reviews import AFTER, CLOSES, DURING, OPENS, Review, make_round

PRONOUNCED = AFTER + timedelta(hours=1)
RECORDED = PRONOUNCED + timedelta(hours=1)
MONTH = timedelta(days=30)
OPENS_AGAIN, DURING_AGAIN = OPENS + MONTH, DURING + MONTH
CLOSES_AGAIN, AFTER_AGAIN = CLOSES + MONTH, AFTER + MONTH
NEW_WORDS = {
    "en": TextDraft("Skills for new tools", "Training is given in time before a new tool is used."),
    "fr": TextDraft(
        "Compétences et nouveaux outils",
        "Une formation est donnée à temps avant l’utilisation d’un nouvel outil.",
    ),
}
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


def new_version(review: Review, *, place: int = 0, at: datetime = AFTER) -> int:
    """Return the number of the version that the review secretariat publishes in the place of
    what was reviewed: back to a draft first, for a reason that everybody reads.
    """
    provision, by = review.provisions[place], actor(review.house["secretariat"])
    provision.refresh_from_db()
    if provision.stage == Stage.IN_REVIEW:
        move_provision(
            key=provision.key,
            move=MoveCode.RETURN_TO_DRAFT,
            expected_stage=Stage.IN_REVIEW,
            expected_version=provision.latest_version,
            reason="The groups asked for other words.",
            actor=by,
            at=at,
        )
        provision.refresh_from_db()
    add_version(provision, NEW_WORDS, actor=by, at=at)
    provision.refresh_from_db()
    return provision.latest_version


def next_round(review: Review, *, places: Sequence[int] = (0,), **terms: Any) -> Review:
    """Return a second round on the present versions of these provisions, a month after the first;
    `terms` as `make_round` takes them.
    """
    provisions = [review.provisions[place] for place in places]
    said: dict[str, Any] = {"at": OPENS_AGAIN, "opens_at": OPENS_AGAIN, "closes_at": CLOSES_AGAIN}
    round_ = make_round(review.house, provisions, **(said | terms))
    return Review(review.house, review.framework, provisions, round_)
