"""What became of a provision: replaced, split or merged. Appended."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from provisions.enums import SuccessionKind

from .acted import Acted
from .provision import Provision


class Succession(Acted):
    """That a provision became another: one row per pair, so a split has several. Appended."""

    id = models.UUIDField(primary_key=True, default=new_id)
    predecessor = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="successions_out"
    )
    successor = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="successions_in"
    )
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta(Acted.Meta):
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_pair_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_not_itself"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"
            ),
        ]
