"""Submissions: comments handed over, one or many, all or none, with a receipt."""

from uuid import UUID

from django.db.models import Count

from core.keyset import Order
from core.query import words
from frameworks.selectors.slices import DOCUMENT_ORDER, sliced
from reviews.models import Submission
from reviews.selectors.receipts import receipt
from reviews.services.submissions import MAX_AT_ONCE, offer_late, submit_comments

from .answers import Answer, created, shown
from .bodies import Body, Member
from .endpoint import DeskEndpoint
from .kinds import identifier, listed
from .members import FOR_MANDATE, reason
from .operations import Ask, Operation
from .paging import listing, paging, stretch_of
from .shapes.parts import marked, page_of
from .shapes.submissions import RECEIPT, SUBMISSION
from .values.submissions import receipt_value, submission_value

_COMMENTS = Member(
    "comment_ids",
    listed(identifier(), most=MAX_AT_ONCE),
    "Comments of one round, in one name.",
    needed=True,
)
_ORDERS = {DOCUMENT_ORDER: Order(("at", "id"))}


class SubmissionList(DeskEndpoint):
    """Receipts of one's rooms; for the review secretariat, all of them."""

    operations = {
        "GET": Operation(
            page_of(SUBMISSION),
            parameters=(words("round", "Key of a round.", longest=120, many=True), *paging()),
        ),
        "POST": Operation(marked(RECEIPT), body=Body((_COMMENTS, FOR_MANDATE)), status=201),
    }

    def answer_get(self, ask: Ask) -> Answer:
        """List them, the oldest first."""
        rows = (
            Submission.objects.visible_to(ask.mandate, ask.at)
            .select_related("round__framework", "speaks_for__organization")
            .annotate(count=Count("comments"))
        )
        if ask["round"]:
            rows = rows.filter(round__key__in=ask["round"])
        found = sliced(rows, _ORDERS, stretch_of(ask), lambda row: row)
        values = [submission_value(row, row.count, ask.language) for row in found.rows]  # type: ignore[attr-defined]
        return listing(ask, values, found.next)

    def answer_post(self, ask: Ask) -> Answer:
        """Submit comments while the window is open. What is only shared is endorsed on the way
        by who may endorse.
        """
        made = submit_comments(comment_ids=ask.body["comment_ids"], actor=ask.actor, at=ask.at)
        return _given(ask, made)


class LateSubmission(DeskEndpoint):
    """Comments offered after the close; the review secretariat accepts or declines each."""

    operations = {
        "POST": Operation(
            marked(RECEIPT),
            body=Body((_COMMENTS, reason("Why it comes late."), FOR_MANDATE)),
            status=201,
        )
    }

    def answer_post(self, ask: Ask) -> Answer:
        """Offer them."""
        made = offer_late(
            comment_ids=ask.body["comment_ids"],
            reason=ask.body["reason"],
            actor=ask.actor,
            at=ask.at,
        )
        return _given(ask, made)


class SubmissionDetail(DeskEndpoint):
    """One receipt: number, time with zone, digests."""

    operations = {"GET": Operation(marked(RECEIPT))}
    places = {"submission_id": "Id of the receipt."}

    def answer_get(self, ask: Ask, submission_id: UUID) -> Answer:
        """Show it, and whether everything still is as it was handed over."""
        return shown(receipt_value(receipt(submission_id, ask.mandate, ask.at), ask.language))


def _given(ask: Ask, made: Submission) -> Answer:
    value = receipt_value(receipt(made.pk, ask.mandate, ask.at), ask.language)
    return created(value, f"submissions/{made.pk}")
