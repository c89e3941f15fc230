"""Closed lists of this app, with labels that gettext translates. Stages stand in `lifecycle`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProvisionKind(models.TextChoices):
    NOT_STATED = "not_stated", _("Not stated")
    PREAMBULAR = "preambular", _("Preambular")
    CONTEXTUAL = "contextual", _("Contextual")
    RECOMMENDATION = "recommendation", _("Recommendation")


class Addressee(models.TextChoices):
    GOVERNMENTS = "governments", _("Governments")
    EMPLOYERS_ORGANIZATIONS = "employers_organizations", _("Employers’ organizations")
    WORKERS_ORGANIZATIONS = "workers_organizations", _("Workers’ organizations")
    CONSTITUENTS = "constituents", _("Constituents together")
    OFFICE = "office", _("The Office")


class TextStatus(models.TextChoices):
    """Whose words a version holds."""

    EDITORIAL_SUMMARY = "editorial_summary", _("Summary by this portal")
    DRAFT = "draft", _("Draft under review")
    OFFICIAL = "official", _("Official text")


class SourceBasis(models.TextChoices):
    """In which way the source paragraph speaks of what the summary says."""

    CONTEXT = "context", _("Context")
    EMPHASIS = "emphasis", _("Emphasis")
    PROVISION = "provision", _("Called a provision")
    CHARACTERIZATION = "characterization", _("Characterization")
    PURPOSE = "purpose", _("Purpose")


class Relation(models.TextChoices):
    """How a provision stands to an instrument."""

    RELATED = "related", _("Related, linked by this portal")
    CITED = "cited", _("Cited in the text")


class Stance(models.TextChoices):
    """What an actor says about one version."""

    SUPPORT = "support", _("Support")
    SUPPORT_SUBJECT_TO_AMENDMENT = (
        "support_subject_to_amendment",
        _("Support subject to amendment"),
    )
    CAN_JOIN_CONSENSUS = "can_join_consensus", _("Can join the consensus")
    RESERVATION = "reservation", _("Reservation")
    OBJECTION = "objection", _("Objection")
    POSITION_RESERVED = "position_reserved", _("Position reserved")


class SuccessionKind(models.TextChoices):
    REPLACED = "replaced", _("Replaced by")
    SPLIT = "split", _("Split into")
    MERGED = "merged", _("Merged into")
