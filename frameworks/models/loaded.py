"""What was last loaded from a framework's file, so that only the file's own changes are applied.

A file is loaded at every start. Without this memory it would put back what was since decided
or corrected on the portal: a text amended by the Governing Body, a status, a translation.
"""

from django.db import models

from .framework import Framework


class LoadedPart(models.Model):
    """The digests of one part of a file as it was last loaded: `{aspect: SHA-256 in hex}`.

    `part` is `framework`, `status`, `meeting`, or `document`, `session`, `milestone`,
    `section`, `provision` with a dot and the slug or suffix: `provision.7b-i`.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="loaded_parts")
    part = models.CharField(max_length=120)
    digests = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "part"], name="loaded_part_once")
        ]
