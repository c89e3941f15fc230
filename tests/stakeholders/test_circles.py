"""Who reads which circle, who is listed there, and who learns of which mandates."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Missing, NotAllowed
from record.models import Chain, Entry
from stakeholders.enums import CircleKind, Group
from stakeholders.models import Circle, Mandate
from stakeholders.selectors import circles_of, mandates_of_user, members_of
from stakeholders.services.circles import ensure_circles
from stakeholders.services.mandates import end_mandate
from stakeholders.services.secretariats import appoint_secretariat

from .cast import LATER, NOW, OPERATOR, START, House, actor, person, state

PLENARY = ("constituents", "public")


def names(mandate: Mandate | None, at=NOW) -> list[str]:
    return [
        each.organization.code if each.organization else each.group or each.kind
        for each in circles_of(mandate, at=at)
    ]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("AAA", ["AAA", "north-group", "governments", *PLENARY]),
        ("AAA-focal", ["AAA", "north-group", "governments", *PLENARY]),
        ("CCC", ["CCC", "governments", *PLENARY]),
        ("north-group", ["north-group", "governments", *PLENARY]),
        ("governments", ["governments", *PLENARY]),
        ("employers-spokesperson", ["employers", *PLENARY]),
        ("workers", ["workers", *PLENARY]),
        ("secretariat", ["secretariat", *PLENARY]),
        ("chairperson", [*PLENARY]),
        ("observer", ["public"]),
    ],
)
def test_each_capacity_reads_its_own_circles_and_the_wider_ones(house: House, who, reads):
    assert names(house[who]) == reads


def test_an_anonymous_reader_reads_the_public_circle_alone(house):
    assert names(None) == ["public"]


def test_a_mandate_reads_nothing_confidential_before_its_start_or_from_its_end_on(house):
    ended = end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=LATER)
    assert names(ended, START) == ["AAA", "north-group", "governments", *PLENARY]
    assert names(ended, START.replace(year=2025)) == ["public"]
    assert names(ended, LATER) == ["public"]


def test_who_reads_a_circle_and_who_is_its_member_are_the_same_question(house: House):
    mandates = list(Mandate.objects.select_related("user"))
    for circle in Circle.objects.exclude(kind=CircleKind.PUBLIC):
        members = set(Mandate.objects.members_of(circle, NOW).values_list("pk", flat=True))
        readers = {
            each.pk
            for each in mandates
            if Circle.objects.visible_to(each, NOW).filter(pk=circle.pk).exists()
        }
        assert members == readers, circle.kind
    assert len(mandates) == 16


def test_a_member_sees_the_member_list_in_order(house: House):
    listed = members_of(house.region("north-group"), mandate=house["AAA"], at=NOW)
    assert [(each.organization_code, each.capacity) for each in listed] == [
        ("AAA", "delegate"),
        ("AAA", "focal_point"),
        ("BBB", "delegate"),
        ("BBB", "focal_point"),
        ("north-group", "regional_coordinator"),
    ]
    assert listed[0].name == "Delegate-aaa"
    assert listed[0].since == START


@pytest.mark.parametrize("who", ["CCC", "secretariat", "governments", "employers", None])
def test_to_others_the_circle_is_as_if_it_were_not_there(house: House, who):
    with pytest.raises(Missing):
        members_of(house.region("north-group"), mandate=house[who] if who else None, at=NOW)


def test_the_plenary_lists_nobody_to_anybody(house: House):
    plenary = Circle.objects.get(kind=CircleKind.CONSTITUENTS)
    assert members_of(plenary, mandate=house["secretariat"], at=NOW) == []
    assert members_of(plenary, mandate=house["employers"], at=NOW) == []


@pytest.mark.parametrize(
    ("who", "groups"),
    [
        ("employers", {"employers"}),
        ("workers-spokesperson", {"workers"}),
        ("AAA", {"governments"}),
        ("secretariat", {""}),
        ("observer", {""}),
    ],
)
def test_mandates_of_another_group_are_visible_to_nobody(house: House, who, groups):
    seen = Mandate.objects.visible_to(house[who], NOW)
    assert {each.group for each in seen} == groups


def test_an_observer_and_an_anonymous_reader_see_no_other_mandate(house: House):
    assert list(Mandate.objects.visible_to(house["observer"], NOW)) == [house["observer"]]
    assert list(Mandate.objects.visible_to(None, NOW)) == []


def test_ended_mandates_are_seen_by_those_who_admit_and_by_no_other_member(house: House):
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    ended = Mandate.objects.filter(pk=house["AAA"].pk)
    assert ended.visible_to(house["AAA-focal"], LATER).exists()
    assert not ended.visible_to(house["BBB"], LATER).exists()
    assert not ended.visible_to(house["governments"], LATER).exists()


def test_a_person_chooses_among_active_mandates(house: House):
    user = house["AAA"].user
    assert mandates_of_user(user.pk, at=NOW) == [house["AAA"]]
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    assert mandates_of_user(user.pk, at=NOW) == []


def test_a_person_who_may_not_sign_in_is_in_no_circle(house: House):
    house["AAA"].user.is_active = False
    house["AAA"].user.save()
    assert house["AAA"].pk not in [
        each.mandate_id
        for each in members_of(house.delegation("AAA"), mandate=house["AAA-focal"], at=NOW)
    ]
    assert names(house["AAA"]) == ["public"]


def test_circles_are_opened_once_each_in_its_own_chain(house: House):
    assert Circle.objects.count() == 3 + 2 + 3 + 3
    assert ensure_circles(actor=OPERATOR, at=NOW) == 0
    newcomer = state("DDD")
    assert ensure_circles(actor=OPERATOR, at=NOW) == 1
    opened = Entry.objects.get(circle=newcomer.circle.chain)
    assert (opened.code, opened.number) == ("circle.opened", 1)
    assert not Chain.objects.filter(circle="public").exists()


def test_nobody_opens_a_circle_by_hand(house: House):
    with pytest.raises(NotAllowed):
        ensure_circles(actor=actor(house["secretariat"]), at=NOW)


@pytest.mark.django_db
def test_without_circles_nobody_can_be_appointed():
    with pytest.raises(Conflict, match="load_reference"):
        appoint_secretariat(user=person("early"), actor=OPERATOR, at=NOW)


@pytest.mark.parametrize(
    "circle",
    [
        {"kind": "delegation", "group": "governments"},
        {"kind": "group", "group": ""},
        {"kind": "public", "group": "workers"},
        {"kind": "group", "group": Group.WORKERS},
        {"kind": "caucus", "group": ""},
    ],
)
def test_the_database_refuses_a_circle_that_is_malformed_or_there_already(house: House, circle):
    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.create(**circle)
