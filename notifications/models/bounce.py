"""That a mail came back."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from notifications.enums import BounceKind

from .delivery import Delivery


class Bounce(models.Model):
    """One refusal of one mail, by the code of RFC 3463 (`5.1.1`); nothing else of it is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="bounces")
    kind = models.CharField(max_length=10, choices=BounceKind.choices)
    status = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "status", "at"], name="bounce_once"),
            models.CheckConstraint(
                condition=Q(kind__in=BounceKind.values), name="bounce_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="bounce_at")]
