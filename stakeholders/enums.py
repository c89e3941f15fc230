"""Closed lists of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    GOVERNMENTS = "governments", _("Governments")
    EMPLOYERS = "employers", _("Employers")
    WORKERS = "workers", _("Workers")


class OrganizationKind(models.TextChoices):
    MEMBER_STATE = "member_state", _("Member State")
    REGIONAL_GROUP = "regional_group", _("Regional group")
    GROUP_SECRETARIAT = "group_secretariat", _("Group secretariat")
    EMPLOYERS_ORGANIZATION = "employers_organization", _("Employers’ organization")
    WORKERS_ORGANIZATION = "workers_organization", _("Workers’ organization")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    OTHER = "other", _("Other organization")


class Region(models.TextChoices):
    """The ILO's five regions. They are not the regional groups that governments act in."""

    AFRICA = "africa", _("Africa")
    AMERICAS = "americas", _("Americas")
    ARAB_STATES = "arab_states", _("Arab States")
    ASIA_AND_THE_PACIFIC = "asia_and_the_pacific", _("Asia and the Pacific")
    EUROPE_AND_CENTRAL_ASIA = "europe_and_central_asia", _("Europe and Central Asia")


class CircleKind(models.TextChoices):
    DELEGATION = "delegation", _("Delegation")
    REGIONAL_GROUP = "regional_group", _("Regional group")
    GROUP = "group", _("Group")
    SECRETARIAT = "secretariat", _("Review secretariat")
    CONSTITUENTS = "constituents", _("All constituents")
    PUBLIC = "public", _("The public")


class Capacity(models.TextChoices):
    DELEGATE = "delegate", _("Delegate")
    ADVISER = "adviser", _("Adviser")
    SUBSTITUTE = "substitute", _("Substitute")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    GROUP_SECRETARIAT = "group_secretariat", _("Group secretariat")
    REGIONAL_COORDINATOR = "regional_coordinator", _("Regional coordinator")
    FOCAL_POINT = "focal_point", _("Focal point")
    OBSERVER = "observer", _("Observer")
    SECRETARIAT = "secretariat", _("Review secretariat")
    CHAIRPERSON = "chairperson", _("Chairperson")


class TokenScope(models.TextChoices):
    """What a program may do with a token; each allows what stands before it too."""

    READ = "read", _("Read")
    COMMENT = "comment", _("Read and comment")


# Capacities of the review itself; they belong to no group. In an order: a constraint made of a
# set would read differently in every database.
CAPACITIES_WITHOUT_GROUP = (
    Capacity.CHAIRPERSON.value,
    Capacity.OBSERVER.value,
    Capacity.SECRETARIAT.value,
)
