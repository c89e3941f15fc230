"""Invitations: a link for one person, made by whoever admits, and accepted once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor, ActorKind
from core.errors import Conflict, FieldError, Invalid, Missing, NotAllowed
from record.acts import act, together
from stakeholders.act_codes import ActCode
from stakeholders.enums import Capacity
from stakeholders.keys import digest_of, new_key
from stakeholders.models import Circle, Invitation, Mandate, User
from stakeholders.permissions import (
    acting_mandate,
    check_acts_itself,
    check_can_invite,
    is_founder,
    is_opener,
)
from stakeholders.selectors import check_open, invitation_of
from stakeholders.terms import InvitedTerms, Newcomer, check_capacity_fits, check_terms

from .accounts import checked_address, create_account
from .circles import home_of, locked_circles
from .mandates import check_nobody_admits, propose_mandate
from .secretariats import groups_without_secretariat


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of a link. `mandate` waits for its home circle's word; None for a group's first
    secretariat, whom the review secretariat appoints in an act of its own.
    """

    user: User
    mandate: Mandate | None
    is_new_user: bool


@together()
def invite_person(
    *, terms: InvitedTerms, email: str, actor: Actor, at: datetime
) -> tuple[Invitation, str]:
    """Return an invitation and the key of its link, which is kept nowhere and shown once.

    It serves for `INVITATION_DAYS`, and never beyond the mandate's own end. Whether the
    address has an account is not looked at, so the answer tells nobody. Raises Invalid,
    NotAllowed, and Conflict where such a link is open already or the circle admits its own.
    """
    check_acts_itself(actor)
    address = checked_address(email)
    somebody = terms.for_user(User(email=address))
    check_terms(somebody, at=at)
    invited = somebody.proposed(by=None, at=at)
    home = home_of(invited)
    check_capacity_fits(home, terms.capacity)
    locked_circles([home.pk])
    by = acting_mandate(actor, at=at)
    check_can_invite(mandate=by, invited=invited, home=home)
    _check_first(by, invited, home, terms=terms, at=at)
    _check_not_open(terms, address, home, at=at)
    key = new_key()
    made = _invitation(terms, address, home, by=by, at=at)
    made.token_digest = digest_of(key)
    _record(ActCode.INVITATION_MADE, made, _terms_payload(made), actor=actor, at=at)
    return made, key


@together()
def accept_invitation(*, token: str, by: Newcomer | User, actor: Actor, at: datetime) -> Accepted:
    """Use up a link: its mandate is proposed and waits for the home circle's word.

    `by` is a signed-in user of the invited address, or somebody new, who then gets an account.
    `actor` is the system: nobody inside acts. Of several at once one is served. Raises
    Missing or LinkClosed as `invitation_of` does, Invalid by field, NotAllowed for the user of
    another address, and Conflict (`sign_in_first`) where a newcomer's address has an account.
    """
    if actor.kind is ActorKind.PERSON:
        raise NotAllowed(_("An invitation is accepted at its own door, under no mandate."))
    found = invitation_of(token, at=at)
    locked_circles([found.home_id])
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = locked.select_related("home", "organization").get(pk=found.pk)
    check_open(invitation, at=at)
    user = _accepting(invitation, by)
    mandate = _proposed(invitation, user, actor=actor, at=at)
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.mandate = mandate
    payload = {"user": str(user.pk), "mandate": str(mandate.pk) if mandate else ""}
    _record(ActCode.INVITATION_ACCEPTED, invitation, payload, actor=actor, at=at)
    return Accepted(user, mandate, is_new_user=isinstance(by, Newcomer))


