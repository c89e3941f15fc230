"""Submissions: what was handed to the review secretariat in one act, with its receipt."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.ids import new_id
from reviews.querysets import SubmissionQuerySet, SubmittedCommentQuerySet
from stakeholders.models import Circle, Mandate

from .comment import Comment
from .round import Round


class Submission(models.Model):
    """A receipt. Its number is drawn at random, so that it tells nobody how many there are.

    `digest` is SHA-256 (hex) over the digests of the comments, in the order of their ids.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=20, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")  # the room
    speaks_for = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)  # offered after the close
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "id"]


class SubmittedComment(models.Model):
    """The words of a comment as they were submitted, with who stood behind them then.

    `co_sponsors` and `not_supporting` are codes of organizations: for a regional group the
    members that do not support it, named as it was submitted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="submissions")
    wording = models.PositiveIntegerField()
    co_sponsors = ArrayField(models.CharField(max_length=80), default=list)
    not_supporting = ArrayField(models.CharField(max_length=80), default=list)
    digest = models.CharField(max_length=64)

    objects = SubmittedCommentQuerySet.as_manager()

    class Meta:
        ordering = ["submission", "comment"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "comment"], name="submitted_comment_once")
        ]
