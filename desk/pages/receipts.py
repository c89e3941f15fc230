"""The receipt of a submission: what was handed over, when, and the digest that stands for it."""

from uuid import UUID

from desk.acting import ActingRequest
from desk.presenters.submissions import receipt_context
from reviews.querysets import reads_submissions
from reviews.selectors import receipts
from reviews.selectors.published import organization_names

from .page import Page, desk_page


@desk_page(("GET",))
def receipt(request: ActingRequest, submission_id: UUID) -> Page:
    """Show a receipt to its room and to the review secretariat."""
    acting = request.acting
    found = receipts.receipt(submission_id, acting.mandate, acting.at)
    codes = {code for line in found.lines for code in (*line.co_sponsors, *line.not_supporting)}
    in_room = not reads_submissions(acting.mandate, acting.at)
    context = receipt_context(
        found, organization_names(codes), acting.user.language, in_room=in_room
    )
    return Page("desk/receipt.html", context, section="rounds")
