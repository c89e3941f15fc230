"""A round before it is opened: what may be chosen, and how it would stand."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import labels
from core.when import place_of, when_zoned
from core.words import language_names, said
from desk.forms.rounds import PUBLICATION_WORDS, Choice, TermsForm, item_of
from frameworks.selectors.frameworks import FrameworkFacts
from provisions.lifecycle import Stage
from reviews.enums import Publication
from reviews.selectors.candidates import Candidate

from . import links


def crumbs(facts: FrameworkFacts | None = None, language: str = "") -> dict[str, Any]:
    """Return the way down to the pages that open a round."""
    way = [{"label": _("Secretariat"), "url": links.SECRETARIAT}]
    if facts is not None:
        way.append({"label": _("New round"), "url": links.NEW_ROUND})
    over = said(facts.title, language) if facts is not None else None
    return {"crumbs": way, "over": over}


def framework_cards(frameworks: Iterable[FrameworkFacts], language: str) -> list[dict[str, Any]]:
    """Return a card for each framework on which a round may be opened."""
    cards = []
    for facts in frameworks:
        title = said(facts.title, language)
        note = _("Its texts are our own summaries or were adopted elsewhere: it takes comments.")
        cards.append(
            {
                "title": title["text"],
                "lang": title["lang"],
                "url": f"{links.NEW_ROUND}?framework={facts.slug}",
                "text": note if facts.adopted_elsewhere else "",
                "foot": _("Invented for practice") if facts.is_invented else "",
            }
        )
    return cards


def candidate_rows(
    candidates: Iterable[Candidate], choice: Choice, language: str
) -> list[dict[str, Any]]:
    """Return a line for each provision: what it is, whether it is chosen, what stands against."""
    stages = labels(Stage, language)
    return [
        {
            "value": item_of(each),
            "number": each.number,
            "depth": each.depth,
            "title": said(each.title, language),
            "stage": each.stage,
            "stage_label": stages[each.stage],
            "version": each.version,
            "languages": language_names(each.languages, language),
            "checked": item_of(each) in choice.items and each.is_possible,
            "against": _against(each, stages[each.stage]),
        }
        for each in candidates
    ]


def _against(candidate: Candidate, stage: str) -> str:
    """Return why a provision can't be chosen, "" where it can."""
    if candidate.round:
        return _("It is in a round that has not closed (%(round)s).") % {"round": candidate.round}
    if not candidate.is_possible:
        return _("Its stage is %(stage)s; a round takes drafts and what is in review.") % {
            "stage": stage
        }
    return ""


def checked_terms(form: TermsForm, facts: FrameworkFacts, language: str) -> dict[str, Any]:
    """Return the terms as they would stand, for the form and for the look before the act."""
    zone = facts.time_zone
    shown: dict[str, Any] = {
        "zone": zone,
        "place": place_of(zone),
        "languages": language_names(form.languages, language),
        "items": [
            {"number": each.number, "title": said(each.title, language), "version": each.version}
            for each in form.items
        ],
        "count": ngettext("%(count)d provision", "%(count)d provisions", len(form.items))
        % {"count": len(form.items)},
    }
    if not form.is_bound or not form.is_valid():
        return shown
    clean = form.cleaned_data
    for place, item in enumerate(shown["items"]):
        item["questions"] = [said(each, language) for each in form.questions(place)]
    return {
        **shown,
        "opens": when_zoned(clean["opens"], zone, language) if clean["opens"] else None,
        "closes": when_zoned(clean["closes"], zone, language),
        "publication": PUBLICATION_WORDS[Publication(clean["publication"])],
        "purposes": [{"text": text, "lang": code} for code, text in form.purpose().items() if text],
    }
