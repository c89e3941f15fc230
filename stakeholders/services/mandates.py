"""Mandates are proposed, admitted by their home circle, and ended. Effects are immediate."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor, ActorKind
from core.errors import Conflict, Missing
from record.acts import act, together
from stakeholders.act_codes import ActCode
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.permissions import (
    acting_mandate,
    check_acts_itself,
    check_can_confirm_mandate,
    check_can_end_mandate,
    check_can_propose_mandate,
    is_opener,
    turns_first_down,
)
from stakeholders.terms import MandateTerms, check_capacity_fits, check_terms

from .circles import home_of, locked_circles


@together()
def propose_mandate(*, terms: MandateTerms, actor: Actor, at: datetime) -> Mandate:
    """Return a mandate that waits for its home circle's word; until then it allows nothing.

    A person proposes to circles of their own; a file or the system (an invitation that was
    accepted) may propose to any. The same proposal by the same person returns the one that
    waits. Raises Invalid, NotAllowed, and Conflict where the person has such a mandate.
    """
    check_acts_itself(actor)
    check_terms(terms, at=at)
    by = acting_mandate(actor, at=at) if actor.kind is ActorKind.PERSON else None
    proposed = terms.proposed(by=by, at=at)
    home = home_of(proposed)
    check_capacity_fits(home, terms.capacity)
    if by is not None:
        check_can_propose_mandate(mandate=by, proposed=proposed, home=home)
    locked_circles([home.pk])
    twin = _overlapping(proposed)
    if twin is not None:
        return _same_proposal_or_conflict(twin, proposed)
    with act(ActCode.MANDATE_PROPOSED, subject=str(proposed.pk), actor=actor, at=at) as made:
        proposed.save(force_insert=True)
        made.enter(home.chain, terms_payload(proposed))
    return proposed


@together()
def confirm_mandate(*, mandate_id: UUID, actor: Actor, at: datetime) -> Mandate:
    """Admit a proposed mandate to its home circle; it is active from its start on.

    Confirming again returns the mandate to the person who confirmed it, and raises Conflict
    for others. Raises Missing, NotAllowed, and Conflict where it ended or its period is over.
    """
    check_acts_itself(actor)
    by, mandate, home = _locked(mandate_id, actor=actor, at=at)
    check_can_confirm_mandate(mandate=by, proposed=mandate, home=home)
    if mandate.confirmed_at is not None and mandate.confirmed_by is not None:
        if mandate.confirmed_by.user_id == by.user_id and mandate.ended_at is None:
            return mandate
        raise Conflict(_("This mandate was confirmed already."), code="confirmed_already")
    _check_confirmable(mandate, by=by, home=home, at=at)
    with act(ActCode.MANDATE_CONFIRMED, subject=str(mandate.pk), actor=actor, at=at) as made:
        mandate.confirmed_at, mandate.confirmed_by = at, by
        mandate.save(update_fields=["confirmed_at", "confirmed_by"])
        made.enter(home.chain, {"mandate": str(mandate.pk)})
    return mandate


@together()
def end_mandate(*, mandate_id: UUID, actor: Actor, at: datetime) -> Mandate:
    """End a mandate, or turn a proposal down; from `at` on it allows nothing.

    Ending again returns the mandate to the person who ended it, and raises Conflict for
    others. Raises Missing, NotAllowed, and Conflict for the last secretariat of a group.
    """
    check_acts_itself(actor)
    by, mandate, home = _locked(mandate_id, actor=actor, at=at)
    check_can_end_mandate(mandate=by, ending=mandate, home=home)
    if mandate.ended_at is not None:
        if mandate.ended_by is not None and mandate.ended_by.user_id == by.user_id:
            return mandate
        raise Conflict(_("This mandate was ended already."), code="ended_already")
    if turns_first_down(by, mandate, home) and mandate.proposed_by_id != by.pk:
        check_nobody_admits(home, at=at)
    _check_not_last(mandate, home, at)
    with act(ActCode.MANDATE_ENDED, subject=str(mandate.pk), actor=actor, at=at) as made:
        mandate.ended_at, mandate.ended_by = at, by
        mandate.save(update_fields=["ended_at", "ended_by"])
        made.enter(home.chain, {"mandate": str(mandate.pk)})
    return mandate


def terms_payload(mandate: Mandate) -> dict[str, str]:
    """Return everything that a mandate says, in ids and codes: what its first entry proves."""
    return {
        "mandate": str(mandate.pk),
        "user": str(mandate.user_id),
        "organization": mandate.organization.code if mandate.organization else "",
        "group": mandate.group,
        "capacity": mandate.capacity,
        "framework": mandate.framework_key,
        "starts_at": mandate.starts_at.isoformat(),
        "ends_at": mandate.ends_at.isoformat() if mandate.ends_at else "",
    }


def check_nobody_admits(home: Circle, *, at: datetime) -> None:
    """Raise Conflict where somebody active admits to `home`: then nobody outside sets one up."""
    row = ADMISSIONS[CircleKind(home.kind)]
    at_home = Mandate.objects.at_home_in(home).active_at(at)
    if at_home.filter(capacity=row.admitting).exists():
        raise Conflict(
            _("This circle has somebody who admits: it confirms its own mandates."),
            code="admits_its_own",
        )


def _locked(mandate_id: UUID, *, actor: Actor, at: datetime) -> tuple[Mandate, Mandate, Circle]:
    """Lock the home circle, then both mandates in id order; return actor's, subject, home.

    The actor's mandate is read under its lock: one that was ended a moment ago ends nothing.
    """
    subject = Mandate.objects.select_related("organization").filter(pk=mandate_id).first()
    if subject is None:
        raise Missing(_("There is no such mandate."))
    home = home_of(subject)
    locked_circles([home.pk])
    rows = Mandate.objects.filter(pk__in=[mandate_id, actor.mandate_id or mandate_id])
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    by = acting_mandate(actor, at=at)
    fresh = Mandate.objects.select_related("user", "organization", "confirmed_by", "ended_by")
    return by, fresh.get(pk=mandate_id), home


def _check_confirmable(mandate: Mandate, *, by: Mandate, home: Circle, at: datetime) -> None:
    if mandate.confirmed_at is not None:
        raise Conflict(_("This mandate was confirmed already."), code="confirmed_already")
    if mandate.ended_at is not None:
        raise Conflict(_("This proposal was turned down; propose another."), code="ended_already")
    if mandate.ends_at is not None and mandate.ends_at <= at:
        raise Conflict(_("Its period is over; propose another."), code="period_over")
    if is_opener(by, mandate, home):
        check_nobody_admits(home, at=at)


def _check_not_last(mandate: Mandate, home: Circle, at: datetime) -> None:
    """A group whose last secretariat left could let nobody in any more, for ever."""
    row = ADMISSIONS[CircleKind(home.kind)]
    lasting = Q(capacity=row.admitting, framework_key="", ends_at=None)
    active = Mandate.objects.at_home_in(home).active_at(at).filter(lasting)
    if not row.never_empty or not active.filter(pk=mandate.pk).exists():
        return
    if not active.exclude(pk=mandate.pk).exists():
        raise Conflict(
            _("This is the last secretariat without an end date; confirm its successor first."),
            code="last_secretariat",
        )


def _overlapping(proposed: Mandate) -> Mandate | None:
    """Return a mandate of the same person, place, capacity and scope in the same period."""
    same = Mandate.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=proposed.starts_at),
        user=proposed.user,
        organization=proposed.organization,
        group=proposed.group,
        capacity=proposed.capacity,
        framework_key=proposed.framework_key,
        ended_at=None,
    )
    if proposed.ends_at is not None:
        same = same.filter(starts_at__lt=proposed.ends_at)
    return same.select_related("proposed_by").order_by("starts_at").first()


def _same_proposal_or_conflict(twin: Mandate, proposed: Mandate) -> Mandate:
    proposers = {
        each.proposed_by.user_id if each.proposed_by else None for each in (twin, proposed)
    }
    # Two proposals "from now on" are the same although the second comes later.
    from_now_on = all(each.starts_at == each.proposed_at for each in (twin, proposed))
    same_period = twin.ends_at == proposed.ends_at and (
        from_now_on or twin.starts_at == proposed.starts_at
    )
    if len(proposers) == 1 and same_period and twin.confirmed_at is None:
        return twin
    raise Conflict(
        _("This person has such a mandate for that time already, or it waits for confirmation."),
        code="mandate_exists",
    )
