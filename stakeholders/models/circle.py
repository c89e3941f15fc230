"""Circles: the confidential audiences. A room belongs to one, and so does a record chain."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from stakeholders.enums import CircleKind, Group

from .organization import Organization


class Circle(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=CircleKind.choices)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    organization = models.OneToOneField(
        Organization, null=True, on_delete=models.PROTECT, related_name="circle"
    )

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
    """That a member State belongs to a regional group. Groups overlap: a State may have several."""

    regional_group = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="regional_members"
    )
    member = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="regional_groups"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regional_group", "member"], name="regional_membership_once"
            ),
            models.CheckConstraint(
                condition=~Q(regional_group=models.F("member")),
                name="regional_membership_not_own",
            ),
        ]
