"""What is said about a comment inside its room: threads, support and dissent."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from reviews.enums import VoiceKind
from reviews.querysets import InRoomQuerySet
from stakeholders.models import Circle, Mandate

from .comment import Comment


class Message(models.Model):
    """One message of a comment's thread. It stays in the room for ever."""

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    objects = InRoomQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="message_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="message_not_empty"),
        ]


class Voice(models.Model):
    """Support, dissent or co-sponsorship; appended, the latest of each speaker counts.

    `delegation` is set where a delegation speaks, in a regional group's or the Government
    group's room; empty where a person does. Dissent says why. `wording` is the number of the
    words that were there to read: nobody co-sponsors words that came later.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="voices")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=VoiceKind.choices)
    delegation = models.ForeignKey(Circle, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    for_mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    wording = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = InRoomQuerySet.as_manager()

    class Meta:
        ordering = ["comment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="voice_number_once"),
            models.CheckConstraint(condition=Q(kind__in=VoiceKind.values), name="voice_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=VoiceKind.CO_SPONSOR) | Q(delegation__isnull=False),
                name="voice_co_sponsor_is_a_delegation",
            ),
        ]
