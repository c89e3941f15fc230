"""Mandates are proposed, admitted by the circle's own people, and ended with effect at once."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing, NotAllowed
from core.ids import new_id
from record.models import Entry
from stakeholders.enums import Capacity, Group
from stakeholders.models import Mandate
from stakeholders.selectors import circles_of
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate
from stakeholders.terms import MandateTerms

from .cast import (
    EVERYBODY,
    LATER,
    NOW,
    OPERATOR,
    SYSTEM,
    House,
    actor,
    admitted,
    chain_of,
    delegate,
    person,
    proposed,
)

# --- Proposing ---------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_circle_proposes_its_own_people_and_nobody_else_does(house: House, who):
    terms = delegate(house)
    if who in ("AAA", "AAA-focal"):
        assert propose_mandate(terms=terms, actor=actor(house[who]), at=NOW).confirmed_at is None
        return
    with pytest.raises(NotAllowed):
        propose_mandate(terms=terms, actor=actor(house[who]), at=NOW)
    assert not Mandate.objects.filter(user=terms.user).exists()


def test_a_proposal_allows_nothing_and_is_recorded_in_its_home_alone(house: House):
    mandate = proposed(delegate(house))
    assert [each.kind for each in circles_of(mandate, at=LATER)] == ["public"]
    assert chain_of(mandate) == [(house.delegation("AAA").chain, "mandate.proposed")]
    payload = json.loads(bytes(Entry.objects.get(subject=str(mandate.pk)).payload))
    assert payload["organization"] == "AAA"
    assert "newcomer" not in json.dumps(payload)


def test_the_same_proposal_again_returns_the_one_that_waits(house: House):
    terms = delegate(house)
    first = propose_mandate(terms=terms, actor=actor(house["AAA"]), at=NOW)
    again = propose_mandate(terms=terms, actor=actor(house["AAA"]), at=NOW + timedelta(hours=1))
    assert again == first
    with pytest.raises(Conflict):
        propose_mandate(terms=terms, actor=actor(house["AAA-focal"]), at=NOW)
    assert Mandate.objects.filter(user=terms.user).count() == 1


def test_periods_of_the_same_mandate_may_follow_but_not_overlap(house: House):
    user = person("renewed")
    place: dict[str, Any] = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    first = MandateTerms(user, Capacity.DELEGATE, **place, ends_at=LATER)
    after = MandateTerms(user, Capacity.DELEGATE, **place, starts_at=LATER)
    across = MandateTerms(user, Capacity.DELEGATE, **place, starts_at=LATER - timedelta(days=1))
    proposed(first)
    with pytest.raises(Conflict):
        proposed(across)
    assert proposed(after).starts_at == LATER


def test_one_person_may_hold_mandates_in_different_circles_unknown_to_each(house: House):
    admitted(house["employers"], "double", Capacity.ADVISER, group=Group.EMPLOYERS)
    user = Mandate.objects.get(user__name="Double").user
    second = proposed(MandateTerms(user, Capacity.ADVISER, Group.WORKERS))
    confirmed = confirm_mandate(mandate_id=second.pk, actor=actor(house["workers"]), at=NOW)
    assert [each.group for each in circles_of(confirmed, at=NOW)][0] == "workers"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"capacity": "emperor"}, "/capacity"),
        ({"group": "emperors"}, "/group"),
        ({"framework_key": "Not A Slug"}, "/framework_key"),
        ({"ends_at": NOW}, "/ends_at"),
        ({"starts_at": LATER, "ends_at": LATER}, "/ends_at"),
        ({"starts_at": LATER.replace(tzinfo=None)}, "/starts_at"),
        ({"capacity": "observer", "group": ""}, "/organization"),
        ({"capacity": "focal_point"}, "/capacity"),
        ({"capacity": "regional_coordinator"}, "/capacity"),
        ({"capacity": "secretariat"}, "/capacity"),
    ],
)
def test_terms_that_make_no_sense_are_refused_by_field(house: House, change, pointer):
    terms = {"capacity": "adviser", "group": "employers"} | change
    with pytest.raises(Invalid) as refused:
        proposed(MandateTerms(person("newcomer"), **terms))
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_a_government_delegate_needs_a_state(house: House):
    with pytest.raises(Invalid, match="can't be held"):
        proposed(MandateTerms(person("stateless"), Capacity.DELEGATE, Group.GOVERNMENTS))


def test_an_organization_of_one_group_gives_no_mandate_in_another(house: House):
    with pytest.raises(Invalid, match="does not belong"):
        proposed(
            MandateTerms(person("x"), Capacity.DELEGATE, Group.WORKERS, house.states["AAA"]),
        )


# --- Confirming --------------------------------------------------------------------------


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_delegation_is_admitted_by_its_focal_point_alone(house: House, who):
    mandate = proposed(delegate(house))
    if who == "AAA-focal":
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house[who]), at=NOW)
        assert chain_of(mandate)[-1] == (house.delegation("AAA").chain, "mandate.confirmed")
        return
    with pytest.raises(NotAllowed):
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house[who]), at=NOW)
    mandate.refresh_from_db()
    assert mandate.confirmed_at is None


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("group", [Group.EMPLOYERS, Group.WORKERS])
def test_a_group_is_admitted_by_its_own_secretariat_alone(house: House, who, group):
    mandate = proposed(MandateTerms(person("n"), Capacity.GROUP_SECRETARIAT, group))
    if who == group:
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house[who]), at=NOW)
        return
    with pytest.raises(NotAllowed):
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house[who]), at=NOW)


@pytest.mark.parametrize("loader", [OPERATOR, SYSTEM])
def test_no_file_and_no_job_admits_anybody(house: House, loader: Actor):
    mandate = proposed(delegate(house))
    with pytest.raises(NotAllowed):
        confirm_mandate(mandate_id=mandate.pk, actor=loader, at=NOW)


def test_confirming_again_is_the_same_act_for_one_and_a_conflict_for_another(house: House):
    second = admitted(
        house["AAA-focal"],
        "second-focal",
        Capacity.FOCAL_POINT,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
    )
    mandate = proposed(delegate(house))
    first = confirm_mandate(mandate_id=mandate.pk, actor=actor(house["AAA-focal"]), at=NOW)
    again = confirm_mandate(mandate_id=mandate.pk, actor=actor(house["AAA-focal"]), at=LATER)
    assert again.confirmed_at == first.confirmed_at == NOW
    with pytest.raises(Conflict):
        confirm_mandate(mandate_id=mandate.pk, actor=actor(second), at=NOW)
    assert [code for _, code in chain_of(mandate)] == ["mandate.proposed", "mandate.confirmed"]


def test_a_first_focal_point_is_admitted_by_the_groups_secretariat_while_there_is_none(house):
    place: dict[str, Any] = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    mandate = proposed(MandateTerms(person("new-focal"), Capacity.FOCAL_POINT, **place))
    with pytest.raises(Conflict, match="somebody who admits"):
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house["governments"]), at=NOW)
    end_mandate(mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    confirmed = confirm_mandate(mandate_id=mandate.pk, actor=actor(house["governments"]), at=NOW)
    assert confirmed.is_active_at(NOW)


def test_the_groups_secretariat_does_not_admit_itself_to_a_delegation(house: House):
    end_mandate(mandate_id=house["AAA-focal"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    terms = MandateTerms(
        house["governments"].user,
        Capacity.FOCAL_POINT,
        Group.GOVERNMENTS,
        house.states["AAA"],
    )
    mandate = propose_mandate(terms=terms, actor=actor(house["governments"]), at=NOW)
    with pytest.raises(NotAllowed, match="themselves"):
        confirm_mandate(mandate_id=mandate.pk, actor=actor(house["governments"]), at=NOW)


def test_a_mandate_limited_to_a_framework_admits_to_that_framework_only(house: House):
    limited = admitted(
        house["AAA-focal"],
        "limited-focal",
        Capacity.FOCAL_POINT,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
        framework_key="practice-framework",
    )
    wide = proposed(delegate(house, "wide"))
    narrow = proposed(delegate(house, "narrow", framework_key="practice-framework"))
    with pytest.raises(NotAllowed, match="limited to the framework"):
        confirm_mandate(mandate_id=wide.pk, actor=actor(limited), at=NOW)
    assert confirm_mandate(mandate_id=narrow.pk, actor=actor(limited), at=NOW).confirmed_at == NOW
    with pytest.raises(NotAllowed):
        end_mandate(mandate_id=house["AAA"].pk, actor=actor(limited), at=NOW)


def test_a_proposal_whose_period_is_over_or_that_was_turned_down_is_not_confirmed(house: House):
    over = proposed(delegate(house, "late", ends_at=LATER))
    with pytest.raises(Conflict, match="period is over"):
        confirm_mandate(mandate_id=over.pk, actor=actor(house["AAA-focal"]), at=LATER)
    refused = proposed(delegate(house, "refused"))
    end_mandate(mandate_id=refused.pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(Conflict, match="turned down"):
        confirm_mandate(mandate_id=refused.pk, actor=actor(house["AAA-focal"]), at=NOW)


def test_nobody_is_admitted_in_anothers_name(house: House):
    mandate = proposed(delegate(house))
    focal = house["AAA-focal"]
    stand_in = Actor.person(house["AAA"].user_id, house["AAA"].pk, for_mandate_id=focal.pk)
    with pytest.raises(NotAllowed, match="another's name"):
        confirm_mandate(mandate_id=mandate.pk, actor=stand_in, at=NOW)


def test_a_mandate_serves_its_own_holder_only(house: House):
    mandate = proposed(delegate(house))
    thief = Actor.person(house["BBB"].user_id, house["AAA-focal"].pk)
    with pytest.raises(NotAllowed):
        confirm_mandate(mandate_id=mandate.pk, actor=thief, at=NOW)


def test_a_mandate_that_does_not_exist_is_said_to_be_missing(house: House):
    for service in (confirm_mandate, end_mandate):
        with pytest.raises(Missing):
            service(mandate_id=new_id(), actor=actor(house["AAA-focal"]), at=NOW)
