"""Letting what a story tells of positions happen, by the services that people use."""

from dataclasses import asdict
from datetime import datetime

from reviews.models import Position
from reviews.services.agreements import record_agreement
from reviews.services.alignments import align
from reviews.services.positions import correct_position, release_position, take_position

from .cast import room_of
from .position_deeds import (
    AgreementSpec,
    AlignmentSpec,
    CorrectionSpec,
    PositionDeed,
    PositionSpec,
    ReleaseSpec,
)
from .told import Told


def tell_of_position(told: Told, deed: PositionDeed, at: datetime) -> None:
    """Do what the story says; `told` learns of the position that comes of it."""
    match deed:
        case PositionSpec():
            _take(told, deed, at)
        case CorrectionSpec():
            _correct(told, deed, at)
        case ReleaseSpec():
            release_position(
                position_id=told.positions[deed.position].pk,
                actor=told.actor(deed.by, deed.acts_for),
                at=at,
            )
        case AlignmentSpec():
            align(
                position_id=told.positions[deed.position].pk,
                circle_id=room_of(deed.room).pk,
                kind=deed.alignment,
                actor=told.actor(deed.by),
                at=at,
            )
        case AgreementSpec():
            _record(told, deed, at)


def _take(told: Told, deed: PositionSpec, at: datetime) -> None:
    item, circle = told.item(deed.round, deed.suffix), room_of(deed.room)
    standing = Position.objects.filter(item=item, circle=circle).order_by("-number").first()
    told.positions[deed.slug] = take_position(
        item_id=item.pk,
        circle_id=circle.pk,
        **asdict(deed.said),
        expected_number=standing.number if standing else 0,
        actor=told.actor(deed.by, deed.acts_for),
        at=at,
    )


def _correct(told: Told, deed: CorrectionSpec, at: datetime) -> None:
    told.positions[deed.slug] = correct_position(
        position_id=told.positions[deed.corrects].pk,
        **asdict(deed.said),
        correction_reason=deed.reason,
        actor=told.actor(deed.by, deed.acts_for),
        at=at,
    )


def _record(told: Told, deed: AgreementSpec, at: datetime) -> None:
    chairperson = told.actor(deed.chairperson).mandate_id
    if chairperson is None:
        raise RuntimeError("Everybody in a story acts under a mandate.")
    record_agreement(
        key=told.keys[deed.suffix],
        expected_version=deed.version,
        chairperson_id=chairperson,
        pronounced_at=deed.pronounced_at,
        actor=told.actor(deed.by),
        at=at,
    )
