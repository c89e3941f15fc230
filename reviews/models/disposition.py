"""Dispositions: the review secretariat's answers to comments, and what commenters reply."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import LANGUAGES
from provisions.models.acted import Acted
from reviews.answering_querysets import (
    BesideDispositionQuerySet,
    DispositionQuerySet,
    OfCommentQuerySet,
    OfRoundQuerySet,
)
from reviews.enums import DispositionKind, ReplyKind
from stakeholders.models import Mandate

from .comment import Comment
from .round import RoundItem


class Cluster(Acted):
    """Comments on one provision that are answered alike. The review secretariat's own affair."""

    id = models.UUIDField(primary_key=True, default=new_id)
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="clusters")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    objects = OfRoundQuerySet.as_manager()

    class Meta(Acted.Meta):
        ordering = ["item", "at", "id"]


class Clustering(Acted):
    """That a comment was put into a cluster, or out of it; appended, the latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="clusterings")
    number = models.PositiveIntegerField()
    cluster = models.ForeignKey(
        Cluster, null=True, on_delete=models.PROTECT, related_name="clusterings"
    )
    at = models.DateTimeField()

    objects = OfCommentQuerySet.as_manager()

    class Meta(Acted.Meta):
        ordering = ["comment", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["comment", "number"], name="clustering_number_once"),
        ]


class Assignment(Acted):
    """Who of the review secretariat prepares the answer; appended, the latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="assignments")
    number = models.PositiveIntegerField()
    assignee = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfCommentQuerySet.as_manager()

    class Meta(Acted.Meta):
        ordering = ["comment", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["comment", "number"], name="assignment_number_once"),
        ]


class Disposition(models.Model):
    """One version of the answer to a comment. Appended; the latest released one is the answer.

    `reasons` are by language, in all of them before it is released. `duplicate_of` names the
    comment that this one repeats.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="dispositions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=DispositionKind.choices)
    reasons = models.JSONField()  # Texts
    duplicate_of = models.ForeignKey(
        Comment, null=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)  # given once

    objects = DispositionQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="disposition_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=DispositionKind.values) & ~Q(reasons={}),
                name="disposition_complete",
            ),
            models.CheckConstraint(
                condition=Q(kind=DispositionKind.DUPLICATE, duplicate_of__isnull=False)
                | (~Q(kind=DispositionKind.DUPLICATE) & Q(duplicate_of__isnull=True)),
                name="disposition_duplicate_of_one",
            ),
        ]


class Reply(models.Model):
    """What the commenter says to a released answer; appended, the latest one counts."""

    id = models.UUIDField(primary_key=True, default=new_id)
    disposition = models.ForeignKey(Disposition, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ReplyKind.choices)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BesideDispositionQuerySet.as_manager()

    class Meta:
        ordering = ["disposition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["disposition", "number"], name="reply_number_once"),
            models.CheckConstraint(
                condition=Q(kind=ReplyKind.SATISFIED) | (Q(kind=ReplyKind.MAINTAINS) & ~Q(text="")),
                name="reply_says_why_it_maintains",
            ),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="reply_language"),
        ]
