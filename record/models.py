"""Tables of the record. Nothing here has a foreign key: entries outlive what they speak of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from core.actor import ActorKind
from core.ids import new_id

PUBLIC = "public"  # the chain that everybody may read; its head is the public revision
SYSTEM = "system"  # what the portal does to itself: snapshots, checkpoints, verifications


class Installation(models.Model):
    """The one row that says what this database is; fixed when the database is founded."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    key = models.UUIDField(default=new_id)
    is_sample = models.BooleanField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_is_one")]


class Chain(models.Model):
    """The head of one circle's chain; the row whose lock orders the appends."""

    circle = models.CharField(max_length=80, primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)


class Entry(models.Model):
    """One act as one circle sees it. Columns and their order are part of the hash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    circle = models.CharField(max_length=80)
    number = models.BigIntegerField()
    code = models.CharField(max_length=80)
    schema = models.PositiveSmallIntegerField(default=1)
    subject = models.CharField(max_length=200)
    touches = ArrayField(models.CharField(max_length=200), default=list)
    at = models.DateTimeField()
    actor_kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind]
    )
    actor_user = models.UUIDField(null=True)
    actor_mandate = models.UUIDField(null=True)
    actor_for_mandate = models.UUIDField(null=True)
    actor_origin = models.CharField(max_length=80, blank=True)
    payload = models.BinaryField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["circle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "number"], name="entry_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="entry_number_from_one"),
            models.CheckConstraint(
                condition=Q(actor_kind__in=[kind.value for kind in ActorKind]),
                name="entry_actor_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    actor_kind=ActorKind.PERSON.value,
                    actor_user__isnull=False,
                    actor_mandate__isnull=False,
                    actor_origin="",
                )
                | (
                    Q(actor_user__isnull=True, actor_mandate__isnull=True)
                    & Q(actor_for_mandate__isnull=True)
                    & ~Q(actor_kind=ActorKind.PERSON.value)
                    & ~Q(actor_origin="")
                ),
                name="entry_actor_complete",
            ),
        ]
        indexes = [
            models.Index(fields=["circle", "at"], name="entry_circle_at"),
            models.Index(fields=["circle", "subject", "number"], name="entry_circle_subject"),
            GinIndex(fields=["touches"], name="entry_touches", condition=Q(circle=PUBLIC)),
        ]


class Checkpoint(models.Model):
    """The signed heads of one day, as they were written to the file outside the database.

    The day's key keeps a second tick from writing again; the line is kept here too, so that
    file and table show what the other one lost.
    """

    day = models.DateField(primary_key=True)
    at = models.DateTimeField()
    line = models.TextField()


class Verification(models.Model):
    """What one verification found; a failed one stays visible until a later one passes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # The day whose nightly run this is; empty when a person entered the result.
    day = models.DateField(null=True, unique=True)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    faults = models.PositiveIntegerField()

    class Meta:
        ordering = ["at"]
