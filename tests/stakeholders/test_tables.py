"""What the database itself refuses, whatever a service or an operator tries."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from stakeholders.enums import Group, OrganizationKind
from stakeholders.models import Mandate, Organization, RegionalMembership, User
from stakeholders.terms import MandateTerms

from .cast import LATER, NOW, START, House, person

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_whatever_its_case():
    user = User.objects.create_user("Ana.Lopez@Example.ORG")
    assert user.email == "Ana.Lopez@example.org"
    assert User.objects.get_by_natural_key("ana.lopez@example.org") == user
    with pytest.raises(ValidationError):
        User.objects.create_user("ana.LOPEZ@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="ANA.LOPEZ@EXAMPLE.ORG").save()


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"email": "nobody"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": ""},
        {"language": "de"},
        {"language": ""},
    ],
)
def test_a_malformed_account_is_refused(fields):
    with pytest.raises(ValidationError):
        User.objects.create_user(**{"email": "somebody@example.org"} | fields)
    assert not User.objects.exists()


def test_an_account_without_a_password_opens_with_none():
    user = person("ana")
    assert not user.has_usable_password()
    assert not user.check_password("")
    assert (user.language, user.time_zone, user.is_staff) == ("en", "Europe/Zurich", False)


def test_the_database_keeps_to_the_three_languages():
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="x@example.org", language="de").save()


@pytest.mark.parametrize(
    "fields",
    [
        {"capacity": "emperor"},
        {"capacity": "secretariat", "group": "workers"},
        {"capacity": "delegate", "group": ""},
        {"capacity": "delegate", "group": "emperors"},
        {"ends_at": START},
        {"confirmed_at": START.replace(year=2025)},
        {"ended_at": START.replace(year=2025)},
    ],
)
def test_a_malformed_mandate_is_refused(house: House, fields):
    sound = {
        "user": person("x"),
        "group": "workers",
        "capacity": "delegate",
        "starts_at": START,
        "proposed_at": START,
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.create(**sound | fields)
    Mandate.objects.create(**sound)


@pytest.mark.parametrize(
    "change",
    [
        {"capacity": "adviser"},
        {"group": "workers"},
        {"framework_key": "elsewhere"},
        {"starts_at": START.replace(year=2020)},
        {"ends_at": LATER},
        {"confirmed_at": LATER},
        {"confirmed_at": None, "confirmed_by": None},
    ],
)
def test_a_mandate_is_never_rewritten(house: House, change):
    rows = Mandate.objects.filter(pk=house["employers-spokesperson"].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**change)


def test_an_end_stands(house: House):
    rows = Mandate.objects.filter(pk=house["employers-spokesperson"].pk)
    rows.update(ended_at=NOW, ended_by=house["employers"])
    for change in ({"ended_at": LATER}, {"ended_at": None, "ended_by": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


@pytest.mark.parametrize("who", ["secretariat", "workers", "chairperson", None])
@pytest.mark.parametrize("capacity", ["delegate", "group_secretariat"])
def test_the_database_refuses_a_mandate_that_outsiders_confirm(house: House, who, capacity):
    terms = MandateTerms(person("x"), capacity, Group.EMPLOYERS)
    mandate = terms.proposed(by=None, at=NOW)
    mandate.save()
    rows = Mandate.objects.filter(pk=mandate.pk)
    with pytest.raises(DatabaseError, match="admits its own"), transaction.atomic():
        rows.update(confirmed_at=NOW, confirmed_by=house[who] if who else None)
    mandate = terms.proposed(by=None, at=LATER)
    mandate.confirmed_at, mandate.confirmed_by = LATER, house[who] if who else None
    with pytest.raises(DatabaseError, match="admits its own"), transaction.atomic():
        mandate.save(force_insert=True)
    assert rows.update(confirmed_at=NOW, confirmed_by=house["employers"]) == 1


def test_the_same_mandate_does_not_stand_twice(house: House):
    terms = MandateTerms(person("x"), "delegate", Group.EMPLOYERS, starts_at=NOW)
    terms.proposed(by=None, at=NOW).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        terms.proposed(by=None, at=LATER).save()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "planet"},
        {"group": "emperors"},
        {"kind": "member_state", "region": ""},
        {"kind": "member_state", "group": "workers"},
    ],
)
def test_a_malformed_organization_is_refused(fields):
    sound = {
        "code": "ZZZ",
        "kind": OrganizationKind.MEMBER_STATE,
        "group": Group.GOVERNMENTS,
        "region": "africa",
        "name": {"en": "X"},
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(**sound | fields)
    assert str(Organization.objects.create(**sound)) == "ZZZ"


def test_a_membership_stands_once_and_is_never_deleted(house: House):
    there = RegionalMembership.objects.get(member=house.states["AAA"])
    twin = {
        "regional_group": there.regional_group,
        "member": there.member,
        "added_at": NOW,
        "added_by": house["north-group"],
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionalMembership.objects.create(**twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionalMembership.objects.create(**twin | {"member": there.regional_group})
    with pytest.raises(IntegrityError), transaction.atomic():
        RegionalMembership.objects.filter(pk=there.pk).update(ended_at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        there.delete()


@pytest.mark.parametrize("name", ["AAA", "employers", "secretariat"])
def test_organizations_and_mandates_are_never_deleted(house: House, name):
    with pytest.raises(DatabaseError), transaction.atomic():
        Mandate.objects.filter(pk=house[name].pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Organization.objects.filter(code="observing-body").delete()
