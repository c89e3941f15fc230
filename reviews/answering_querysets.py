"""The gate of positions, answers and placements: who may read them, and from when on."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, Model, Q, QuerySet

from stakeholders.models import Mandate

from . import models as nouns  # its classes are looked up when asked: they import this module
from .lifecycle import CommentStage
from .querysets import handed_over, in_rooms, reads_submissions, rooms_of, scope_of

if TYPE_CHECKING:
    from .models import (  # noqa: F401
        Alignment,
        Disposition,
        Position,
    )

ModelT = TypeVar("ModelT", bound=Model)


class PositionQuerySet(QuerySet["Position"]):
    """Positions: their circle's own until they are released, then everybody's."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "PositionQuerySet":
        """Keep the released ones, and all in the rooms that `mandate` is in."""
        seen = Q(released_at__isnull=False)
        if mandate is not None:
            seen |= Q(
                circle__in=rooms_of(mandate, at), **scope_of("item__round__framework", mandate)
            )
        return self.filter(seen)

    def in_rooms_of(self, mandate: Mandate | None, at: datetime) -> "PositionQuerySet":
        """Keep those whose circle's room `mandate` is in, released or not."""
        if mandate is None:
            return self.none()
        return self.filter(
            circle__in=rooms_of(mandate, at), **scope_of("item__round__framework", mandate)
        )

    def released(self) -> "PositionQuerySet":
        """Keep what everybody may read."""
        return self.filter(released_at__isnull=False)


class AlignmentQuerySet(QuerySet["Alignment"]):
    """Who joins a position: known wherever the position is."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "AlignmentQuerySet":
        """Keep those of positions that `mandate` may read."""
        return self.filter(position__in=nouns.Position.objects.visible_to(mandate, at))


class DispositionQuerySet(QuerySet["Disposition"]):
    """Answers: the review secretariat's own until they are released together."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "DispositionQuerySet":
        """Keep all for the review secretariat; of the released ones those whose comment is
        published, and those to comments in the rooms of `mandate`.
        """
        released = Q(released_at__isnull=False)
        seen = released & Q(comment__published_at__isnull=False)
        if mandate is not None:
            seen |= released & in_rooms("comment__", mandate, at)
        if reads_submissions(mandate, at):
            # An empty condition would add nothing to the others.
            seen |= Q(pk__isnull=False, **scope_of("comment__round__framework", mandate))
        return self.filter(seen)


class BesideDispositionQuerySet(QuerySet[ModelT]):
    """Replies: known wherever the answer is."""

    def visible_to(
        self, mandate: Mandate | None, at: datetime
    ) -> "BesideDispositionQuerySet[ModelT]":
        """Keep those to answers that `mandate` may read. With a withdrawn comment its commenter's
        replies go too: only its room reads on.
        """
        seen = ~Q(disposition__comment__stage=CommentStage.WITHDRAWN)
        if mandate is not None:
            seen |= in_rooms("disposition__comment__", mandate, at)
        return self.filter(seen, disposition__in=nouns.Disposition.objects.visible_to(mandate, at))


class BesideCommentQuerySet(QuerySet[ModelT]):
    """Placements and causes: known to whoever may know of the comment as it was handed over."""

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "BesideCommentQuerySet[ModelT]":
        """Keep those of published comments, of comments in the rooms of `mandate`, and for the
        review secretariat of what was handed over to it.
        """
        outside = Q(comment__published_at__isnull=False)
        if reads_submissions(mandate, at):
            handed = handed_over("comment_id")
            outside |= Exists(handed) & Q(**scope_of("comment__round__framework", mandate))
        # Where the words of a withdrawn comment stood would tell which words they were.
        seen = outside & ~Q(comment__stage=CommentStage.WITHDRAWN)
        if mandate is not None:
            seen |= in_rooms("comment__", mandate, at)
        return self.filter(seen)


class OfSecretariatQuerySet(QuerySet[ModelT]):
    """How answers and versions are prepared: the review secretariat's own affair."""

    framework_path = "framework"

    def visible_to(self, mandate: Mandate | None, at: datetime) -> "OfSecretariatQuerySet[ModelT]":
        """Keep all within the scope of `mandate` if it is the review secretariat's, else none."""
        if not reads_submissions(mandate, at):
            return self.none()
        return self.filter(**scope_of(self.framework_path, mandate))


class OfProvisionQuerySet(OfSecretariatQuerySet[ModelT]):
    framework_path = "provision__framework"


class OfNextVersionQuerySet(OfSecretariatQuerySet[ModelT]):
    framework_path = "next_version__provision__framework"


class OfRoundQuerySet(OfSecretariatQuerySet[ModelT]):
    framework_path = "item__round__framework"


class OfCommentQuerySet(OfSecretariatQuerySet[ModelT]):
    framework_path = "comment__round__framework"
