"""Inviting somebody to a circle, by whoever admits there; the link is shown this once."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core.words import said
from desk.acting import ActingRequest
from desk.doors.invitation_mail import mail_invitation
from desk.forms.members import InviteForm
from desk.presenters import links
from desk.presenters.invitations import link_of, offer_of
from desk.presenters.members import crumbs_of
from frameworks.models import Framework
from stakeholders.admitting import bodies_without_first_office, organizations_of
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Invitation, Mandate, Organization
from stakeholders.services.invitations import invite_person, revoke_invitation

from .members import SECTION, admitted_circle
from .page import Page, desk_page, done


@desk_page()
def invite(request: ActingRequest, circle_id: UUID) -> Page:
    circle, mine = admitted_circle(request, circle_id)
    form = _form(request, circle, mine)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(lambda: _invited(request, form))
        if made is not None:
            return shown_once(request, *made, back=links.members_path(circle.pk), section=SECTION)
    crumbs = crumbs_of(circle, request.acting.user.language)
    return Page("desk/members_invite.html", {"form": form, "crumbs": crumbs}, SECTION, form.status)


@desk_page(("POST",))
def revoke(request: ActingRequest, circle_id: UUID, invitation_id: UUID) -> HttpResponse:
    circle, _mine = admitted_circle(request, circle_id)
    acting = request.acting
    revoke_invitation(invitation_id=invitation_id, actor=acting.actor, at=acting.at)
    return done(request, _("The link is closed."), links.members_path(circle.pk))


def shown_once(
    request: ActingRequest, invitation: Invitation, key: str, *, back: str, section: str
) -> Page:
    """Mail a link that was just made, and return the one page that ever shows it."""
    me, link = request.acting.user, link_of(key)
    offer = offer_of(invitation, language=me.language, zone=me.time_zone)
    mailed = mail_invitation(address=offer.email, link=link, expires=offer.expires)
    context = {"offer": offer, "link": link, "mailed": mailed, "back": back}
    return Page("desk/members_invited.html", context, section)


def _invited(request: ActingRequest, form: InviteForm) -> tuple[Invitation, str]:
    acting, email = request.acting, form.cleaned_data["email"]
    return invite_person(terms=form.terms(), email=email, actor=acting.actor, at=acting.at)


def _form(request: ActingRequest, circle: Circle, mine: Mandate) -> InviteForm:
    me = request.acting.user
    frameworks = Framework.objects.order_by("slug").values_list("slug", "title")
    return InviteForm(
        request.POST if request.method == "POST" else None,
        circle=circle,
        by=mine,
        bodies=_bodies(request, circle),
        frameworks=[(slug, said(title, me.language)["text"]) for slug, title in frameworks],
        zone=me.time_zone,
        language=me.language,
    )


def _bodies(request: ActingRequest, circle: Circle) -> list[Organization]:
    """Return the organizations that somebody may be invited for besides the circle's own."""
    if circle.organization is not None:
        return []
    bodies = organizations_of(circle.group)
    if circle.kind == CircleKind.GROUP and circle.group == Group.GOVERNMENTS:
        bodies += bodies_without_first_office(at=request.acting.at)
    return bodies
