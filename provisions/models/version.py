"""Versions and their texts. Both are appended; the current ones are the latest."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.languages import LANGUAGES
from frameworks.models import Document
from provisions.enums import SourceBasis, TextStatus

from .acted import Acted
from .provision import Provision


class Version(Acted):
    id = models.UUIDField(primary_key=True, default=new_id)
    provision = models.ForeignKey(Provision, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text_status = models.CharField(max_length=30, choices=TextStatus.choices)
    source = models.ForeignKey(Document, null=True, on_delete=models.PROTECT)
    source_paragraph = models.PositiveIntegerField(null=True)
    source_basis = models.CharField(max_length=20, choices=SourceBasis.choices, blank=True)
    created_at = models.DateTimeField()

    class Meta(Acted.Meta):
        ordering = ["provision", "number"]
        constraints = [
            *Acted.Meta.constraints,
            models.UniqueConstraint(fields=["provision", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(text_status__in=TextStatus.values), name="version_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(text_status=TextStatus.EDITORIAL_SUMMARY)
                | Q(source__isnull=False, source_paragraph__isnull=False),
                name="version_summary_names_source",
            ),
        ]


class VersionText(models.Model):
    """The words of a version in one language; a corrected translation is a new issue."""

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=2)
    issue = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField()  # normal form: blank line between paragraphs
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "language", "issue"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language", "issue"], name="version_text_issue_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=LANGUAGES), name="version_text_language_known"
            ),
        ]
