"""Requests that were answered, so that a program that heard no answer may ask again."""

from django.db import models

from core.ids import new_id
from stakeholders.models import Mandate


class AnsweredRequest(models.Model):
    """What a program was answered when it sent a request under a key of its own choosing.

    `request_digest` is SHA-256 (hex) over the method, the address, the edition named and the body
    in canonical form. The answer is its mandate's alone and is kept for a day, or until the draft
    that it shows (`subject`) is deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    address = models.CharField(max_length=300)  # method and path
    request_digest = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    headers = models.JSONField(default=dict)  # `ETag` and `Location`, where the answer had them
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "key"], name="answered_request_once")
        ]
        indexes = [models.Index(fields=["at"], name="answered_request_at")]
