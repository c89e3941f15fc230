"""Comments that were offered after the close: accepted or declined, always with a reason."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import ActingRequest
from desk.forms.late import LateForm
from desk.presenters import links
from desk.presenters.handed_over import handed_over_lines
from desk.presenters.rounds import round_title
from reviews.lifecycle import CommentStage
from reviews.models import Comment
from reviews.selectors.handed import HandedOver, handed_over_comment, handed_over_comments
from reviews.selectors.rounds import RoundFacts, round_facts
from reviews.services.late import accept_late, decline_late

from .page import Page, done, secretariat_page
from .secretariat_rounds import round_context


@secretariat_page(("GET",))
def late(request: ActingRequest, round_id: UUID) -> Page:
    """List what waits for a decision in a round."""
    facts = round_facts(round_id)
    acting, stages = request.acting, [CommentStage.OFFERED_LATE]
    found = handed_over_comments(acting.mandate, acting.at, rounds=[facts.key], stages=stages)
    lines = handed_over_lines(found.rows, facts.time_zone, acting.user.language)
    context = {"comments": lines, "decide_url": links.secretariat_round_path(round_id, "late/")}
    context |= {**round_context(facts, acting), "crumbs": _crumbs(facts)}
    return Page("desk/late.html", context, "secretariat")


@secretariat_page()
def decide(request: ActingRequest, round_id: UUID, comment_id: UUID) -> Page | HttpResponse:
    """Accept or decline one of them."""
    facts, row = round_facts(round_id), _offered(request, round_id, comment_id)
    form = LateForm(request.POST if request.method == "POST" else None, edition=row.edition)
    is_good = form.is_bound and form.is_valid()
    if is_good and form.carries(lambda: _decided(form, request, comment_id)):
        return done(request, form.sentence(), links.secretariat_round_path(round_id, "late/"))
    lines = handed_over_lines([row], facts.time_zone, request.acting.user.language)
    context = {"form": form, "comment": lines[0], **round_context(facts, request.acting)}
    crumbs = [*_crumbs(facts), {"label": _("Late comments"), "url": context["line"]["late_url"]}]
    return Page("desk/late_decide.html", {**context, "crumbs": crumbs}, "secretariat", form.status)


def _offered(request: ActingRequest, round_id: UUID, comment_id: UUID) -> HandedOver:
    """Return a comment of the round that was handed over, whatever became of it since: a second
    click then hears from the service that it is decided.
    """
    row = handed_over_comment(comment_id, request.acting.mandate, request.acting.at)
    if row.round_id != round_id or not row.is_late:
        raise Missing("There is no such comment.")
    return row


def _decided(form: LateForm, request: ActingRequest, comment_id: UUID) -> Comment:
    decision = accept_late if form.accepts else decline_late
    return decision(
        comment_id=comment_id,
        expected_edition=form.cleaned_data["edition"],
        reason=form.cleaned_data["reason"],
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _crumbs(facts: RoundFacts) -> list[dict[str, str]]:
    return [
        {"label": _("Secretariat"), "url": links.SECRETARIAT},
        {"label": round_title(facts.number), "url": links.secretariat_round_path(facts.id)},
    ]
