"""One mail to one reader: planned once, sent once."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from notifications.enums import DeliveryState, DropReason, Kind
from notifications.querysets import DeliveryQuerySet

from .recipient import Recipient


class Delivery(models.Model):
    """What is to be told to a recipient, once: the key (recipient, kind, subject, window) decides.

    `subject` is the public key of what it is about (a round's, mostly) or empty; `window` the
    occasion: a local day `2026-11-22`, a week `2026-W47`, a deadline, a number. No word of a mail
    is kept: it is written when it is sent, with the rights the reader has then.

    It is due from `due_at` and worth sending until `expires_at`; `try_at` is when to try next.
    A worker holds it until `claimed_until`; whoever sends it again uses the same `message_id`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    subject = models.CharField(max_length=200, blank=True)
    window = models.CharField(max_length=80)
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.DUE
    )
    try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=80, blank=True)  # a code, never a text of somebody
    ended_at = models.DateTimeField(null=True)  # when it was sent, or given up
    reason = models.CharField(max_length=20, choices=DropReason.choices, blank=True)
    content_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the mail's bytes
    # How far each chain of the record had been told with it: {"public": 812, …}.
    marks = models.JSONField(default=dict)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "subject", "window"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values, state__in=DeliveryState.values),
                name="delivery_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("due_at")), name="delivery_window_forwards"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DUE, ended_at__isnull=True)
                | (~Q(state=DeliveryState.DUE) & Q(ended_at__isnull=False)),
                name="delivery_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DROPPED, reason__in=DropReason.values)
                | (~Q(state=DeliveryState.DROPPED) & Q(reason="")),
                name="delivery_dropped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | ~Q(content_digest=""),
                name="delivery_sent_has_digest",
            ),
        ]
        indexes = [
            models.Index(
                fields=["try_at"], name="delivery_due", condition=Q(state=DeliveryState.DUE)
            ),
            models.Index(fields=["kind", "subject", "window"], name="delivery_occasion"),
            models.Index(fields=["recipient", "kind", "-ended_at"], name="delivery_of_recipient"),
        ]
