"""What the record calls the acts of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActCode(models.TextChoices):
    ORGANIZATIONS_LOADED = "organizations.loaded", _("Organizations loaded")
    CIRCLE_OPENED = "circle.opened", _("Circle opened")
    MANDATE_PROPOSED = "mandate.proposed", _("Mandate proposed")
    MANDATE_CONFIRMED = "mandate.confirmed", _("Mandate confirmed")
    MANDATE_ENDED = "mandate.ended", _("Mandate ended")
    SECRETARIAT_APPOINTED = "secretariat.appointed", _("Review secretariat set up")
    GROUP_SECRETARIAT_APPOINTED = (
        "group_secretariat.appointed",
        _("A group’s first secretariat set up"),
    )
    REGIONAL_MEMBER_ADDED = "regional_membership.added", _("State added to a regional group")
    REGIONAL_MEMBER_ENDED = "regional_membership.ended", _("State left a regional group")
    ORGANIZATION_ADDED = "organization.added", _("Organization added")
    INVITATION_MADE = "invitation.made", _("Person invited")
    INVITATION_ACCEPTED = "invitation.accepted", _("Invitation accepted")
    INVITATION_REVOKED = "invitation.revoked", _("Invitation revoked")
    TOKEN_ISSUED = "token.issued", _("API token issued")
    TOKEN_REVOKED = "token.revoked", _("API token revoked")
