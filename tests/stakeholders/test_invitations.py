"""By invitation only: one link, for one person, that serves once and only for a time."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from core.errors import Conflict, DomainError, Invalid, NotAllowed
from record.models import Entry
from stakeholders.admission import CIRCLES_WITH_LIST
from stakeholders.enums import Capacity, Group
from stakeholders.keys import digest_of
from stakeholders.models import Circle, Invitation
from stakeholders.selectors import invitation_of
from stakeholders.services.invitations import (
    invite_person,
    revoke_invitation,
)
from stakeholders.services.mandates import confirm_mandate, end_mandate
from stakeholders.terms import InvitedTerms

from .cast import (
    EVERYBODY,
    LATER,
    NOW,
    START,
    House,
    actor,
    admitted,
)
from .inviting import ADDRESS, accept, invited

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
