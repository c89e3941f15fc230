"""Links that invite one person, once, to take a mandate. Who holds the link is not yet inside."""

from django.db import models
from django.db.models import F, Q

from core.ids import new_id
from stakeholders.enums import CAPACITIES_WITHOUT_GROUP, Capacity, Group
from stakeholders.querysets import InvitationQuerySet

from .circle import Circle
from .mandate import Mandate
from .organization import Organization
from .user import User


class Invitation(models.Model):
    """What somebody is invited to: a mandate's terms, and the address that the link was made for.

    Of the link only a digest is kept. Its terms are fixed; it is accepted once or revoked
    once, and the database refuses more. `mandate` is the proposal that came of it: none for a
    group's first secretariat, which the review secretariat appoints in an act of its own.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    # Personal data, and the only thing here that an erasure empties.
    email = models.CharField(max_length=254, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    # The home circle of the mandate: whose people see this invitation, whose chain records it.
    home = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    capacity = models.CharField(max_length=30, choices=Capacity.choices)
    framework_key = models.CharField(max_length=80, blank=True)
    starts_at = models.DateTimeField(null=True)  # None: from the acceptance on
    ends_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(capacity__in=CAPACITIES_WITHOUT_GROUP) & Q(group=""))
                | (~Q(capacity__in=CAPACITIES_WITHOUT_GROUP) & Q(group__in=Group.values)),
                name="invitation_capacity_fits_group",
            ),
            models.CheckConstraint(
                condition=Q(capacity__in=Capacity.values), name="invitation_capacity_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, mandate=None)
                | Q(accepted_at__gte=F("invited_at"), accepted_by__isnull=False),
                name="invitation_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__gte=F("invited_at"), revoked_by__isnull=False),
                name="invitation_revoked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_accepted_or_revoked",
            ),
        ]
