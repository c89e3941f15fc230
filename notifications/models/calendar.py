"""Keys to personal calendars."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from stakeholders.models import Mandate


class CalendarKey(models.Model):
    """A key that a calendar program fetches the dates of one mandate with.

    Of the key only a digest is kept. It opens titles without content, and nothing once it is
    revoked or its mandate has ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="calendar_keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_key_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="calendar_key_revoked_later",
            ),
        ]
