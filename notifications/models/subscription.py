"""What somebody chose to hear of, and how often."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from notifications.enums import Frequency, Topic

from .recipient import Recipient


class Subscription(models.Model):
    """One choice. `subject` is the public key or code of what is followed, the canonical query of
    a saved search, or empty for a topic that comes with a mandate.

    Without `confirmed_at` it is only what somebody typed into a form: nothing is sent for it but
    the question whether it is wanted.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="subscriptions")
    topic = models.CharField(max_length=20, choices=Topic.choices)
    subject = models.CharField(max_length=800, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["topic", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "topic", "subject"], name="subscription_once"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values, frequency__in=Frequency.values),
                name="subscription_codes_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["topic", "subject"],
                name="subscription_at_once",
                condition=Q(frequency=Frequency.NOW),
            )
        ]
