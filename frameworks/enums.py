"""Closed lists of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import Precision


class OfficialStatus(models.TextChoices):
    """What the institution did with a framework; never what happened on this portal."""

    IN_PREPARATION = "in_preparation", _("In preparation")
    ADOPTED_BY_MEETING = "adopted_by_meeting", _("Adopted by the meeting")
    BEFORE_GOVERNING_BODY = "before_governing_body", _("Before the Governing Body")
    DECIDED = "decided", _("Decided by the Governing Body")


class DatePrecision(models.TextChoices):
    DAY = Precision.DAY.value, _("Known to the day")
    RANGE = Precision.RANGE.value, _("Known as a range of days")
    MONTH = Precision.MONTH.value, _("Known to the month")
    YEAR = Precision.YEAR.value, _("Known to the year")


class Basis(models.TextChoices):
    """How far a fact may be trusted: the grades of the domain page."""

    INSTITUTION = "institution", _("The institution’s own page")
    PRESS = "press", _("Press report")
    DERIVED = "derived", _("Derived by the portal")
    GENERAL_KNOWLEDGE = "general_knowledge", _("General knowledge, not confirmed")
    INVENTED = "invented", _("Invented for practice")


class MilestoneKind(models.TextChoices):
    CONVENED = "convened", _("Convened")
    MEETING = "meeting", _("Meeting")
    ADOPTION = "adoption", _("Adoption")
    GOVERNING_BODY = "governing_body", _("Governing Body")
    REVIEW = "review", _("Review")
    OTHER = "other", _("Other")


class DocumentKind(models.TextChoices):
    CONCLUSIONS = "conclusions", _("Conclusions")
    REPORT = "report", _("Report")
    RECORD_OF_PROCEEDINGS = "record_of_proceedings", _("Record of proceedings")
    DECISION = "decision", _("Decision")
    GOVERNING_BODY_PAPER = "governing_body_paper", _("Governing Body paper")
    PRESS_REPORT = "press_report", _("Press report")
    OTHER = "other", _("Other document")


class InstrumentKind(models.TextChoices):
    CONVENTION = "convention", _("Convention")
    PROTOCOL = "protocol", _("Protocol")
    RECOMMENDATION = "recommendation", _("Recommendation")
    DECLARATION = "declaration", _("Declaration")
    CODE_OF_PRACTICE = "code_of_practice", _("Code of practice")
    GUIDELINES = "guidelines", _("Guidelines")
    REGULATION = "regulation", _("Regulation")


class InstrumentTier(models.TextChoices):
    FUNDAMENTAL = "fundamental", _("Fundamental")
    GOVERNANCE = "governance", _("Governance")
    TECHNICAL = "technical", _("Technical")


class Theme(models.TextChoices):
    SKILLS = "skills", _("Skills")
    LIFELONG_LEARNING = "lifelong-learning", _("Lifelong learning")
    OSH = "osh", _("Occupational safety and health")
    FUNDAMENTAL_RIGHTS = "fundamental-rights", _("Fundamental rights at work")
    SOCIAL_DIALOGUE = "social-dialogue", _("Social dialogue")
    CROSS_CUTTING = "cross-cutting", _("Cross-cutting")


class ClauseKind(models.TextChoices):
    TOOK_NOTE = "took_note", _("Took note")
    APPROVED_RECORD = "approved_record", _("Approved the record of proceedings")
    APPROVED_COMMUNICATION = "approved_communication", _("Authorized communication")
    REQUESTED_DIRECTOR_GENERAL = (
        "requested_director_general",
        _("Requested the Director-General to bear the recommendations in mind"),
    )
    APPROVED_TEXT = "approved_text", _("Approved the text")
    DEFERRED_ITEM = "deferred_item", _("Deferred the item")
    OTHER = "other", _("Other clause")


class ClauseOutcome(models.TextChoices):
    ADOPTED = "adopted", _("Adopted")
    ADOPTED_AS_AMENDED = "adopted_as_amended", _("Adopted as amended")
    DEFERRED = "deferred", _("Deferred")
    NOT_ADOPTED = "not_adopted", _("Not adopted")


class ClauseEffect(models.TextChoices):
    """What a clause does to the provisions that it covers; the codes are those of the moves."""

    NONE = "none", _("No effect on provisions")
    APPROVE = "approve", _("Approves")
    APPROVE_AS_AMENDED = "approve_as_amended", _("Approves as amended")
    DEFER = "defer", _("Defers")
    REFER_BACK = "refer_back", _("Refers back")
    NOT_APPROVE = "not_approve", _("Does not approve")
