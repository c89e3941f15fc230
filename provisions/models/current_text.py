"""What a reader of each language reads now. Derived, rebuilt at will, written by one service."""

from django.db import models

from .provision import Provision
from .version import Version, VersionText


class CurrentText(models.Model):
    """The latest issue of the latest version for a reader's language, in one row.

    Lists of a hundred read this row instead of joining five tables, whose planning alone took
    longer than their reading. Where a version has no text in the reader's language, the words
    are the original's: the reader is shown them with `text_language` and told so.
    """

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="current_texts")
    language = models.CharField(max_length=2)  # the reader's
    version = models.ForeignKey(Version, on_delete=models.CASCADE)
    text = models.ForeignKey(VersionText, on_delete=models.CASCADE)
    version_number = models.PositiveIntegerField()
    text_status = models.CharField(max_length=30)
    source_slug = models.CharField(max_length=80, blank=True)
    source_paragraph = models.PositiveIntegerField(null=True)
    source_basis = models.CharField(max_length=20, blank=True)
    version_at = models.DateTimeField()
    text_language = models.CharField(max_length=2)
    issue = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    body = models.TextField()
    text_at = models.DateTimeField()
    sort_key = models.CharField(max_length=300)  # the title's words, accents and case folded

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "language"], name="current_text_once_a_language"
            )
        ]
        indexes = [
            models.Index(fields=["language", "sort_key"], name="current_text_sort"),
        ]
