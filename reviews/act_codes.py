"""What the record calls the acts of this app, with labels that gettext translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .lifecycle import CommentMove


class ActCode(models.TextChoices):
    ROUND_ANNOUNCED = "round.announced", _("Review round announced")
    ROUND_OPENED = "round.opened", _("Review round opened")
    ROUND_EXTENDED = "round.extended", _("Review round extended")
    ROUND_CLOSED = "round.closed", _("Review round closed")
    ROUND_CLOSED_EARLY = "round.closed_early", _("Review round closed early")
    COMMENTS_PUBLISHED = "round.comments_published", _("Comments of a round published")
    CUTOFF_SET = "round.cutoff_set", _("Own cut-off set")
    COMMENT_SHARED = "comment.shared", _("Comment shared")
    COMMENT_REVISED = "comment.revised", _("Comment revised")
    COMMENT_ENDORSED = "comment.endorsed", _("Comment endorsed")
    COMMENT_RETURNED = "comment.returned", _("Endorsement taken back")
    COMMENTS_SUBMITTED = "comment.submitted", _("Comments submitted")
    COMMENT_OFFERED_LATE = "comment.offered_late", _("Comment offered after the close")
    LATE_COMMENT_ACCEPTED = "comment.late_accepted", _("Late comment accepted")
    LATE_COMMENT_DECLINED = "comment.late_declined", _("Late comment declined")
    COMMENT_WITHDRAWN = "comment.withdrawn", _("Comment withdrawn")
    COMMENT_MERGED = "comment.merged", _("Comment merged into another")
    VOICE_NOTED = "comment.voice_noted", _("Support or dissent noted")
    POSITION_TAKEN = "position.taken", _("Position taken")
    POSITION_CORRECTED = "position.corrected", _("Position corrected")
    POSITION_RELEASED = "position.released", _("Position released")
    POSITIONS_RELEASED = "round.positions_released", _("Positions of a round released")
    POSITION_ALIGNED = "position.aligned", _("Government aligned with a position")
    AGREEMENT_RECORDED = "provision.agreement_recorded", _("Agreement recorded")
    COMMENTS_PLACED = "version.comments_placed", _("Comments placed in a new version")
    CHANGES_EXPLAINED = "version.changes_explained", _("Comments behind a new version named")
    PLACEMENT_CONFIRMED = "comment.placement_confirmed", _("Place of a comment confirmed")
    COMMENT_ASSIGNED = "comment.assigned", _("Comment assigned for an answer")
    COMMENTS_CLUSTERED = "comment.clustered", _("Comments put together for an answer")
    DISPOSITIONS_PREPARED = "disposition.prepared", _("Answers prepared")
    DISPOSITIONS_RELEASED = "round.dispositions_released", _("Answers of a round released")
    DISPOSITION_REPLIED = "disposition.replied", _("Reply to an answer")
    MESSAGE_WRITTEN = "comment.discussed", _("Message in a room")


ACT_OF_MOVE: dict[CommentMove, ActCode] = {
    CommentMove.SHARE: ActCode.COMMENT_SHARED,
    CommentMove.REVISE: ActCode.COMMENT_REVISED,
    CommentMove.ENDORSE: ActCode.COMMENT_ENDORSED,
    CommentMove.RETURN: ActCode.COMMENT_RETURNED,
    CommentMove.SUBMIT: ActCode.COMMENTS_SUBMITTED,
    CommentMove.OFFER_LATE: ActCode.COMMENT_OFFERED_LATE,
    CommentMove.ACCEPT_LATE: ActCode.LATE_COMMENT_ACCEPTED,
    CommentMove.DECLINE_LATE: ActCode.LATE_COMMENT_DECLINED,
    CommentMove.PUBLISH: ActCode.COMMENTS_PUBLISHED,
    CommentMove.WITHDRAW: ActCode.COMMENT_WITHDRAWN,
    CommentMove.MERGE: ActCode.COMMENT_MERGED,
}
