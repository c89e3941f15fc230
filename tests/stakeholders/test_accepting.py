"""A link is used up by whoever it was made for, once; or closed by whoever made it."""

from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.ids import new_id
from stakeholders.enums import Capacity, Group
from stakeholders.models import Invitation, Mandate, User
from stakeholders.selectors import LinkClosed, invitation_of
from stakeholders.services.invitations import (
    accept_invitation,
    revoke_invitation,
)
from stakeholders.services.mandates import confirm_mandate
from stakeholders.terms import Newcomer

from .cast import (
    EVERYBODY,
    LATER,
    NOW,
    House,
    actor,
    admitted,
)
from .inviting import ADDRESS, NEWCOMER, accept, invited

# --- Accepting ---------------------------------------------------------------------------


def test_somebody_new_gets_an_account_and_waits_for_the_circles_word(house: House):
    _, token = invited(house)
    accepted = accept(token)
    user, mandate = accepted.user, accepted.mandate
    assert (user.email, user.name, user.language) == (ADDRESS, "Ana María", "es")
    assert user.check_password(NEWCOMER.password)
    assert accepted.is_new_user
    assert (mandate.user, mandate.capacity, mandate.proposed_by) == (user, "delegate", None)
    assert not mandate.is_active_at(NOW)
    for outsider in ("secretariat", "governments", "BBB-focal"):
        with pytest.raises(NotAllowed):
            confirm_mandate(mandate_id=mandate.pk, actor=actor(house[outsider]), at=NOW)
    confirmed = confirm_mandate(mandate_id=mandate.pk, actor=actor(house["AAA-focal"]), at=NOW)
    assert confirmed.is_active_at(NOW)


def test_a_user_of_the_invited_address_gets_a_second_mandate_and_no_second_account(house: House):
    user = house["BBB"].user
    _, token = invited(house, email=user.email.upper())
    before = User.objects.count()
    accepted = accept(token, by=user)
    assert accepted.mandate.user == user
    assert not accepted.is_new_user
    assert User.objects.count() == before


def test_an_address_with_an_account_is_asked_to_sign_in_and_the_link_stays_good(house: House):
    user = house["BBB"].user
    _, token = invited(house, email=user.email.title())
    with pytest.raises(Conflict) as refused:
        accept(token)
    assert refused.value.code == "sign_in_first"
    assert accept(token, by=user).mandate.user == user


def test_a_user_of_another_address_is_refused_and_the_link_stays_good(house: House):
    _, token = invited(house)
    with pytest.raises(NotAllowed, match="another address"):
        accept(token, by=house["BBB"].user)
    assert accept(token).user.email == ADDRESS


def test_nobody_accepts_under_a_mandate(house: House):
    _, token = invited(house)
    with pytest.raises(NotAllowed):
        accept_invitation(token=token, by=NEWCOMER, actor=actor(house["AAA-focal"]), at=NOW)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": "  "}, "/name"),
        ({"name": "a" * 201}, "/name"),
        ({"name": "nul\x00"}, "/name"),
        ({"language": "tlh"}, "/language"),
        ({"password": "password1234"}, "/password"),
        ({"password": ""}, "/password"),
        ({"password": ADDRESS}, "/password"),
    ],
)
def test_an_account_that_can_not_stand_is_refused_by_field(house: House, change, pointer):
    _, token = invited(house)
    said = {"name": "Ana", "language": "en", "password": NEWCOMER.password} | change
    with pytest.raises(Invalid) as refused:
        accept(token, by=Newcomer(**said))
    assert {error.pointer for error in refused.value.errors} == {pointer}
    assert not User.objects.filter(email=ADDRESS).exists()
    assert invitation_of(token, at=NOW).accepted_at is None


def test_a_link_serves_once(house: House):
    _, token = invited(house)
    accept(token)
    for by in (NEWCOMER, User.objects.get(email=ADDRESS)):
        with pytest.raises(LinkClosed) as refused:
            accept(token, by=by)
        assert refused.value.code == "invitation_used"
    assert Mandate.objects.filter(user__email=ADDRESS).count() == 1


def test_an_expired_link_is_refused_to_the_second(house: House):
    invitation, token = invited(house)
    assert invitation_of(token, at=invitation.expires_at - timedelta(seconds=1)) == invitation
    with pytest.raises(LinkClosed) as refused:
        accept(token, at=invitation.expires_at)
    assert refused.value.code == "invitation_expired"
    assert not User.objects.filter(email=ADDRESS).exists()


def test_a_revoked_link_is_refused(house: House):
    invitation, token = invited(house)
    revoke_invitation(invitation_id=invitation.pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(LinkClosed) as refused:
        accept(token)
    assert refused.value.code == "invitation_revoked"


def test_an_altered_link_is_as_unknown_as_one_never_made(house: House):
    _, token = invited(house)
    flipped = ("A" if token[0] != "A" else "B") + token[1:]
    said = set()
    for wrong in (flipped, token[:-1], token + "A", token.swapcase(), "", "é", "x" * 9000):
        with pytest.raises(Missing) as refused:
            accept(wrong)
        said.add((refused.value.code, refused.value.detail))
    assert len(said) == 1
    assert invitation_of(token, at=NOW).accepted_at is None


def test_the_same_offer_accepted_twice_leads_to_one_proposal(house: House):
    _, token = invited(house)
    first = accept(token)
    _, again = invited(house)
    second = accept(again, by=first.user)
    assert second.mandate == first.mandate


# --- Revoking ----------------------------------------------------------------------------


def test_only_who_answers_for_the_circle_sees_and_revokes_its_invitations(house: House):
    invitation, _ = invited(house)
    for who in set(EVERYBODY) - {"AAA-focal"}:
        by = actor(house[who])
        assert not Invitation.objects.visible_to(house[who], NOW).exists(), who
        with pytest.raises(Missing) as hidden:
            revoke_invitation(invitation_id=invitation.pk, actor=by, at=NOW)
        with pytest.raises(Missing) as absent:
            revoke_invitation(invitation_id=new_id(), actor=by, at=NOW)
        assert hidden.value.detail == absent.value.detail
    assert list(Invitation.objects.visible_to(house["AAA-focal"], NOW)) == [invitation]
    revoke_invitation(invitation_id=invitation.pk, actor=actor(house["AAA-focal"]), at=NOW)


def test_revoking_again_is_the_same_act_for_one_and_a_conflict_for_another(house: House):
    house.mandates["second"] = admitted(
        house["AAA-focal"],
        "second-focal",
        Capacity.FOCAL_POINT,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
    )
    invitation, _ = invited(house)
    for at in (NOW, LATER):
        by = actor(house["AAA-focal"])
        gone = revoke_invitation(invitation_id=invitation.pk, actor=by, at=at)
        assert gone.revoked_at == NOW
    with pytest.raises(Conflict):
        revoke_invitation(invitation_id=invitation.pk, actor=actor(house["second"]), at=NOW)


def test_an_accepted_invitation_can_not_be_revoked(house: House):
    invitation, token = invited(house)
    accept(token)
    with pytest.raises(Conflict):
        revoke_invitation(invitation_id=invitation.pk, actor=actor(house["AAA-focal"]), at=NOW)
