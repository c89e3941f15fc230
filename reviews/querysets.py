"""The gate: what somebody acting under a mandate may read at an instant. Every reading in pages,
API, exports, search, counts and mails starts at `visible_to`.

Two audiences stand outside a room: the review secretariat, from the moment something was handed
to it, and the public, from publication. Neither ever reads the inner life of a room.
"""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from stakeholders.enums import Capacity
from stakeholders.models import Circle, Mandate

from . import models as nouns  # its classes are looked up when asked: they import this module
from .entitlement import ROOMS
from .lifecycle import CommentStage

if TYPE_CHECKING:
    from .models import (  # noqa: F401
        Comment,
        Cutoff,
        Draft,
        Manifest,
        Round,
        Submission,
        SubmittedComment,
        Wording,
    )

ModelT = TypeVar("ModelT", bound=Model)


def rooms_of(mandate: Mandate | None, at: datetime) -> "QuerySet[Circle]":
    """Return the circles whose room `mandate` is in at `at`."""
    return Circle.objects.visible_to(mandate, at).filter(kind__in=ROOMS)


def reads_submissions(mandate: Mandate | None, at: datetime) -> bool:
    """Return whether `mandate` is the review secretariat's, and active at `at`."""
    return (
        mandate is not None
        and mandate.capacity == Capacity.SECRETARIAT
        and mandate.is_active_at(at)
    )


class RoundQuerySet(QuerySet["Round"]):
    """Rounds are public; what is said in them is not."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "RoundQuerySet":
        """Keep every round: that it exists, and when it closes, is for everybody to know."""
        return self

    def open_at(self, at: datetime) -> "RoundQuerySet":
        """Keep the rounds in which something may be submitted at `at`."""
        return self.filter(opens_at__lte=at, closes_at__gt=at)

    def due_to_open(self, at: datetime) -> "RoundQuerySet":
        """Keep the announced rounds whose window has begun at `at`."""
        return self.filter(state="announced", opens_at__lte=at)

    def due_to_close(self, at: datetime) -> "RoundQuerySet":
        """Keep the rounds whose window has ended at `at` and that no act has closed."""
        return self.exclude(state="closed").filter(closes_at__lte=at)


class CutoffQuerySet(QuerySet["Cutoff"]):
    """A circle's own deadlines: nobody outside it learns of them."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "CutoffQuerySet":
        """Keep those of the rooms that `mandate` is in."""
        return self.filter(
            circle__in=rooms_of(mandate, at), **scope_of("round__framework", mandate)
        )


class DraftQuerySet(QuerySet["Draft"]):
    """Private drafts: the author's alone, under the mandate they were begun under."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "DraftQuerySet":
        """Keep the drafts of `mandate` itself; nobody else has a way to them."""
        if mandate is None or not mandate.is_active_at(at):
            return self.none()
        return self.filter(mandate_id=mandate.pk)


class CommentQuerySet(QuerySet["Comment"]):
    """Comments, asked by who may know that they exist."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "CommentQuerySet":
        """Keep those in the rooms of `mandate`, those handed over where it is the review
        secretariat's, and for everybody those that were published, tombstones included.
        """
        seen = Q(published_at__isnull=False)
        if mandate is not None:
            seen |= in_rooms("", mandate, at)
        if reads_submissions(mandate, at):
            seen |= Exists(handed_over()) & Q(**scope_of("round__framework", mandate))
        return self.filter(seen)

    def in_rooms_of(self, mandate: Mandate | None, at: datetime) -> "CommentQuerySet":
        """Keep those whose room `mandate` is in: their inner life is its to read."""
        return self.none() if mandate is None else self.filter(in_rooms("", mandate, at))

    def in_locking_order(self) -> "CommentQuerySet":
        """Return them locked against other writers, in the order that prevents deadlocks."""
        return self.select_for_update(of=("self",), no_key=True).order_by("id")


class InRoomQuerySet(QuerySet[ModelT]):
    """The inner life of a room: authors, moves, threads, voices."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "InRoomQuerySet[ModelT]":
        """Keep what belongs to comments in the rooms of `mandate`."""
        if mandate is None:
            return self.none()
        return self.filter(in_rooms("comment__", mandate, at))


class WordingQuerySet(QuerySet["Wording"]):
    """The words of comments: all of them in the room, outside it those that were handed over."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "WordingQuerySet":
        """Keep every wording in the rooms of `mandate`; for the review secretariat what was
        submitted; for everybody what was published. What was withdrawn is read in its room only.
        """
        handed = nouns.SubmittedComment.objects.filter(
            comment_id=OuterRef("comment_id"), wording=OuterRef("number")
        ).exclude(comment__stage=CommentStage.WITHDRAWN)
        # The latest submission is what was accepted and published.
        seen = Exists(handed.filter(comment__published_at__isnull=False)) & Q(
            number=F("comment__latest_wording")
        )
        if mandate is not None:
            seen |= in_rooms("comment__", mandate, at)
        if reads_submissions(mandate, at):
            seen |= Exists(handed) & Q(**scope_of("comment__round__framework", mandate))
        return self.filter(seen)


class SubmissionQuerySet(QuerySet["Submission"]):
    """Receipts: their room's, and the review secretariat's."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "SubmissionQuerySet":
        """Keep those of the rooms of `mandate`, or all where it is the review secretariat's."""
        scope = Q(**scope_of("round__framework", mandate))
        seen = Q(circle__in=rooms_of(mandate, at))
        if reads_submissions(mandate, at):
            seen = Q()
        return self.filter(seen, scope)


class SubmittedCommentQuerySet(QuerySet["SubmittedComment"]):
    """What stood behind a comment when it was submitted."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "SubmittedCommentQuerySet":
        """Keep those whose comment is published, and those whose submission `mandate` reads."""
        return self.filter(
            Q(comment__published_at__isnull=False)
            | Q(submission__in=nouns.Submission.objects.visible_to(mandate, at))
        )


class ManifestQuerySet(QuerySet["Manifest"]):
    """Each circle reads its own part."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "ManifestQuerySet":
        """Keep the parts of the rooms that `mandate` is in."""
        return self.filter(
            circle__in=rooms_of(mandate, at), **scope_of("round__framework", mandate)
        )


def in_rooms(prefix: str, mandate: Mandate, at: datetime) -> Q:
    """Return the condition for comments at `prefix` whose room `mandate` is in."""
    scope = scope_of(f"{prefix}round__framework", mandate)
    return Q(**{f"{prefix}circle__in": rooms_of(mandate, at)}, **scope)


def handed_over(comment: str = "pk") -> "QuerySet[SubmittedComment]":
    """Return what was handed over of the comment whose id stands at `comment`, for an `Exists`."""
    return nouns.SubmittedComment.objects.filter(comment_id=OuterRef(comment))


def scope_of(path: str, mandate: Mandate | None) -> dict[str, str]:
    """A mandate that is limited to one framework reads nothing of another."""
    if mandate is None or not mandate.framework_key:
        return {}
    return {f"{path}__slug": mandate.framework_key}
