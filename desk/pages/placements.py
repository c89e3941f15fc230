"""Places of comments that wait for a person: the words of before beside those of now."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Conflict, DomainError, Invalid
from desk.acting import Acting, ActingRequest
from desk.forms.placements import picked, read_placing
from desk.presenters import audience, links
from desk.presenters.placements import case_context, queue_lines
from reviews.selectors.placements import (
    PlacementCase,
    placement_case,
    placements_to_confirm,
)
from reviews.services.placements import confirm_placement

from .page import Page, done, secretariat_page


@secretariat_page(("GET",))
def placements(request: ActingRequest) -> Page:
    """List what waits for somebody's word, in the document's order."""
    acting = request.acting
    cases = placements_to_confirm(acting.mandate, acting.at)
    context = {
        "cases": queue_lines(cases, acting.user.language),
        "audience": audience.secretariat(),
        "crumbs": [{"label": _("Secretariat"), "url": links.SECRETARIAT}],
    }
    return Page("desk/placements.html", context, "secretariat")


@secretariat_page()
def placement(request: ActingRequest, comment_id: UUID, version: int) -> Page | HttpResponse:
    """Show one comment with both texts, or take down what a person says of its place."""
    acting = request.acting
    case = placement_case(comment_id, version, acting.mandate, acting.at)
    if request.method != "POST":
        return _page(request, case)
    try:
        _confirm(request, case)
    except (Conflict, Invalid) as refusal:
        case = placement_case(comment_id, version, acting.mandate, acting.at)
        return _page(request, case, refusal)
    return _onwards(request)


def _confirm(request: ActingRequest, case: PlacementCase) -> None:
    said = read_placing(request.POST, case.new_text.body if case.new_text else "")
    confirm_placement(
        comment_id=case.comment.id,
        version=case.version,
        expected_number=said.expected,
        decision=said.decision,
        anchor=said.anchor,
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _onwards(request: ActingRequest) -> HttpResponse:
    """Lead to the next one that waits, or back to the list."""
    waiting = placements_to_confirm(request.acting.mandate, request.acting.at)
    if not waiting:
        return done(request, _("Confirmed. No other place waits."), links.PLACEMENTS)
    following = waiting[0]
    count = len(waiting)
    sentence = ngettext(
        "Confirmed. %(count)d more waits; it is shown here.",
        "Confirmed. %(count)d more wait; the next one is shown here.",
        count,
    ) % {"count": count}
    return done(request, sentence, links.placement_path(following.comment.id, following.version))


def _page(request: ActingRequest, case: PlacementCase, refusal: DomainError | None = None) -> Page:
    acting: Acting = request.acting
    sent = picked(request.POST) if refusal and "anchor" in request.POST else None
    context = case_context(case, acting.user.language, sent=sent, refusal=refusal) | {
        "audience": audience.secretariat(),
        "crumbs": [
            {"label": _("Secretariat"), "url": links.SECRETARIAT},
            {"label": _("Places of comments to confirm"), "url": links.PLACEMENTS},
        ],
    }
    return Page("desk/placement.html", context, "secretariat", refusal.status if refusal else 200)