@together()
def revoke_invitation(*, invitation_id: UUID, actor: Actor, at: datetime) -> Invitation:
    """Close a link before it is used, by whoever could have made it.

    Revoking again returns the invitation to the person who revoked it, and raises Conflict for
    others. Raises Missing for who may not see it, and Conflict where it was accepted.
    """
    check_acts_itself(actor)
    found = Invitation.objects.filter(pk=invitation_id).values("home_id").first()
    if found is not None:
        locked_circles([found["home_id"]])
    by = acting_mandate(actor, at=at)
    seen = Invitation.objects.visible_to(by, at).filter(pk=invitation_id)
    related = seen.select_related("home", "organization", "revoked_by")
    invitation = related.select_for_update(of=("self",)).first()
    if invitation is None:
        raise Missing(_("There is no such invitation."))
    if invitation.revoked_by is not None and invitation.revoked_by.user_id == by.user_id:
        return invitation
    if invitation.accepted_at or invitation.revoked_at:
        raise Conflict(_("This invitation was accepted or revoked already."), code="closed_already")
    invited = _terms(invitation).for_user(User(email="")).proposed(by=None, at=at)
    check_can_invite(mandate=by, invited=invited, home=invitation.home)
    invitation.revoked_at, invitation.revoked_by = at, by
    _record(ActCode.INVITATION_REVOKED, invitation, {}, actor=actor, at=at)
    return invitation


def _check_first(
    by: Mandate, invited: Mandate, home: Circle, *, terms: InvitedTerms, at: datetime
) -> None:
    """Raise where an outsider would set up the first of a circle that has one."""
    if is_opener(by, invited, home):
        check_nobody_admits(home, at=at)
    if not is_founder(by, invited, home):
        return
    if invited.group not in groups_without_secretariat():
        raise Conflict(
            _("This group has had a secretariat: it admits its own."), code="admits_its_own"
        )
    if terms.framework_key or terms.starts_at or terms.ends_at:
        detail = _("A group's first secretariat is set up for every framework and without an end.")
        raise Invalid(detail, errors=[FieldError("/ends_at", detail)])


def _check_not_open(terms: InvitedTerms, address: str, home: Circle, *, at: datetime) -> None:
    """Two links for one thing would each have to be revoked."""
    same = Q(capacity=terms.capacity, organization=terms.organization)
    same &= Q(framework_key=terms.framework_key, email__iexact=address)
    if Invitation.objects.open_at(at).filter(same, home=home).exists():
        raise Conflict(
            _("This address has such an invitation. Revoke it first if its link was lost."),
            code="invited_already",
        )


def _invitation(
    terms: InvitedTerms, address: str, home: Circle, *, by: Mandate, at: datetime
) -> Invitation:
    expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    return Invitation(
        email=address,
        home=home,
        organization=terms.organization,
        group=terms.group,
        capacity=terms.capacity,
        framework_key=terms.framework_key,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
        invited_by=by,
        invited_at=at,
        expires_at=min(expires_at, terms.ends_at or expires_at),
    )


def _accepting(invitation: Invitation, by: Newcomer | User) -> User:
    if isinstance(by, Newcomer):
        return create_account(email=invitation.email, newcomer=by)
    if by.email.lower() != invitation.email.lower():
        raise NotAllowed(
            _("This invitation is for another address than the one you signed in with."),
            code="invited_other",
        )
    return by


def _proposed(invitation: Invitation, user: User, *, actor: Actor, at: datetime) -> Mandate | None:
    by_founder = invitation.invited_by.capacity == Capacity.SECRETARIAT and invitation.group
    if by_founder:
        return None
    return propose_mandate(terms=_terms(invitation).for_user(user), actor=actor, at=at)


def _terms(invitation: Invitation) -> InvitedTerms:
    return InvitedTerms(
        capacity=invitation.capacity,
        group=invitation.group,
        organization=invitation.organization,
        framework_key=invitation.framework_key,
        starts_at=invitation.starts_at,
        ends_at=invitation.ends_at,
    )


def _terms_payload(invitation: Invitation) -> dict[str, str]:
    """Return what the link offers, in codes, and for how long: never to whom."""
    return {
        "organization": invitation.organization.code if invitation.organization else "",
        "group": invitation.group,
        "capacity": invitation.capacity,
        "framework": invitation.framework_key,
        "expires_at": invitation.expires_at.isoformat(),
    }


def _record(
    code: str, invitation: Invitation, payload: dict[str, str], *, actor: Actor, at: datetime
) -> None:
    """Save the invitation and enter what happened into its home's chain."""
    with act(code, subject=str(invitation.pk), actor=actor, at=at) as made:
        invitation.save()
        made.enter(invitation.home.chain, {"invitation": str(invitation.pk), **payload})
