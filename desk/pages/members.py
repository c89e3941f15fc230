"""A circle's member list; and for whoever admits there, who waits, and what they may end."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import ActingRequest
from desk.presenters import links
from desk.presenters.invitations import offer_of
from desk.presenters.members import (
    care_rows,
    crumbs_of,
    ending_words,
    member_rows,
    one_mandate,
    state_rows,
)
from desk.presenters.names import circle_name
from stakeholders.admission import CIRCLES_WITH_LIST
from stakeholders.admitting import (
    invitations_in_care,
    listed_circle,
    mandates_in_care,
    states_in,
)
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import admits_at
from stakeholders.selectors import circles_of, members_of
from stakeholders.services.mandates import confirm_mandate, end_mandate

from .page import Page, desk_page, done

SECTION = "members"


@desk_page(("GET",))
def lists(request: ActingRequest) -> Page | HttpResponse:
    """Lead to the member list nearest to the person, if there is one that they read."""
    nearest = _listed_circles(request)
    if nearest:
        return HttpResponseRedirect(links.members_path(nearest[0].pk))
    return Page("desk/members_none.html", section=SECTION)


@desk_page(("GET",))
def members(request: ActingRequest, circle_id: UUID) -> Page:
    circle, mine = asked_circle(request, circle_id)
    admits = admits_at(mine, circle)
    context = {
        "title": circle_name(circle, request.acting.user.language),
        "circle": circle,
        "admits": admits,
        "others": _switch(request, circle),
        **_people(request, circle, mine),
        **_of_admitting(request, circle, mine),
        **_states(request, circle, mine, admits=admits),
    }
    return Page("desk/members.html", context, SECTION)


@desk_page(("POST",))
def confirm(request: ActingRequest, circle_id: UUID, mandate_id: UUID) -> HttpResponse:
    circle, mandate = _in_care(request, circle_id, mandate_id)
    acting = request.acting
    made = confirm_mandate(mandate_id=mandate.pk, actor=acting.actor, at=acting.at)
    sentence = _("%(name)s is admitted.") % {"name": made.user.name}
    return done(request, sentence, links.members_path(circle.pk))


@desk_page()
def end(request: ActingRequest, circle_id: UUID, mandate_id: UUID) -> Page | HttpResponse:
    """Show what ending this mandate means, and end it when that was confirmed."""
    circle, mandate = _in_care(request, circle_id, mandate_id)
    acting = request.acting
    if request.method != "POST":
        words = ending_words(mandate, is_mine=mandate.user_id == acting.user.pk)
        return check_page(request, circle, words, one_mandate(mandate, acting.user))
    end_mandate(mandate_id=mandate.pk, actor=acting.actor, at=acting.at)
    onwards = links.HOME if mandate.pk == _mine(request).pk else links.members_path(circle.pk)
    return done(request, _("Ended."), onwards)


def check_page(
    request: ActingRequest, circle: Circle, words: dict[str, str], what: dict[str, object]
) -> Page:
    """Return the page that says what ending something means before it is done."""
    crumbs = crumbs_of(circle, request.acting.user.language)
    context = {"words": words, "what": what, "crumbs": crumbs, "circle": circle}
    return Page("desk/members_end.html", context, SECTION)


def asked_circle(request: ActingRequest, circle_id: UUID) -> tuple[Circle, Mandate]:
    """Return a circle whose list the asker reads, and the asker's mandate. Raises Missing."""
    mine = _mine(request)
    return listed_circle(circle_id, mandate=mine, at=request.acting.at), mine


def admitted_circle(request: ActingRequest, circle_id: UUID) -> tuple[Circle, Mandate]:
    """Return a circle that the asker admits to, and their mandate. Raises Missing."""
    circle, mine = asked_circle(request, circle_id)
    if not admits_at(mine, circle):
        raise Missing("There is no such page.")
    return circle, mine


def _in_care(request: ActingRequest, circle_id: UUID, mandate_id: UUID) -> tuple[Circle, Mandate]:
    circle, mine = asked_circle(request, circle_id)
    for each in mandates_in_care(circle, mandate=mine, at=request.acting.at):
        if each.pk == mandate_id:
            return circle, each
    raise Missing("There is no such mandate.")


def _mine(request: ActingRequest) -> Mandate:
    mandate = request.acting.mandate
    if mandate is None:  # the frame of the page asks first
        raise Missing("There is no such page.")
    return mandate


def _listed_circles(request: ActingRequest) -> list[Circle]:
    circles = circles_of(request.acting.mandate, at=request.acting.at)
    return [each for each in circles if each.kind in CIRCLES_WITH_LIST]


def _switch(request: ActingRequest, current: Circle) -> list[dict[str, object]]:
    return [
        {
            "name": circle_name(each, request.acting.user.language),
            "url": links.members_path(each.pk),
            "current": each.pk == current.pk,
        }
        for each in _listed_circles(request)
    ]


def _people(request: ActingRequest, circle: Circle, mine: Mandate) -> dict[str, object]:
    at, me = request.acting.at, request.acting.user
    care = mandates_in_care(circle, mandate=mine, at=at)
    found = members_of(circle, mandate=mine, at=at)
    listed = {each.mandate_id for each in found}
    return {
        "members": member_rows(found, circle=circle, care=care, me=me),
        "care": care_rows(care, listed=listed, circle=circle, me=me, at=at),
    }


def _of_admitting(request: ActingRequest, circle: Circle, mine: Mandate) -> dict[str, object]:
    me = request.acting.user
    found = invitations_in_care(circle, mandate=mine, at=request.acting.at)
    offers = [offer_of(each, language=me.language, zone=me.time_zone) for each in found]
    return {"invitations": offers, "invite_url": links.members_path(circle.pk, "invite/")}


def _states(
    request: ActingRequest, circle: Circle, mine: Mandate, *, admits: bool
) -> dict[str, object]:
    if circle.kind != CircleKind.REGIONAL_GROUP:
        return {}
    ends_all = admits and not mine.framework_key
    found = states_in(circle, at=request.acting.at)
    rows = state_rows(found, circle=circle, mine=mine, ends_all=ends_all)
    add_url = links.members_path(circle.pk, "states/add/") if ends_all else ""
    return {"states": rows, "add_state_url": add_url, "has_states": True}
