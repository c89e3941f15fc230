"""By invitation only: one link, for one person, that serves once and only for a time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from core.errors import Conflict, DomainError, Invalid, Missing, NotAllowed
from core.ids import new_id
from record.models import Entry
from stakeholders.admission import CIRCLES_WITH_LIST
from stakeholders.enums import Capacity, Group
from stakeholders.keys import digest_of
from stakeholders.models import Circle, Invitation, Mandate, User
from stakeholders.selectors import LinkClosed, invitation_of
from stakeholders.services.circles import ensure_circles
from stakeholders.services.invitations import (
    accept_invitation,
    invite_person,
    revoke_invitation,
)
from stakeholders.services.mandates import confirm_mandate, end_mandate
from stakeholders.services.secretariats import (
    appoint_first_group_secretariat,
    appoint_secretariat,
)
from stakeholders.terms import InvitedTerms, Newcomer

from .cast import (
    EVERYBODY,
    LATER,
    NOW,
    OPERATOR,
    START,
    SYSTEM,
    House,
    actor,
    admitted,
    person,
    state,
)

ADDRESS = "new.person@example.org"
NEWCOMER = Newcomer(name="Ana María", language="es", password="four plain words here")


def terms_in(house: House, place: str, **changes: Any) -> InvitedTerms:
    places: dict[str, dict[str, Any]] = {
        "delegation": {
            "capacity": Capacity.DELEGATE,
            "group": Group.GOVERNMENTS,
            "organization": house.states["AAA"],
        },
        "region": {
            "capacity": Capacity.ADVISER,
            "group": Group.GOVERNMENTS,
            "organization": house.regions["north-group"],
        },
        "employers": {"capacity": Capacity.DELEGATE, "group": Group.EMPLOYERS},
        "governments": {"capacity": Capacity.ADVISER, "group": Group.GOVERNMENTS},
        "secretariat": {"capacity": Capacity.SECRETARIAT},
        "chairperson": {"capacity": Capacity.CHAIRPERSON},
    }
    return InvitedTerms(**places[place] | changes)


def invited(
    house: House, by: str = "AAA-focal", place: str = "delegation", **changes: Any
) -> tuple[Invitation, str]:
    email = changes.pop("email", ADDRESS)
    return invite_person(
        terms=terms_in(house, place, **changes), email=email, actor=actor(house[by]), at=NOW
    )


def accept(token: str, by: Newcomer | User = NEWCOMER, at=NOW) -> Any:
    return accept_invitation(token=token, by=by, actor=SYSTEM, at=at)


# --- Who may invite ----------------------------------------------------------------------


WHO_ADMITS = {
    "delegation": "AAA-focal",
    "region": "north-group",
    "employers": "employers",
    "governments": "governments",
    "secretariat": "secretariat",
    "chairperson": "secretariat",
}


@pytest.mark.parametrize("place", WHO_ADMITS)
def test_whoever_admits_to_a_circle_invites_to_it_and_nobody_else(house: House, place):
    for who in set(EVERYBODY) - {WHO_ADMITS[place]}:
        with pytest.raises(NotAllowed):
            invited(house, who, place)
    assert not Invitation.objects.exists()
    invitation, _ = invited(house, WHO_ADMITS[place], place)
    assert invitation.invited_by == house[WHO_ADMITS[place]]


def test_the_review_secretariat_invites_to_no_circle_that_is_not_its_own(house: House):
    """Every capacity in every circle that has members, tried in turn."""
    tried = set()
    for home in Circle.objects.filter(kind__in=CIRCLES_WITH_LIST).exclude(kind="secretariat"):
        for capacity in Capacity:
            terms = InvitedTerms(capacity, home.group, home.organization)
            with pytest.raises(DomainError) as refused:
                invite_person(terms=terms, email=ADDRESS, actor=actor(house["secretariat"]), at=NOW)
            if not isinstance(refused.value, Invalid):
                tried.add((str(home.pk), capacity.value))
    assert len(tried) == 3 * 5 + 2 * 4 + 4 + 5 + 5
    assert not Invitation.objects.exists()


def test_the_government_groups_secretariat_invites_a_first_focal_point_while_there_is_none(house):
    with pytest.raises(Conflict, match="somebody who admits"):
        invited(house, "governments", capacity=Capacity.FOCAL_POINT)
    end_mandate(mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(NotAllowed):
        invited(house, "governments")
    invitation, token = invited(house, "governments", capacity=Capacity.FOCAL_POINT)
    assert invitation.home == house.delegation("AAA")
    mandate = accept(token).mandate
    confirmed = confirm_mandate(mandate_id=mandate.pk, actor=actor(house["governments"]), at=NOW)
    assert confirmed.is_active_at(NOW)


def test_a_mandate_limited_to_a_framework_invites_to_that_framework_only(house: House):
    house.mandates["limited"] = admitted(
        house["AAA-focal"],
        "limited-focal",
        Capacity.FOCAL_POINT,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
        framework_key="practice-framework",
    )
    with pytest.raises(NotAllowed, match="limited to the framework"):
        invited(house, "limited")
    invitation, _ = invited(house, "limited", framework_key="practice-framework")
    assert invitation.framework_key == "practice-framework"


def test_somebody_whose_mandate_ended_invites_nobody(house: House):
    end_mandate(mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(NotAllowed, match="active mandate"):
        invited(house)


# --- What is kept ------------------------------------------------------------------------


def test_neither_the_link_nor_the_address_stands_in_the_record(house: House):
    invitation, token = invited(house)
    accept(token)
    assert len(token) == 43
    assert invitation.token_digest == digest_of(token) != token
    entries = Entry.objects.filter(subject=str(invitation.pk)).order_by("number")
    assert [entry.code for entry in entries] == ["invitation.made", "invitation.accepted"]
    assert {entry.circle for entry in entries} == {house.delegation("AAA").chain}
    for entry in Entry.objects.all():
        said = bytes(entry.payload).decode()
        assert not any(secret in said for secret in (token, "example.org", "Ana", "@"))
    first = json.loads(bytes(entries[0].payload))
    assert first["capacity"] == "delegate"
    assert first["organization"] == "AAA"


def test_two_links_have_nothing_in_common(house: House):
    _, one = invited(house)
    _, other = invited(house, email="other@example.org")
    assert one != other


def test_a_link_serves_for_fourteen_days_and_never_beyond_the_mandate(house: House, settings):
    invitation, _ = invited(house)
    assert invitation.expires_at == NOW + timedelta(days=14)
    soon = NOW + timedelta(days=3)
    short, _ = invited(house, email="short@example.org", ends_at=soon)
    assert short.expires_at == soon
    settings.INVITATION_DAYS = 2
    shorter, _ = invited(house, email="shorter@example.org")
    assert shorter.expires_at == NOW + timedelta(days=2)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b@example.org",
        "x@example.org\nBcc: everybody@example.org",
        "x@example.org\r\nSubject: hello",
        "x@example.org\x00",
        '"\x0b"@example.org',
        "Name <x@example.org>",
        "x@example.org, y@example.org",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_no_address_is_refused_by_field(house: House, email):
    with pytest.raises(Invalid) as refused:
        invited(house, email=email)
    assert [error.pointer for error in refused.value.errors] == ["/email"]
    assert not Invitation.objects.exists()


def test_terms_that_make_no_sense_are_refused_before_a_link_is_made(house: House):
    for wrong in ({"capacity": "emperor"}, {"capacity": "secretariat"}, {"ends_at": START}):
        with pytest.raises(DomainError):
            invited(house, **wrong)
    with pytest.raises(Invalid, match="does not belong"):
        invited(house, "employers", "employers", organization=house.states["AAA"])


def test_a_second_link_for_the_same_is_refused_until_the_first_is_closed(house: House):
    first, _ = invited(house)
    with pytest.raises(Conflict, match="Revoke it first"):
        invited(house, email="New.Person@example.org")
    invited(house, capacity=Capacity.ADVISER)
    revoke_invitation(invitation_id=first.pk, actor=actor(house["AAA-focal"]), at=NOW)
    again, _ = invited(house)
    assert again != first


def test_the_answer_is_the_same_whether_or_not_the_address_has_an_account(house: House):
    known = house["BBB"].user.email
    invitation, token = invited(house, email=known)
    other, _ = invited(house)
    same = ("capacity", "group", "expires_at", "accepted_by_id", "mandate_id")
    assert [getattr(invitation, name) for name in same] == [getattr(other, name) for name in same]
    assert invitation_of(token, at=NOW) == invitation


def test_the_database_keeps_what_was_offered(house: House):
    invitation, _ = invited(house)
    rows = Invitation.objects.filter(pk=invitation.pk)
    for change in ({"capacity": "adviser"}, {"expires_at": LATER}, {"email": "x@example.org"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    rows.update(email="")  # an erasure
    revoke_invitation(invitation_id=invitation.pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(revoked_at=None, revoked_by=None)


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
