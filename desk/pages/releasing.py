"""The last look before the answers of a round are released: what happens, and what is missing."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import ngettext

from core.errors import Conflict
from desk.acting import ActingRequest
from desk.forms.reading import Shown
from desk.presenters import links
from desk.presenters.answer_queue import gap_lines, published_with, release_facts, round_head
from desk.presenters.answers import release_readers
from reviews.selectors.answer_queue import AnswerCase, answer_queue, answered_round, gaps_in
from reviews.services.disposition_release import release_dispositions

from .dispositions import SECTION, crumbs
from .page import Page, done, secretariat_page

MOST = 50  # gaps that are listed; the queue shows all


@secretariat_page()
def release(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    """Show what a release would do, and do it."""
    if request.method != "POST":
        return _page(request, round_id)
    acting = request.acting
    try:
        released = release_dispositions(round_id=round_id, actor=acting.actor, at=acting.at)
    except Conflict as refusal:
        return _page(request, round_id, refusal)
    count = len(released)
    sentence = ngettext(
        "%(count)d answer is released.", "%(count)d answers are released.", count
    ) % {"count": count}
    return done(request, sentence, links.answers_path(round_id))


def _page(request: ActingRequest, round_id: UUID, refusal: Conflict | None = None) -> Page:
    acting, language = request.acting, request.acting.user.language
    round_ = answered_round(round_id, acting.mandate, acting.at)
    cases = answer_queue(round_id, acting.mandate, acting.at)
    gaps = gaps_in(cases)
    head = round_head(round_, cases, language)
    context = {
        "round": head,
        "facts": release_facts(round_, cases, language),
        "gaps": gap_lines(gaps[:MOST], cases, language),
        "more": max(len(gaps) - MOST, 0),
        "may_release": head["is_closed"] and not gaps and _due(cases) > 0,
        "nothing_due": not gaps and _due(cases) == 0,
        "errors": [Shown(message=refusal.detail, target="")] if refusal else [],
        "audience": release_readers(round_.publication, published_with(round_, cases)),
        "crumbs": crumbs(round_id, head["title"]),
    }
    return Page(
        "desk/dispositions_release.html", context, SECTION, refusal.status if refusal else 200
    )


def _due(cases: Sequence[AnswerCase]) -> int:
    return sum(case.prepared is not None for case in cases)
