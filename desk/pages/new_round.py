"""Opening a round, in three steps: what on, on which terms, and a look before the act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.languages import LANGUAGES
from core.words import language_name
from desk.acting import ActingRequest
from desk.forms.rounds import Choice, TermsForm, item_of, read_choice
from desk.presenters import audience, links
from desk.presenters.candidates import candidate_rows, checked_terms, crumbs, framework_cards
from frameworks.selectors import read_frameworks
from frameworks.selectors.frameworks import FrameworkFacts
from reviews.models import Round
from reviews.round_drafts import checked_round
from reviews.selectors.candidates import Candidate, round_candidates
from reviews.services.rounds import open_round
from stakeholders.permissions import covers_framework

from .page import Page, done, secretariat_page


@secretariat_page(("GET",))
def choose(request: ActingRequest) -> Page:
    """Choose a framework, then what the round is about."""
    language, choice = request.acting.user.language, read_choice(request.GET)
    if not choice.framework:
        cards = framework_cards(_open_to(request), language)
        return Page("desk/round_framework.html", {"cards": cards, **crumbs()}, "secretariat")
    facts = _framework(request, choice.framework)
    return Page("desk/round_choose.html", _choices(facts, choice, language), "secretariat")


@secretariat_page()
def terms(request: ActingRequest) -> Page | HttpResponse:
    """Set the terms, look at them as they would stand, and open the round."""
    chosen = _chosen(request)
    wanted = request.POST.get("act", "")
    form = chosen.form(request.POST if wanted else None, request.acting.user.language)
    if wanted == "check" and form.is_valid():
        form.attempt(lambda: checked_round(form.draft(), at=request.acting.at))
        template = "desk/round_terms.html" if form.errors else "desk/round_check.html"
        return _page(template, form, chosen, request)
    if wanted == "open" and form.is_valid():
        made = form.attempt(lambda: _open(form, chosen, request))
        if made is not None:
            return done(request, _opened(made), links.round_path(made.pk))
    return _page("desk/round_terms.html", form, chosen, request)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address names, as it stands now; `problems` says what of it can't be reviewed."""

    facts: FrameworkFacts
    choice: Choice
    items: tuple[Candidate, ...]
    problems: tuple[str, ...]

    def form(self, data: Mapping[str, Any] | None, speaking: str) -> TermsForm:
        return TermsForm(
            data,
            items=self.items,
            languages=self.choice.languages,
            zone=self.facts.time_zone,
            speaking=speaking,
        )


def _chosen(request: ActingRequest) -> Chosen:
    choice = read_choice(request.GET)
    facts = _framework(request, choice.framework)
    wanted = set(choice.items)
    items = tuple(each for each in round_candidates(facts.slug) if item_of(each) in wanted)
    return Chosen(facts, choice, items, tuple(_problems(choice, items)))


def _problems(choice: Choice, items: Sequence[Candidate]) -> list[str]:
    """Return what has to be chosen differently, each a sentence."""
    found = []
    if not choice.languages:
        found.append(_("Choose at least one language."))
    if not choice.items:
        found.append(_("Choose at least one provision."))
    if len(items) < len(choice.items):
        found.append(_("A provision that was chosen has a newer version; choose again."))
    for each in items:
        if not each.is_possible:
            found.append(_("%(number)s can’t be reviewed now.") % {"number": each.number})
        elif not set(choice.languages) <= set(each.languages):
            sentence = _("%(number)s has no text in each of the languages of the round.")
            found.append(sentence % {"number": each.number})
    return found


def _page(template: str, form: TermsForm, chosen: Chosen, request: ActingRequest) -> Page:
    language = request.acting.user.language
    if chosen.problems:
        template = "desk/round_unfit.html"
    context = {
        "form": form,
        "problems": chosen.problems,
        "choose_url": f"{links.NEW_ROUND}?{chosen.choice.query}",
        "action": f"{links.NEW_ROUND}terms/?{chosen.choice.query}",
        "audience": audience.everybody(),
        **checked_terms(form, chosen.facts, language),
        **crumbs(chosen.facts, language),
    }
    return Page(template, context, "secretariat", 400 if chosen.problems else form.status)


def _open(form: TermsForm, chosen: Chosen, request: ActingRequest) -> Round:
    draft = form.draft()
    return open_round(
        framework=chosen.facts.slug,
        items=draft.items,
        opens_at=draft.opens_at,
        closes_at=draft.closes_at,
        purpose=draft.purpose,
        languages=draft.languages,
        publication=draft.publication,
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _opened(made: Round) -> str:
    named = {"number": made.number}
    if made.opens_at > made.announced_at:
        return _("Round %(number)s is announced.") % named
    return _("Round %(number)s is open.") % named


def _open_to(request: ActingRequest) -> list[FrameworkFacts]:
    mandate = request.acting.mandate
    return [
        each
        for each in read_frameworks().rows
        if mandate is not None and covers_framework(mandate, each.slug)
    ]


def _framework(request: ActingRequest, slug: str) -> FrameworkFacts:
    found = [each for each in _open_to(request) if each.slug == slug]
    if not found:
        raise Missing("There is no such framework.")
    return found[0]


def _choices(facts: FrameworkFacts, choice: Choice, language: str) -> dict[str, Any]:
    candidates = round_candidates(facts.slug)
    return {
        "rows": candidate_rows(candidates, choice, language),
        "all_url": f"{links.NEW_ROUND}?{_all(choice, candidates).query}",
        "languages": _languages(facts, choice, language),
        "framework": facts.slug,
        **crumbs(facts, language),
    }


def _all(choice: Choice, candidates: Sequence[Candidate]) -> Choice:
    """Return the choice with everything in it that can be chosen."""
    return replace(choice, items=tuple(item_of(each) for each in candidates if each.is_possible))


def _languages(facts: FrameworkFacts, choice: Choice, language: str) -> list[dict[str, Any]]:
    """Return the languages to choose from; at first those in which the text is authentic."""
    preset = choice.languages or facts.authentic_languages or LANGUAGES[:1]
    return [
        {"code": code, "name": language_name(code, language), "checked": code in preset}
        for code in LANGUAGES
    ]
