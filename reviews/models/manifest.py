"""What stood when a round closed: who was entitled to submit for a circle, and what was there."""

from django.db import models

from core.ids import new_id
from reviews.querysets import ManifestQuerySet
from stakeholders.models import Circle

from .round import Round


class Manifest(models.Model):
    """One circle's part of a round's manifest, read by that circle alone.

    `payload` is canonical JSON: the entitled mandates and the submitted comments with their
    digests. `digest` is SHA-256 (hex) over salt and payload; the public record has one digest
    over all of a round's, which proves them later without telling anything now.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="manifests")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+")
    payload = models.BinaryField()
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ManifestQuerySet.as_manager()

    class Meta:
        ordering = ["round", "circle"]
        constraints = [models.UniqueConstraint(fields=["round", "circle"], name="manifest_once")]
