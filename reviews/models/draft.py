"""Private drafts: their author's alone, not on the record, and gone when they are deleted."""

from django.db import models

from core.ids import new_id
from reviews.querysets import DraftQuerySet
from stakeholders.models import Circle, Mandate

from .round import FrozenText, Question, RoundItem


class Draft(models.Model):
    """What somebody is writing. Nothing in it is checked until it is shared: an autosave loses
    no half sentence. Visible to the holder of its mandate alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="drafts")
    item = models.ForeignKey(RoundItem, on_delete=models.PROTECT, related_name="drafts")
    # The text that the anchor holds on to.
    text = models.ForeignKey(FrozenText, on_delete=models.PROTECT, related_name="drafts")
    # The audience, chosen first, and in whose name it would be submitted.
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    speaks_for = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT)
    type = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    body = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    proposed = models.TextField(blank=True)
    language = models.CharField(max_length=2)  # in which the comment is written
    selectors = models.JSONField(default=list)  # W3C selectors; empty: the whole provision
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "id"]
