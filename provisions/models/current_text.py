"""What a reader of each language reads now. Derived, rebuilt at will, written by one service."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .provision import Provision
from .version import Version, VersionText


class CurrentText(models.Model):
    """The latest issue of the latest version for a reader's language, and its search columns.

    Where a version has no text in that language, `text` is the original's: the reader is
    shown it with its own `language` and told so.
    """

    provision = models.ForeignKey(Provision, on_delete=models.CASCADE, related_name="current_texts")
    language = models.CharField(max_length=2)  # the reader's
    version = models.ForeignKey(Version, on_delete=models.CASCADE)
    text = models.ForeignKey(VersionText, on_delete=models.CASCADE)
    # Numbers and codes as people type them, folded: 7bi, s6, c142.
    codes = ArrayField(models.CharField(max_length=80), default=list)
    sort_key = models.CharField(max_length=300)  # the title, accents and case folded
    vector = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provision", "language"], name="current_text_once_a_language"
            )
        ]
        indexes = [
            GinIndex(fields=["vector"], name="current_text_vector"),
            GinIndex(fields=["codes"], name="current_text_codes"),
            models.Index(fields=["language", "sort_key"], name="current_text_sort"),
        ]
