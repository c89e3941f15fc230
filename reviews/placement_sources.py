"""From where a comment is placed anew: where its words stood last, or as they were handed over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from provisions.models import VersionText

from .anchors import Anchor, from_selectors
from .enums import TO_BE_CONFIRMED, PlacementKind
from .models import Placement, SubmittedComment, Wording


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the words in it that a comment holds on to; WHOLE for the whole provision."""

    text: VersionText
    anchor: Anchor | None


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over of a comment last: where its words stand, and when that was."""

    original: Source
    at: datetime


def handed_of(comment_ids: Collection[UUID]) -> dict[UUID, Handed]:
    """Return what was handed over last of each comment that ever was. Two queries."""
    last = {
        each.comment_id: each
        for each in SubmittedComment.objects.filter(comment__in=list(comment_ids))
        .select_related("submission")
        .order_by("submission__at", "id")
    }
    wordings = Wording.objects.filter(comment__in=list(last)).select_related("text__text__version")
    return {
        row.comment_id: Handed(
            Source(row.text.text, from_selectors(row.selectors)), last[row.comment_id].submission.at
        )
        for row in wordings
        if row.number == last[row.comment_id].wording
    }


def placements_since(handed: Mapping[UUID, Handed]) -> dict[UUID, list[Placement]]:
    """Return the placements of the words that were handed over, version by version, the latest of
    each last. What was placed before the words changed, of a comment that was declined meanwhile,
    is left out. One query.
    """
    found: dict[UUID, list[Placement]] = {each: [] for each in handed}
    rows = Placement.objects.filter(comment__in=list(handed)).select_related("version", "text")
    for row in rows.order_by("version__number", "number"):
        if row.at >= handed[row.comment_id].at:
            found[row.comment_id].append(row)
    return found


def source_of(handed: Handed, placements: Collection[Placement], version: int) -> Source:
    """Return from where a comment is placed in a version: from its place in the latest version
    before that one where its words stand, else from the text that it was written on.
    """
    latest = {row.version.number: row for row in placements if row.version.number < version}
    for number in sorted(latest, reverse=True):
        row = latest[number]
        if row.kind != PlacementKind.ORPHANED and row.text is not None:
            row.text.version = row.version
            return Source(row.text, from_selectors(row.selectors))
    return handed.original


def awaits_person(placement: Placement) -> bool:
    """Tell whether a person still has to say where the words of a comment stand."""
    return placement.kind in TO_BE_CONFIRMED and placement.mandate_id is None
