"""What the record calls the acts of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lifecycle import MoveCode


class ActCode(models.TextChoices):
    CREATED = "provision.created", _("Provision created")
    VERSION_PUBLISHED = "provision.version_published", _("Version published")
    TEXT_ISSUED = "provision.text_issued", _("Translation issued")
    FACTS_CHANGED = "provision.facts_changed", _("Facts changed")
    INSTRUMENTS_LINKED = "provision.instruments_linked", _("Instrument links changed")
    SUCCEEDED = "provision.succeeded", _("Succession recorded")
    REVIEW_OPENED = "provision.review_opened", _("Review opened")
    RETURNED_TO_DRAFT = "provision.returned_to_draft", _("Returned to draft")
    AGREED = "provision.agreed", _("Agreed")
    REOPENED = "provision.reopened", _("Reopened")
    SUBMITTED = "provision.submitted", _("Submitted")
    SUBMITTED_ADOPTED = "provision.submitted_adopted", _("Submitted as adopted elsewhere")
    APPROVED = "provision.approved", _("Approved")
    APPROVED_AS_AMENDED = "provision.approved_as_amended", _("Approved as amended")
    DEFERRED = "provision.deferred", _("Deferred")
    REFERRED_BACK = "provision.referred_back", _("Referred back")
    NOT_APPROVED = "provision.not_approved", _("Not approved")
    RESUBMITTED = "provision.resubmitted", _("Resubmitted")
    WITHDRAWN = "provision.withdrawn", _("Withdrawn")
    STAGE_OVERRIDDEN = "provision.stage_overridden", _("Stage corrected by the review secretariat")


ACT_OF_MOVE: dict[MoveCode, ActCode] = {
    MoveCode.OPEN_REVIEW: ActCode.REVIEW_OPENED,
    MoveCode.RETURN_TO_DRAFT: ActCode.RETURNED_TO_DRAFT,
    MoveCode.AGREE: ActCode.AGREED,
    MoveCode.REOPEN: ActCode.REOPENED,
    MoveCode.SUBMIT: ActCode.SUBMITTED,
    MoveCode.SUBMIT_ADOPTED: ActCode.SUBMITTED_ADOPTED,
    MoveCode.APPROVE: ActCode.APPROVED,
    MoveCode.APPROVE_AS_AMENDED: ActCode.APPROVED_AS_AMENDED,
    MoveCode.DEFER: ActCode.DEFERRED,
    MoveCode.REFER_BACK: ActCode.REFERRED_BACK,
    MoveCode.NOT_APPROVE: ActCode.NOT_APPROVED,
    MoveCode.RESUBMIT: ActCode.RESUBMITTED,
    MoveCode.WITHDRAW: ActCode.WITHDRAWN,
}
