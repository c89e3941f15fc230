"""A circle's own earlier deadline in a round: set and lifted by who may endorse for it."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.when import place_of, when_zoned
from desk.acting import Acting, ActingRequest
from desk.forms.cutoffs import CutoffForm
from desk.presenters import audience, links
from desk.presenters.names import capacity_name
from desk.presenters.rounds import is_over, round_line
from reviews.models import Round
from reviews.permissions import may_endorse, substitutable
from reviews.selectors.progress import own_cutoffs
from reviews.selectors.rounds import RoundFacts, round_facts
from reviews.services.cutoffs import set_cutoff
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import covers_framework

from .page import Page, desk_page, done


@dataclass(frozen=True, slots=True)
class Entitled:
    """The circle whose cut-off somebody may set, and for whom they then act: nobody, where the
    entitlement is their own.
    """

    circle: Circle
    for_mandates: tuple[Mandate, ...] = ()


def circle_to_cut_off(acting: Acting, facts: RoundFacts) -> Entitled | None:
    """Return the circle for which the asker clears comments: only a home circle can be it."""
    mandate = acting.mandate
    if mandate is None or not covers_framework(mandate, facts.framework):
        return None
    home = Circle.objects.home_of(mandate).select_related("organization").get()
    if may_endorse(mandate, home):
        return Entitled(home)
    others = tuple(
        other
        for other in substitutable(mandate, at=acting.at)
        if may_endorse(other, home) and covers_framework(other, facts.framework)
    )
    return Entitled(home, others) if others else None


@desk_page()
def cutoff(request: ActingRequest, round_id: UUID, circle_id: UUID) -> Page | HttpResponse:
    facts = round_facts(round_id)
    entitled = circle_to_cut_off(request.acting, facts)
    if entitled is None or entitled.circle.pk != circle_id or is_over(facts, request.acting.at):
        raise Missing("There is no such page.")
    form = _form(request, facts, entitled)
    is_good = request.method == "POST" and form.is_valid()
    if is_good and form.carries(lambda: _set(form, request.acting, round_id, circle_id)):
        return done(request, _said(form), links.round_path(round_id))
    return _page(form, facts, entitled, request.acting)


def _form(request: ActingRequest, facts: RoundFacts, entitled: Entitled) -> CutoffForm:
    language = request.acting.user.language
    names = [
        (str(each.pk), f"{each.user} ({capacity_name(each, language)})")
        for each in entitled.for_mandates
    ]
    data = request.POST if request.method == "POST" else None
    return CutoffForm(data, zone=facts.time_zone, for_mandates=names)


def _set(form: CutoffForm, acting: Acting, round_id: UUID, circle_id: UUID) -> object:
    return set_cutoff(
        round_id=round_id,
        circle_id=circle_id,
        cutoff_at=form.wanted(),
        actor=acting.acting_for(form.for_mandate()),
        at=acting.at,
    )


def _said(form: CutoffForm) -> str:
    return _("Your own cut-off is set.") if form.wanted() else _("Your own cut-off is lifted.")


def _page(form: CutoffForm, facts: RoundFacts, entitled: Entitled, acting: Acting) -> Page:
    language, zone = acting.user.language, facts.time_zone
    round_ = Round(pk=facts.id)
    now = own_cutoffs(round_, acting.mandate, acting.at).get(entitled.circle.pk)
    line = round_line(facts, acting.at, language)
    context = {
        "form": form,
        "line": line,
        "zone": zone,
        "place": place_of(zone),
        "cutoff": when_zoned(now, zone, language) if now else None,
        "closes": when_zoned(facts.closes_at, zone, language),
        "audience": audience.room(entitled.circle, language),
        "crumbs": [
            {"label": _("Rounds"), "url": links.ROUNDS},
            {"label": line["title"], "url": line["url"]},
        ],
    }
    return Page("desk/cutoff.html", context, "rounds", form.status)
