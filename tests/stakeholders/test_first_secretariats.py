"""A group's first secretariat is invited by the review secretariat, accepts, and is appointed."""

from typing import Any

import pytest

from core.errors import Conflict, Invalid, NotAllowed
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import Circle, Invitation, Mandate
from stakeholders.services.circles import ensure_circles
from stakeholders.services.invitations import (
    invite_person,
)
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
)
from stakeholders.terms import InvitedTerms

from .cast import (
    LATER,
    NOW,
    OPERATOR,
    START,
    House,
    actor,
    person,
    state,
)
from .inviting import ADDRESS, accept, invited

# --- A group's first secretariat ---------------------------------------------------------


@pytest.fixture
def secretariat(db) -> Mandate:
    state("AAA")
    ensure_circles(actor=OPERATOR, at=START)
    return appoint_secretariat(user=person("sam"), actor=OPERATOR, at=START)


def first_of(group: str, by: Mandate, **terms: Any) -> tuple[Invitation, str]:
    wanted = InvitedTerms(Capacity.GROUP_SECRETARIAT, group, **terms)
    return invite_person(terms=wanted, email=ADDRESS, actor=actor(by), at=NOW)


def test_the_first_secretariat_of_a_group_is_invited_and_then_appointed(secretariat: Mandate):
    invitation, token = first_of(Group.WORKERS, secretariat)
    accepted = accept(token)
    assert accepted.mandate is None
    assert not Mandate.objects.filter(user=accepted.user).exists()
    mandate = appoint_first_group_secretariat(
        group=Group.WORKERS, user=accepted.user, actor=actor(secretariat), at=NOW
    )
    assert mandate.is_active_at(NOW)
    assert list(Invitation.objects.visible_to(mandate, NOW)) == [invitation]
    with pytest.raises(Conflict, match="admits its own"):
        first_of(Group.WORKERS, secretariat)


def test_a_group_with_a_secretariat_invites_without_the_review_seeing_it(house: House):
    invited(house, "employers", "employers", capacity=Capacity.GROUP_SECRETARIAT)
    assert not Invitation.objects.visible_to(house["secretariat"], NOW).exists()
    assert not Entry.objects.filter(
        circle=Circle.objects.get(kind="secretariat").chain, code__startswith="invitation."
    ).exists()


def test_the_review_secretariat_invites_nobody_else_to_a_group_that_is_empty(secretariat):
    for capacity in (Capacity.DELEGATE, Capacity.SPOKESPERSON, Capacity.ADVISER):
        with pytest.raises(NotAllowed):
            invite_person(
                terms=InvitedTerms(capacity, Group.WORKERS),
                email=ADDRESS,
                actor=actor(secretariat),
                at=NOW,
            )
    with pytest.raises(Invalid, match="without an end"):
        first_of(Group.WORKERS, secretariat, ends_at=LATER)
