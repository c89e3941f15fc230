"""Bodies that take part: member States, regional groups, organizations of either side."""

from django.db import models
from django.db.models import Q

from core.ids import new_id
from stakeholders.enums import Group, OrganizationKind, Region


class Organization(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    # Member States: ISO 3166-1 alpha-3; others: a snake_case code of ours.
    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, choices=OrganizationKind.choices)
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    region = models.CharField(max_length=40, choices=Region.choices, blank=True)
    name = models.JSONField()  # Texts: a name per language
    # Accent-folded names: the database's collation knows no language.
    sort_key = models.JSONField(default=dict)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(group__in=[*Group.values, ""]), name="organization_group_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=OrganizationKind.MEMBER_STATE)
                | (Q(region__in=Region.values) & Q(group=Group.GOVERNMENTS)),
                name="organization_state_has_region",
            ),
        ]

    def __str__(self) -> str:
        return self.code
