"""Circles: the confidential audiences. A room belongs to one, and so does a record chain."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from stakeholders.enums import CircleKind, Group
from stakeholders.querysets import CircleQuerySet, RegionalMembershipQuerySet

from .organization import Organization


class Circle(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=CircleKind.choices)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    organization = models.OneToOneField(
        Organization, null=True, on_delete=models.PROTECT, related_name="circle"
    )

    objects = CircleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind__in=[CircleKind.DELEGATION, CircleKind.REGIONAL_GROUP])
                    & Q(organization__isnull=False, group=Group.GOVERNMENTS)
                )
                | (Q(kind=CircleKind.GROUP, organization__isnull=True) & Q(group__in=Group.values))
                | (
                    Q(kind__in=[CircleKind.SECRETARIAT, CircleKind.CONSTITUENTS, CircleKind.PUBLIC])
                    & Q(organization__isnull=True, group="")
                ),
                name="circle_kind_fits_owner",
            ),
            models.UniqueConstraint(
                fields=["kind", "group"],
                condition=Q(organization__isnull=True),
                name="circle_once_without_organization",
            ),
        ]

    @property
    def chain(self) -> str:
        """Return the name of this circle's chain in the record."""
        return "public" if self.kind == CircleKind.PUBLIC else str(self.id)


class RegionalMembership(models.Model):
    """That a member State belongs to a regional group for a time. Groups overlap: a State may
    have several. Who belongs is the group's own word, or the State's when it leaves.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    regional_group = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="regional_members"
    )
    member = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="regional_groups"
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("Mandate", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("Mandate", null=True, on_delete=models.PROTECT, related_name="+")

    objects = RegionalMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regional_group", "member"],
                condition=Q(ended_at__isnull=True),
                name="regional_membership_once",
            ),
            models.CheckConstraint(
                condition=~Q(regional_group=F("member")), name="regional_membership_not_own"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("added_at"), ended_by__isnull=False),
                name="regional_membership_ended_at_and_by",
            ),
        ]
