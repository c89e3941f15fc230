"""Keys that open something: tokens of a few mandates, and an invitation on its way."""

from datetime import timedelta

from stakeholders.enums import Capacity, Group
from stakeholders.services.invitations import invite_person
from stakeholders.services.tokens import issue_token
from stakeholders.terms import InvitedTerms
from tests.stakeholders.cast import actor

from .calendar import IN_SECOND, NOW
from .room import World


def hand_out(world: World) -> None:
    """Issue a token under a few mandates; let a group invite somebody, who has not come yet."""
    for name in ("AAA", "employers-spokesperson", "secretariat"):
        mandate = world.people.mandates[name]
        token, _secret = issue_token(
            mandate=mandate,
            name=world.canaries.plant("token", {name}),
            scope="read",
            expires_at=NOW + timedelta(days=30),
            actor=actor(mandate),
            at=IN_SECOND,
        )
        world.keep("tokens", token.pk)
        world.canaries.watch(token.pk, {name})
        world.canaries.watch(token.digest, frozenset())
    inviting = world.people.mandates["employers"]
    invitation, _link = invite_person(
        terms=InvitedTerms(capacity=Capacity.ADVISER, group=Group.EMPLOYERS),
        email=f"{world.canaries.plant('invited', {'employers'})}@example.org",
        actor=actor(inviting),
        at=NOW - timedelta(days=1),
    )
    world.keep("invitations", invitation.pk)
    world.canaries.watch(invitation.pk, {"employers"})
