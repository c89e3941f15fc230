"""Steps on a framework's road. That one has passed is an act, and never an outcome."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from frameworks.enums import Basis, MilestoneKind

from .dated import Dated
from .framework import Framework


class Milestone(Dated):
    id = models.UUIDField(primary_key=True, default=new_id)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="milestones")
    slug = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=MilestoneKind.choices)
    title = models.JSONField()  # Texts
    note = models.JSONField(default=dict)  # Texts
    basis = models.CharField(max_length=20, choices=Basis.choices)
    source = models.ForeignKey("Document", null=True, on_delete=models.PROTECT)
    session = models.ForeignKey(
        "Session", null=True, on_delete=models.PROTECT, related_name="milestones"
    )
    # When the last supported day ended in the framework's zone; set by the job with its act.
    passed_at = models.DateTimeField(null=True)
    order_key = models.CharField(max_length=100)

    class Meta(Dated.Meta):
        ordering = ["order_key"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["framework", "slug"], name="milestone_slug_once"),
            models.CheckConstraint(
                condition=Q(kind__in=MilestoneKind.values), name="milestone_kind_known"
            ),
        ]

    @property
    def key(self) -> str:
        """Return the public key: `<framework>.milestone.<slug>`."""
        return f"{self.framework.slug}.milestone.{self.slug}"
