"""A framework: one negotiated document that is tracked, its meeting, status and sections."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import DEFAULT_LANGUAGE, LANGUAGES
from frameworks.enums import Basis, OfficialStatus

from .dated import Dated


class Framework(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.CharField(max_length=80, unique=True)
    title = models.JSONField()  # Texts
    summary = models.JSONField(default=dict)  # Texts
    is_sample = models.BooleanField(default=False)
    # True where an institution adopted the text: stages then follow from the official status
    # and provisions may be submitted without a review on this portal.
    adopted_elsewhere = models.BooleanField(default=False)
    # Empty where the authentic languages of the official text are not known here.
    authentic_languages = ArrayField(models.CharField(max_length=2), default=list)
    # The language our own texts are written in; the other languages translate it.
    texts_written_in = models.CharField(max_length=2, default=DEFAULT_LANGUAGE)
    time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    created_at = models.DateTimeField()
    content_changed_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(texts_written_in__in=LANGUAGES), name="framework_language_known"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Meeting(Dated):
    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.OneToOneField(Framework, on_delete=models.PROTECT, related_name="meeting")
    name = models.JSONField()  # Texts
    place = models.JSONField()  # Texts
    convened_by = models.JSONField(default=dict)  # Texts: the decision that called it
    basis = models.CharField(max_length=20, choices=Basis.choices)

    class Meta(Dated.Meta):
        pass


class StatusRecord(models.Model):
    """One recording of the official status. Appended; the current status is the latest row."""

    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="statuses")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=30, choices=OfficialStatus.choices)
    note = models.JSONField(default=dict)  # Texts: what exactly the source says, in our words
    basis = models.CharField(max_length=20, choices=Basis.choices)
    source = models.ForeignKey("Document", null=True, on_delete=models.PROTECT)
    checked_by = models.JSONField()  # Texts: a role, never a private person's name
    checked_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="status_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=OfficialStatus.values), name="status_known"
            ),
        ]


class Section(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="sections")
    slug = models.CharField(max_length=80)
    number = models.CharField(max_length=20, blank=True)
    title = models.JSONField()  # Texts
    # True for a heading that the portal made because the source names none.
    is_editorial = models.BooleanField(default=False)
    order_key = models.CharField(max_length=100)

    class Meta:
        ordering = ["order_key"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "slug"], name="section_slug_once"),
            models.UniqueConstraint(fields=["framework", "order_key"], name="section_order_once"),
        ]
