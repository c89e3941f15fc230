"""What a delegation sent back in a table, so that sending it again adds nothing."""

from django.db import models

from core.ids import new_id
from stakeholders.models import Mandate

from .round import Round


class ImportedRow(models.Model):
    """A row of a table of comments that became a private draft of `mandate`. `fingerprint` is
    SHA-256 (hex) over what it said and the room it was meant for. As private as the draft.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mandate", "round", "fingerprint"], name="imported_row_once"
            )
        ]
