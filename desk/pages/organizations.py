"""What the review secretariat sets up, and nothing beyond: organizations, and each group's first
secretariat. It sees no member list of a group here.
"""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.errors import Missing
from desk.acting import ActingRequest
from desk.forms.organizations import FirstSecretariatForm, OrganizationForm
from desk.presenters import links
from desk.presenters.organizations import group_rows, organization_rows
from stakeholders.admitting import (
    first_secretariats_accepted,
    first_secretariats_invited,
    organizations_of,
)
from stakeholders.enums import Group
from stakeholders.models import Invitation, Mandate, Organization
from stakeholders.services.invitations import invite_person, revoke_invitation
from stakeholders.services.organizations import add_organization
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    groups_without_secretariat,
)

from .invitations import shown_once
from .page import Page, done, secretariat_page

SECTION = "secretariat"


@secretariat_page()
def organizations(request: ActingRequest) -> Page | HttpResponse:
    """List what was set up; a POST sets up an organization."""
    sent = request.POST if request.method == "POST" else None
    form = OrganizationForm(sent, language=request.acting.user.language)
    if sent is not None and form.is_valid():
        made = form.attempt(lambda: _added(request, form))
        if made is not None:
            return done(request, _("The organization is set up."), links.ORGANIZATIONS)
    return Page("desk/organizations.html", _context(request, form), SECTION, form.status)


@secretariat_page()
def invite(request: ActingRequest) -> Page:
    """Invite the person who is to be a group's first secretariat."""
    form = _first_form(request)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(lambda: _invited(request, form))
        if made is not None:
            return shown_once(request, *made, back=links.ORGANIZATIONS, section=SECTION)
    context = {"form": form, "crumbs": _crumbs()}
    return Page("desk/organizations_first.html", context, SECTION, form.status)


@secretariat_page(("POST",))
def appoint(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    """Appoint whoever accepted to be a group's first secretariat."""
    accepted = first_secretariats_accepted(mandate=_mine(request), at=request.acting.at)
    _appointed(request, _called(accepted, invitation_id))
    return done(request, _("Appointed. The group admits its own from now on."), links.ORGANIZATIONS)


@secretariat_page(("POST",))
def revoke(request: ActingRequest, invitation_id: UUID) -> HttpResponse:
    acting, mine = request.acting, _mine(request)
    invited = first_secretariats_invited(mandate=mine, at=acting.at)
    chosen = _called(invited, invitation_id)
    revoke_invitation(invitation_id=chosen.pk, actor=acting.actor, at=acting.at)
    return done(request, _("The link is closed."), links.ORGANIZATIONS)


def _appointed(request: ActingRequest, chosen: Invitation) -> Mandate:
    if chosen.accepted_by is None:  # it was accepted, as the database knows
        raise Missing("There is no such invitation.")
    return appoint_first_group_secretariat(
        group=chosen.group,
        user=chosen.accepted_by,
        organization=chosen.organization,
        actor=request.acting.actor,
        at=request.acting.at,
    )


def _context(request: ActingRequest, form: OrganizationForm) -> dict[str, object]:
    acting, mine = request.acting, _mine(request)
    without = groups_without_secretariat()
    invited = first_secretariats_invited(mandate=mine, at=acting.at)
    accepted = first_secretariats_accepted(mandate=mine, at=acting.at)
    bodies = [body for group in (*Group.values, "") for body in organizations_of(group)]
    return {
        "form": form,
        "groups": group_rows(without, invited, accepted, me=acting.user),
        "may_invite": bool(without),
        "organizations": organization_rows(bodies, acting.user.language),
        "crumbs": _crumbs()[:1],
    }


def _added(request: ActingRequest, form: OrganizationForm) -> Organization:
    acting, typed = request.acting, form.cleaned_data
    return add_organization(
        code=typed["code"],
        kind=typed["kind"],
        group=typed["group"],
        name=form.names(),
        actor=acting.actor,
        at=acting.at,
    )


def _invited(request: ActingRequest, form: FirstSecretariatForm) -> tuple[Invitation, str]:
    acting, email = request.acting, form.cleaned_data["email"]
    return invite_person(terms=form.terms(), email=email, actor=acting.actor, at=acting.at)


def _first_form(request: ActingRequest) -> FirstSecretariatForm:
    without = groups_without_secretariat()
    return FirstSecretariatForm(
        request.POST if request.method == "POST" else None,
        groups=without,
        bodies=[body for group in without for body in organizations_of(group)],
        language=request.acting.user.language,
    )


def _called(found: list[Invitation], invitation_id: UUID) -> Invitation:
    for each in found:
        if each.pk == invitation_id:
            return each
    raise Missing("There is no such invitation.")


def _mine(request: ActingRequest) -> Mandate:
    mandate = request.acting.mandate
    if mandate is None:  # the frame of the page asks first
        raise Missing("There is no such page.")
    return mandate


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Secretariat"), "url": links.SECRETARIAT},
        {"label": _("Organizations"), "url": links.ORGANIZATIONS},
    ]
