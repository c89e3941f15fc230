"""Agreements: what the chairperson pronounced, and the positions that stood before it."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from provisions.models import Provision, Transition, Version
from provisions.models.acted import Acted
from stakeholders.models import Mandate

from .round import Round


class Agreement(Acted):
    """That a version was agreed, as the chairperson pronounced it and the review secretariat
    recorded it. All of it is public but the chairperson's name.

    `payload` is canonical JSON: round, version, and every released position on this version with
    its digest. `digest` is SHA-256 (hex) over it, and stands in the public record.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="agreements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="agreements")
    transition = models.OneToOneField(
        Transition, on_delete=models.PROTECT, related_name="agreement"
    )
    chairperson = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    pronounced_at = models.DateTimeField()
    payload = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta(Acted.Meta):
        ordering = ["provision", "at"]
        constraints = [
            *Acted.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pronounced_at__lte=F("at")), name="agreement_pronounced_before_recorded"
            ),
        ]
