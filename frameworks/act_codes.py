"""What the record calls the acts of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActCode(models.TextChoices):
    CREATED = "framework.created", _("Framework created")
    CHANGED = "framework.changed", _("Framework changed")
    FILE_LOADED = "framework.file_loaded", _("Framework file loaded")
    STATUS_RECORDED = "framework.status_recorded", _("Official status recorded")
    MEETING_SET = "meeting.set", _("Meeting entered")
    MEETING_CHANGED = "meeting.changed", _("Meeting changed")
    SECTION_SET = "section.set", _("Section entered")
    SECTION_CHANGED = "section.changed", _("Section changed")
    DOCUMENT_REGISTERED = "document.registered", _("Document registered")
    DOCUMENT_CHANGED = "document.changed", _("Document entry changed")
    MILESTONE_SET = "milestone.set", _("Milestone set")
    MILESTONE_MOVED = "milestone.moved", _("Milestone moved")
    MILESTONE_CHANGED = "milestone.changed", _("Milestone changed")
    MILESTONE_PASSED = "milestone.passed", _("Milestone passed")
    INSTRUMENT_REGISTERED = "instrument.registered", _("Instrument registered")
    INSTRUMENT_CHANGED = "instrument.changed", _("Instrument changed")
    SESSION_REGISTERED = "session.registered", _("Session registered")
    SESSION_CHANGED = "session.changed", _("Session changed")
    DECISION_RECORDED = "decision.recorded", _("Decision recorded")
    DECISION_CORRECTED = "decision.corrected", _("Decision corrected")
