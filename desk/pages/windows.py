"""Changing a round's window: extended or closed early, for a reason that everybody reads."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.when import place_of, when_zoned
from desk.acting import ActingRequest
from desk.forms.rounds import CloseForm, ExtendForm
from desk.presenters import audience, links
from desk.presenters.rounds import is_open, is_over, round_line
from reviews.models import Round
from reviews.selectors.rounds import RoundFacts, round_facts
from reviews.services.rounds import close_round_early, extend_round

from .page import Page, done, secretariat_page


@secretariat_page()
def extend(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    facts = _not_over(request, round_id)
    act = request.POST.get("act", "")
    form = ExtendForm(request.POST if act else None, zone=facts.time_zone, edition=facts.edition)
    if (
        act == "extend"
        and form.is_valid()
        and form.carries(lambda: _extended(form, facts, request))
    ):
        path = links.secretariat_round_path(round_id)
        return done(request, _("The round is extended. Everybody reads it at once."), path)
    is_good = act == "check" and form.is_valid()
    context = {**_context(request, facts, form), "is_check": is_good}
    if is_good:
        language = request.acting.user.language
        context["new_close"] = when_zoned(form.cleaned_data["closes"], facts.time_zone, language)
    return Page("desk/round_extend.html", context, "secretariat", form.status)


@secretariat_page()
def close_early(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    facts = _not_over(request, round_id)
    if not is_open(facts, request.acting.at):
        raise Missing("There is no such page.")
    act = request.POST.get("act", "")
    form = CloseForm(request.POST if act else None, edition=facts.edition)
    is_good = bool(act) and form.is_valid()
    if act == "close" and is_good and form.carries(lambda: _closed(form, facts, request)):
        path = links.secretariat_round_path(round_id)
        return done(request, _("The round is closed."), path)
    is_good = is_good and act == "check"
    context = {**_context(request, facts, form), "is_check": is_good}
    return Page("desk/round_close.html", context, "secretariat", form.status)


def _not_over(request: ActingRequest, round_id: UUID) -> RoundFacts:
    """Return the round. A closed one stays closed, and nothing leads to these pages any more."""
    facts = round_facts(round_id)
    if is_over(facts, request.acting.at):
        raise Missing("There is no such page.")
    return facts


def _extended(form: ExtendForm, facts: RoundFacts, request: ActingRequest) -> Round:
    return extend_round(
        round_id=facts.id,
        closes_at=form.cleaned_data["closes"],
        reason=form.cleaned_data["reason"],
        expected_edition=form.cleaned_data["edition"],
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _closed(form: CloseForm, facts: RoundFacts, request: ActingRequest) -> Round:
    return close_round_early(
        round_id=facts.id,
        reason=form.cleaned_data["reason"],
        expected_edition=form.cleaned_data["edition"],
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _context(
    request: ActingRequest, facts: RoundFacts, form: ExtendForm | CloseForm
) -> dict[str, Any]:
    acting, language = request.acting, request.acting.user.language
    line = round_line(facts, acting.at, language)
    return {
        "form": form,
        "line": line,
        "zone": facts.time_zone,
        "place": place_of(facts.time_zone),
        "closes": when_zoned(facts.closes_at, facts.time_zone, language),
        "publishes": facts.publication == "at_close",
        "audience": audience.everybody(),
        "crumbs": [
            {"label": _("Secretariat"), "url": links.SECRETARIAT},
            {"label": line["title"], "url": links.secretariat_round_path(facts.id)},
        ],
    }
