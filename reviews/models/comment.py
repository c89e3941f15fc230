"""Comments: tracked from the moment they are shared in a room."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import LANGUAGES
from provisions.models.acted import Acted
from reviews.enums import CommentType, Purpose
from reviews.lifecycle import CommentMove, CommentStage
from reviews.querysets import CommentQuerySet, InRoomQuerySet, WordingQuerySet
from stakeholders.models import Circle, Mandate

from .round import FrozenText, Question, Round, RoundItem

_NEEDING_REASON = [
    CommentMove.ACCEPT_LATE,
    CommentMove.DECLINE_LATE,
    CommentMove.OFFER_LATE,
    CommentMove.RETURN,
]


class Comment(models.Model):
    """`circle` is the room that reads it; `speaks_for` the circle in whose name it is, which is
    the room itself, or a delegation that sought co-sponsors in a wider room.

    `edition` is the number of its latest move: what `If-Match` is compared with.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="comments")
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="comments")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="comments")
    speaks_for = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, choices=CommentStage.choices)
    edition = models.PositiveIntegerField(default=1)
    latest_wording = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    is_late = models.BooleanField(default=False)  # accepted although it came after the close
    shared_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    # Given at publication, counted within the round: `<framework>.comment.<round>-<number>`.
    public_number = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=120, null=True, unique=True)
    content_changed_at = models.DateTimeField()

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["shared_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=CommentStage.values), name="comment_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(stage=CommentStage.MERGED, merged_into__isnull=False)
                | (~Q(stage=CommentStage.MERGED) & Q(merged_into__isnull=True)),
                name="comment_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, public_number__isnull=True, key=None)
                | Q(
                    published_at__isnull=False,
                    submitted_at__isnull=False,
                    public_number__isnull=False,
                    key__isnull=False,
                ),
                name="comment_published_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(stage=CommentStage.PUBLISHED) | Q(published_at__isnull=False),
                name="comment_published_at",
            ),
            models.CheckConstraint(
                condition=~Q(stage=CommentStage.SUBMITTED) | Q(submitted_at__isnull=False),
                name="comment_submitted_at",
            ),
            models.UniqueConstraint(
                fields=["round", "public_number"], name="comment_public_number_once"
            ),
        ]
        indexes = [models.Index(fields=["circle", "round", "stage"], name="comment_in_room")]


class Wording(Acted):
    """What a comment says. Appended; the room's latest one is what is endorsed and submitted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    # The version, language and issue that it speaks about.
    text = models.ForeignKey(FrozenText, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT)
    type = models.CharField(max_length=20, choices=CommentType.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    body = models.TextField()
    reason = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    selectors = models.JSONField(default=list)  # W3C selectors; empty: the whole provision
    at = models.DateTimeField()

    objects = WordingQuerySet.as_manager()

    class Meta(Acted.Meta):
        ordering = ["comment", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["comment", "number"], name="wording_number_once"),
            models.CheckConstraint(
                condition=Q(type__in=CommentType.values, purpose__in=Purpose.values)
                & ~Q(body="")
                & Q(language__in=LANGUAGES),
                name="wording_complete",
            ),
        ]


class Author(models.Model):
    """Who drafted a comment, known in its room only; a merger keeps the authors of both."""

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="authors")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = InRoomQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["comment", "mandate"], name="author_once")]


class MadeMove(models.Model):
    """A move of a comment. Appended; the comment's stage is where the latest one led.

    `mandate` is empty for the portal's own moves; `for_mandate` is whom a substitute acted for.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=20, choices=CommentMove.choices)
    from_stage = models.CharField(max_length=20, blank=True)
    to_stage = models.CharField(max_length=20, choices=CommentStage.choices)
    wording = models.PositiveIntegerField()
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = InRoomQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="made_move_number_once"),
            models.CheckConstraint(
                condition=Q(move__in=CommentMove.values, to_stage__in=CommentStage.values),
                name="made_move_known",
            ),
            models.CheckConstraint(
                condition=~Q(move__in=_NEEDING_REASON) | ~Q(reason=""),
                name="made_move_reason_given",
            ),
            models.CheckConstraint(
                condition=Q(for_mandate__isnull=True) | Q(mandate__isnull=False),
                name="made_move_for_another_by_one",
            ),
        ]
