"""Changing a round's window: extended or closed early, for a reason that everybody reads."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.when import place_of, when_zoned
from desk.acting import Acting, ActingRequest
from desk.forms.rounds import CloseForm, ExtendForm
from desk.presenters import audience, links
from desk.presenters.rounds import is_open, is_over, round_line
from reviews.enums import Publication
from reviews.models import Round
from reviews.selectors.rounds import RoundFacts, round_facts
from reviews.services.rounds import close_round_early, extend_round

from .page import Page, done, secretariat_page


@secretariat_page()
def extend(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    facts, act = _not_over(request, round_id), request.POST.get("act", "")
    form = ExtendForm(request.POST if act else None, zone=facts.time_zone, edition=facts.edition)
    is_good = bool(act) and form.is_valid()
    if act == "extend" and is_good and form.carries(lambda: _extended(form, facts, request)):
        sentence = _("The round is extended. Everybody reads it at once.")
        return done(request, sentence, links.secretariat_round_path(round_id))
    context = _context(request.acting, facts, form, is_check=is_good and act == "check")
    return Page("desk/round_extend.html", context, "secretariat", form.status)


@secretariat_page()
def close_early(request: ActingRequest, round_id: UUID) -> Page | HttpResponse:
    facts, act = _not_over(request, round_id), request.POST.get("act", "")
    if not is_open(facts, request.acting.at):
        raise Missing("There is no such page.")
    form = CloseForm(request.POST if act else None, edition=facts.edition)
    is_good = bool(act) and form.is_valid()
    if act == "close" and is_good and form.carries(lambda: _closed(form, facts, request)):
        return done(request, _("The round is closed."), links.secretariat_round_path(round_id))
    context = _context(request.acting, facts, form, is_check=is_good and act == "check")
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
    acting: Acting, facts: RoundFacts, form: ExtendForm | CloseForm, *, is_check: bool
) -> dict[str, Any]:
    """Return the form, or the look before the act with the close that it would set."""
    language, zone = acting.user.language, facts.time_zone
    line = round_line(facts, acting.at, language)
    later = form.cleaned_data.get("closes") if is_check else None
    return {
        "form": form,
        "is_check": is_check,
        "new_close": when_zoned(later, zone, language) if later else None,
        "line": line,
        "zone": zone,
        "place": place_of(zone),
        "closes": when_zoned(facts.closes_at, zone, language),
        "publishes": facts.publication == Publication.AT_CLOSE,
        "audience": audience.everybody(),
        "crumbs": [
            {"label": _("Secretariat"), "url": links.SECRETARIAT},
            {"label": line["title"], "url": links.secretariat_round_path(facts.id)},
        ],
    }
