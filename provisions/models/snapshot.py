"""Where a framework stood at the end of a day: what digests compare the present with."""

from django.db import models

from frameworks.models import Framework


class StatusSnapshot(models.Model):
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="snapshots")
    day = models.DateField()  # UTC
    as_of = models.DateTimeField()  # the day's end, or when it was taken on the running day
    taken_at = models.DateTimeField()
    official_status = models.CharField(max_length=30)
    stages = models.JSONField()  # {stage: number of provisions}
    provisions = models.JSONField()  # {key: [stage, version number]}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["framework", "day"], name="snapshot_once_a_day")
        ]
        indexes = [models.Index(fields=["day"], name="snapshot_day")]
