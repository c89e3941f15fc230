"""How a new house begins: its review secretariat, and each group's first secretariat."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.actor import Actor, ActorKind
from core.errors import Conflict, NotAllowed
from record.acts import act, together
from stakeholders.act_codes import ActCode
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Mandate, Organization, User
from stakeholders.permissions import (
    acting_mandate,
    check_acts_itself,
    check_is_review_secretariat,
)
from stakeholders.terms import MandateTerms, check_capacity_fits, check_terms

from .circles import home_of, locked_circles
from .mandates import terms_payload


@together()
def appoint_secretariat(*, user: User, actor: Actor, at: datetime) -> Mandate:
    """Return the first mandate of the review secretariat, confirmed. Only a file or the
    system does this, only once; later ones are proposed and confirmed by the secretariat.

    The same user again returns the mandate that exists; another user raises Conflict.
    """
    if actor.kind is ActorKind.PERSON:
        raise NotAllowed("The first secretariat is set up by whoever runs the portal.")
    terms = MandateTerms(user=user, capacity=Capacity.SECRETARIAT)
    mandate = terms.proposed(by=None, at=at)
    home = home_of(mandate)
    locked_circles([home.pk])
    first = _first_confirmed(home, Capacity.SECRETARIAT)
    if first is not None:
        if first.user_id == user.pk and first.confirmed_by_id is None:
            return first
        raise Conflict(
            _("This portal has a review secretariat: it admits its own."), code="admits_its_own"
        )
    mandate.confirmed_at = at
    with act(ActCode.SECRETARIAT_APPOINTED, subject=str(mandate.pk), actor=actor, at=at) as made:
        mandate.save(force_insert=True)
        made.enter(home.chain, terms_payload(mandate))
    return mandate


@together()
def appoint_first_group_secretariat(
    *,
    group: str,
    user: User,
    organization: Organization | None = None,
    actor: Actor,
    at: datetime,
) -> Mandate:
    """Return the first mandate of a group's secretariat, confirmed by the review secretariat,
    which can do this once in a group and never for one of its own people.

    The same person and user again returns the mandate that exists; anything else raises
    Conflict. Raises NotAllowed and Invalid. The group's chain names the mandate, the
    secretariat's chain the group alone.
    """
    check_acts_itself(actor)
    terms = MandateTerms(user, Capacity.GROUP_SECRETARIAT, group, organization)
    check_terms(terms, at=at)
    by = acting_mandate(actor, at=at)
    check_is_review_secretariat(mandate=by)
    mandate = terms.proposed(by=by, at=at)
    home, own = home_of(mandate), home_of(by)
    check_capacity_fits(home, terms.capacity)
    locked_circles([home.pk, own.pk])
    first = _first_confirmed(home, Capacity.GROUP_SECRETARIAT)
    if first is not None:
        return _same_appointment_or_conflict(first, mandate, by)
    _check_not_of_the_review(user)
    mandate.confirmed_at, mandate.confirmed_by = at, by
    with act(ActCode.GROUP_SECRETARIAT_APPOINTED, subject=group, actor=actor, at=at) as made:
        mandate.save(force_insert=True)
        made.enter(home.chain, terms_payload(mandate))
        made.enter(own.chain, {"group": group})
    return mandate


def groups_without_secretariat() -> list[str]:
    """Return the groups whose first secretariat was never set up, in the groups' order."""
    confirmed = Mandate.objects.filter(
        capacity=Capacity.GROUP_SECRETARIAT, confirmed_at__isnull=False
    )
    there = set(confirmed.values_list("group", flat=True))
    return [group.value for group in Group if group.value not in there]


def _first_confirmed(home: Circle, capacity: str) -> Mandate | None:
    return (
        Mandate.objects.at_home_in(home)
        .filter(capacity=capacity, confirmed_at__isnull=False)
        .select_related("user", "confirmed_by")
        .order_by("confirmed_at", "pk")
        .first()
    )


def _same_appointment_or_conflict(first: Mandate, wanted: Mandate, by: Mandate) -> Mandate:
    confirmer = first.confirmed_by
    same = (first.user_id, first.organization_id) == (wanted.user_id, wanted.organization_id)
    if same and confirmer is not None and confirmer.user_id == by.user_id:
        return first
    raise Conflict(_("This group has had a secretariat: it admits its own."), code="admits_its_own")


def _check_not_of_the_review(user: User) -> None:
    """Otherwise the review secretariat could put itself into a group's circle."""
    if Mandate.objects.filter(
        user=user, capacity=Capacity.SECRETARIAT, ended_at__isnull=True
    ).exists():
        raise NotAllowed(
            _("A person of the review secretariat can't be a group's secretariat."),
            code="not_yourself",
        )
