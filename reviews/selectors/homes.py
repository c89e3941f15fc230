"""The home circles of many mandates at once, as `CircleQuerySet.home_of` has them for one."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from stakeholders.enums import CircleKind
from stakeholders.models import Circle


def home_circle() -> Coalesce:
    """Return what a queryset of mandates in groups is annotated with: the id of the circle of the
    organization where that has one, otherwise of the group.
    """
    groups = Circle.objects.filter(kind=CircleKind.GROUP, group=OuterRef("group"))
    return Coalesce("organization__circle", Subquery(groups.values("pk")[:1]))
