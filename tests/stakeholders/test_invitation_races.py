"""Two people with one link at the same time, each on a connection of their own: one is served."""

from collections.abc import Callable
from typing import Any

import pytest

from core.errors import Conflict, DomainError
from stakeholders.enums import Capacity, Group
from stakeholders.models import Invitation, Mandate, User
from stakeholders.selectors import LinkClosed
from stakeholders.services.circles import ensure_circles
from stakeholders.services.invitations import (
    Accepted,
    accept_invitation,
    invite_person,
    revoke_invitation,
)
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
)
from stakeholders.terms import InvitedTerms, Newcomer

from .cast import NOW, OPERATOR, SYSTEM, actor, person

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "new.person@example.org"


@pytest.fixture
def secretariats() -> dict[str, Mandate]:
    ensure_circles(actor=OPERATOR, at=NOW)
    review = appoint_secretariat(user=person("sam"), actor=OPERATOR, at=NOW)
    return {
        group: appoint_first_group_secretariat(
            group=group, user=person(f"{group}-first"), actor=actor(review), at=NOW
        )
        for group in (Group.EMPLOYERS, Group.WORKERS)
    }


def invite(by: Mandate) -> tuple[Invitation, str]:
    terms = InvitedTerms(Capacity.DELEGATE, by.group)
    return invite_person(terms=terms, email=ADDRESS, actor=actor(by), at=NOW)


def outcome(call: Callable[..., Any], **terms: Any) -> Callable[[], Any]:
    """A call that returns what it raises, so that both outcomes can be compared."""

    def made() -> Any:
        try:
            return call(**terms, at=NOW)
        except DomainError as refused:
            return refused

    return made


def accepting(token: str, name: str) -> Callable[[], Any]:
    by = Newcomer(name, "en", "four plain words here")
    return outcome(accept_invitation, token=token, by=by, actor=SYSTEM)


def test_of_two_acceptances_of_one_link_exactly_one_wins(at_once, secretariats):
    _, token = invite(secretariats["employers"])
    outcomes = at_once(accepting(token, "One"), accepting(token, "Two"))
    assert sum(isinstance(each, Accepted) for each in outcomes) == 1, outcomes
    refused = [each for each in outcomes if not isinstance(each, Accepted)]
    assert [(type(each), each.code) for each in refused] == [(LinkClosed, "invitation_used")]
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Mandate.objects.filter(user__email=ADDRESS).count() == 1


def test_two_links_for_one_new_address_make_one_account(at_once, secretariats):
    tokens = [invite(by)[1] for by in secretariats.values()]
    outcomes = at_once(*[accepting(token, "Ana") for token in tokens])
    assert sum(isinstance(each, Accepted) for each in outcomes) == 1, outcomes
    refused = next(each for each in outcomes if not isinstance(each, Accepted))
    assert isinstance(refused, Conflict)
    assert refused.code == "sign_in_first"
    assert User.objects.filter(email=ADDRESS).count() == 1
    assert Invitation.objects.open_at(NOW).count() == 1


def test_a_link_is_accepted_or_revoked_and_never_both(at_once, secretariats):
    invitation, token = invite(secretariats["employers"])
    by = actor(secretariats["employers"])
    revoke = outcome(revoke_invitation, invitation_id=invitation.pk, actor=by)
    outcomes = at_once(accepting(token, "Ana"), revoke)
    assert sum(isinstance(each, DomainError) for each in outcomes) == 1, outcomes
    invitation.refresh_from_db()
    assert (invitation.accepted_at is None) != (invitation.revoked_at is None)
    assert User.objects.filter(email=ADDRESS).exists() == (invitation.accepted_at is not None)


def test_the_same_invitation_twice_at_once_is_one_link(at_once, secretariats):
    by = secretariats["employers"]
    terms = InvitedTerms(Capacity.DELEGATE, Group.EMPLOYERS)
    call = outcome(invite_person, terms=terms, email=ADDRESS, actor=actor(by))
    outcomes = at_once(call, call)
    assert sum(isinstance(each, Conflict) for each in outcomes) == 1, outcomes
    assert Invitation.objects.count() == 1
