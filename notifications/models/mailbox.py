"""Mails that a machine of one's own keeps instead of sending them."""

from django.db import models

from core.ids import new_id


class KeptMail(models.Model):
    """One mail as it would have left. Only local settings write here."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kept_at = models.DateTimeField()
    sender = models.CharField(max_length=320)  # of the envelope: where a bounce would go
    to = models.CharField(max_length=320)
    message = models.BinaryField()

    class Meta:
        ordering = ["-kept_at", "id"]
