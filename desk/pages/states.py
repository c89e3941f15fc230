"""Which member States belong to a regional group: added and ended by its coordinator."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from core.words import said
from desk.acting import ActingRequest
from desk.forms.members import StateForm
from desk.presenters import links
from desk.presenters.members import crumbs_of, state_rows
from stakeholders.admitting import states_in
from stakeholders.enums import CircleKind, OrganizationKind
from stakeholders.models import Circle, Organization, RegionalMembership
from stakeholders.permissions import admits_at
from stakeholders.services.regional import add_regional_member, end_regional_membership

from .members import SECTION, admitted_circle, asked_circle, check_page
from .page import Page, desk_page, done


@desk_page()
def add(request: ActingRequest, circle_id: UUID) -> Page | HttpResponse:
    circle, _mine = admitted_circle(request, circle_id)
    if circle.kind != CircleKind.REGIONAL_GROUP:
        raise Missing("There is no such page.")
    form = _form(request, circle)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(lambda: _added(request, circle, form))
        if made is not None:
            return done(request, _("The State’s people read this room now."), _back(circle))
    crumbs = crumbs_of(circle, request.acting.user.language)
    context = {"form": form, "crumbs": crumbs}
    return Page("desk/members_add_state.html", context, SECTION, form.status)


@desk_page()
def end(request: ActingRequest, circle_id: UUID, membership_id: UUID) -> Page | HttpResponse:
    """Show what it means that a State leaves, and end its membership when that was confirmed."""
    circle, membership = _endable(request, circle_id, membership_id)
    acting = request.acting
    if request.method != "POST":
        name = said(membership.member.name, acting.user.language)
        return check_page(request, circle, _words(), {"name": name["text"], "lang": name["lang"]})
    end_regional_membership(membership_id=membership.pk, actor=acting.actor, at=acting.at)
    return done(request, _("Ended."), links.MEMBERS)


def _endable(
    request: ActingRequest, circle_id: UUID, membership_id: UUID
) -> tuple[Circle, RegionalMembership]:
    circle, mine = asked_circle(request, circle_id)
    for each in states_in(circle, at=request.acting.at):
        (row,) = state_rows([each], circle=circle, mine=mine, ends_all=admits_at(mine, circle))
        if each.pk == membership_id and row.end_url:
            return circle, each
    raise Missing("There is no such membership.")


def _words() -> dict[str, str]:
    return {
        "heading": _("A State leaves the regional group"),
        "effect": _(
            "From the next request on its people read this room no longer. What they wrote here"
            " stays."
        ),
        "button": _("End the membership"),
    }


def _added(request: ActingRequest, circle: Circle, form: StateForm) -> RegionalMembership:
    if circle.organization is None:  # a regional group's circle has one, as the database knows
        raise Missing("There is no such page.")
    acting = request.acting
    return add_regional_member(
        regional_group=circle.organization, member=form.chosen, actor=acting.actor, at=acting.at
    )


def _form(request: ActingRequest, circle: Circle) -> StateForm:
    there = [each.member_id for each in states_in(circle, at=request.acting.at)]
    states = Organization.objects.filter(kind=OrganizationKind.MEMBER_STATE).exclude(pk__in=there)
    sent = request.POST if request.method == "POST" else None
    return StateForm(sent, states=list(states), language=request.acting.user.language)


def _back(circle: Circle) -> str:
    return links.members_path(circle.pk)
