"""Answering: one decision with its reasons, for one comment or for several that are alike."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import Missing
from core.languages import LANGUAGES
from desk.acting import ActingRequest
from desk.forms.answers import AnswerForm, seen_numbers
from desk.forms.reading import ids_of
from desk.presenters import links
from desk.presenters.answer_queue import case_lines, repeatable, round_head
from desk.presenters.answers import prepared_readers
from reviews.models import Disposition
from reviews.selectors.answer_queue import AnswerCase, answer_queue, answered_round
from reviews.services.dispositions import prepare_dispositions

from .dispositions import SECTION, crumbs
from .page import Page, done, secretariat_page

STALE = "answered_elsewhere"


@secretariat_page()
def answer(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    """Show the form with the comments that were chosen, and prepare their answer."""
    sent = request.POST if request.method == "POST" else request.GET
    cases = answer_queue(round_id, request.acting.mandate, request.acting.at)
    chosen = _chosen(cases, ids_of(sent.getlist("comment")))
    form = _form(request, cases, chosen)
    if form.is_bound and form.is_valid() and form.carries(lambda: _prepared(request, form, chosen)):
        count = len(chosen)
        sentence = ngettext(
            "The answer is prepared; nobody else sees it before the release.",
            "%(count)d answers are prepared; nobody else sees them before the release.",
            count,
        ) % {"count": count}
        return done(request, sentence, links.answers_path(round_id))
    return _page(request, round_id, cases, chosen, form)


def _chosen(cases: Sequence[AnswerCase], ids: Sequence[UUID]) -> list[AnswerCase]:
    """Return the cases that were named, in the order of the document. Raises Missing for one
    that is not there.
    """
    found = [case for case in cases if case.handed.id in set(ids)]
    if len(found) < len(ids):
        raise Missing("There is no such comment.")
    return found


def _form(
    request: ActingRequest, cases: Sequence[AnswerCase], chosen: Sequence[AnswerCase]
) -> AnswerForm:
    language = request.acting.user.language
    options = repeatable(cases, {case.handed.id for case in chosen}, language)
    if request.POST.get("act") == "prepare":
        return AnswerForm(request.POST, repeatable=options, language=language)
    return AnswerForm(None, repeatable=options, language=language, initial=_initial(chosen))


def _initial(chosen: Sequence[AnswerCase]) -> dict[str, Any]:
    """Begin with what is answered so far, where that is one answer for all."""
    answers = [case.latest for case in chosen]
    first = answers[0] if answers else None
    said = {(each.kind, str(each.reasons), each.duplicate_of) if each else None for each in answers}
    if first is None or len(said) > 1:
        return {}
    reasons = {f"reasons_{code}": first.reasons.get(code, "") for code in LANGUAGES}
    return {"kind": first.kind, "duplicate_of": first.duplicate_of, **reasons}


def _prepared(
    request: ActingRequest, form: AnswerForm, chosen: Sequence[AnswerCase]
) -> list[Disposition]:
    return prepare_dispositions(
        comment_ids=[case.handed.id for case in chosen],
        kind=form.cleaned_data["kind"],
        reasons=form.reasons(),
        duplicate_of=form.duplicate_of,
        expected=seen_numbers(request.POST.getlist("seen")),
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _page(
    request: ActingRequest,
    round_id: UUID,
    cases: Sequence[AnswerCase],
    chosen: Sequence[AnswerCase],
    form: AnswerForm,
) -> Page:
    acting, language = request.acting, request.acting.user.language
    round_ = answered_round(round_id, acting.mandate, acting.at)
    head = round_head(round_, cases, language)
    is_stale = form.refusal is not None and form.refusal.code == STALE
    seen = seen_numbers(request.POST.getlist("seen")) if is_stale else {}
    lines = case_lines(chosen, round_.framework.time_zone, language)
    for case, line in zip(chosen, lines, strict=True):
        line["is_stale"] = is_stale and seen.get(case.handed.id, 0) != case.number
    count = len(chosen)
    title = ngettext("Answer a comment", "Answer %(count)d comments", count) % {"count": count}
    context = {
        "title": title if chosen else _("Choose comments first"),
        "round": head,
        "cases": lines,
        "form": form,
        "is_stale": is_stale,
        "audience": prepared_readers(),
        "crumbs": crumbs(round_id, head["title"]),
    }
    return Page("desk/answer.html", context, SECTION, form.status)
