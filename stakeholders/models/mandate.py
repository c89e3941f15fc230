"""Who a person acts for: every act on this portal names one of these."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from stakeholders.enums import CAPACITIES_WITHOUT_GROUP, Capacity, Group
from stakeholders.querysets import MandateQuerySet

from .organization import Organization
from .user import User


class Mandate(models.Model):
    """A user's capacity for an organization and group, over a period and maybe one framework.

    It is active from its confirmation by the group's own people until its end; the mandates
    of the review itself (no group) are confirmed by the review secretariat. What it says is
    fixed when it is proposed, and it is confirmed and ended once: the database refuses more.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="mandates"
    )
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    capacity = models.CharField(max_length=30, choices=Capacity.choices)
    # A key and no foreign key: frameworks stand on a higher floor. Empty means all.
    framework_key = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    # Empty where a file or the system proposed it.
    proposed_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="confirmations"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="endings"
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="mandate_capacity_known"
            ),
            models.CheckConstraint(
                condition=(Q(capacity__in=CAPACITIES_WITHOUT_GROUP) & Q(group=""))
                | (~Q(capacity__in=CAPACITIES_WITHOUT_GROUP) & Q(group__in=Group.values)),
                name="mandate_capacity_fits_group",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="mandate_period_forwards",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False),
                name="mandate_confirmed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="mandate_ended_at_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(confirmed_at__isnull=True) | Q(confirmed_at__gte=F("proposed_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("proposed_at"))),
                name="mandate_acts_in_order",
            ),
            models.UniqueConstraint(
                fields=[
                    "user",
                    "organization",
                    "group",
                    "capacity",
                    "framework_key",
                    "starts_at",
                ],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="mandate_once",
            ),
        ]

    def is_active_at(self, at: datetime) -> bool:
        """Return whether this mandate, as loaded, is confirmed, begun and not ended at `at`."""
        return (
            self.user.is_active
            and self.confirmed_at is not None
            and max(self.confirmed_at, self.starts_at) <= at
            and (self.ends_at is None or at < self.ends_at)
            and (self.ended_at is None or at < self.ended_at)
        )
