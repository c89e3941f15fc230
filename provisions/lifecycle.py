"""The stages of a provision and the table of moves between them: pure data.

The matrix tests and the diagram in the documentation are generated from `MOVES`.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    AGREED = "agreed", _("Agreed")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    DEFERRED = "deferred", _("Deferred")
    NOT_APPROVED = "not_approved", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STAGES = frozenset(
    {Stage.DRAFT, Stage.IN_REVIEW, Stage.AGREED, Stage.SUBMITTED, Stage.DEFERRED}
)


# The words stand still while groups speak about them, once agreed, and once all is over.
FROZEN_STAGES = frozenset({Stage.IN_REVIEW, Stage.AGREED, Stage.NOT_APPROVED, Stage.WITHDRAWN})


class MoveCode(models.TextChoices):
    OPEN_REVIEW = "open_review", _("Open review")
    RETURN_TO_DRAFT = "return_to_draft", _("Return to draft")
    AGREE = "agree", _("Agree")
    REOPEN = "reopen", _("Reopen")
    SUBMIT = "submit", _("Submit")
    SUBMIT_ADOPTED = "submit_adopted", _("Submit a text adopted elsewhere")
    APPROVE = "approve", _("Approve")
    APPROVE_AS_AMENDED = "approve_as_amended", _("Approve as amended")
    DEFER = "defer", _("Defer")
    REFER_BACK = "refer_back", _("Refer back")
    NOT_APPROVE = "not_approve", _("Not approve")
    RESUBMIT = "resubmit", _("Resubmit")
    WITHDRAW = "withdraw", _("Withdraw")


class Need(StrEnum):
    """What a move must be given or must find before it may happen."""

    REASON = "reason"
    ROUND = "round"  # a round that opens, with the text in its languages
    AGREEMENT = "agreement"  # evidence that the groups agree on this version
    SESSION = "session"  # a named session of the Governing Body
    LATER_SESSION = "later_session"  # a session after the one that deferred
    CLAUSE = "clause"  # the clause of a recorded decision
    ADOPTED_ELSEWHERE = "adopted_elsewhere"  # the framework's text was adopted elsewhere


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. All moves are made by the review secretariat's mandates; those of
    a clause follow from a recorded decision, and `agree` records the chairperson's word."""

    code: MoveCode
    sources: frozenset[Stage]
    target: Stage
    needs: frozenset[Need]


def _move(code: MoveCode, sources: set[Stage], target: Stage, *needs: Need) -> Move:
    return Move(code, frozenset(sources), target, frozenset(needs))


MOVES: dict[MoveCode, Move] = {
    move.code: move
    for move in (
        _move(MoveCode.OPEN_REVIEW, {Stage.DRAFT}, Stage.IN_REVIEW, Need.ROUND),
        _move(MoveCode.RETURN_TO_DRAFT, {Stage.IN_REVIEW}, Stage.DRAFT, Need.REASON),
        _move(MoveCode.AGREE, {Stage.IN_REVIEW}, Stage.AGREED, Need.AGREEMENT),
        _move(MoveCode.REOPEN, {Stage.AGREED}, Stage.IN_REVIEW, Need.REASON),
        _move(MoveCode.SUBMIT, {Stage.AGREED}, Stage.SUBMITTED, Need.SESSION),
        _move(
            MoveCode.SUBMIT_ADOPTED,
            {Stage.DRAFT},
            Stage.SUBMITTED,
            Need.SESSION,
            Need.ADOPTED_ELSEWHERE,
        ),
        _move(MoveCode.APPROVE, {Stage.SUBMITTED}, Stage.APPROVED, Need.CLAUSE),
        _move(MoveCode.APPROVE_AS_AMENDED, {Stage.SUBMITTED}, Stage.APPROVED, Need.CLAUSE),
        _move(MoveCode.DEFER, {Stage.SUBMITTED}, Stage.DEFERRED, Need.CLAUSE),
        _move(MoveCode.REFER_BACK, {Stage.SUBMITTED}, Stage.IN_REVIEW, Need.CLAUSE),
        _move(MoveCode.NOT_APPROVE, {Stage.SUBMITTED}, Stage.NOT_APPROVED, Need.CLAUSE),
        _move(MoveCode.RESUBMIT, {Stage.DEFERRED}, Stage.SUBMITTED, Need.LATER_SESSION),
        _move(MoveCode.WITHDRAW, set(OPEN_STAGES), Stage.WITHDRAWN, Need.REASON),
    )
}
