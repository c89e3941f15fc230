"""Taking a position: in whose name, by whom, and in which words."""

import json
from typing import Any

import pytest

from core.actor import Actor
from core.errors import Conflict, Invalid, Missing, NotAllowed
from provisions.enums import Stance
from record.models import Entry
from reviews.models import Position
from reviews.services.positions import take_position
from stakeholders.enums import Capacity
from tests.factories.positions import (
    WORDING,
    take,
    take_for,
)
from tests.factories.reviews import (
    DURING,
    Review,
)

from .cast import governments_spokesperson, in_delegation, in_group, in_region
from .refusals import refused

pytestmark = pytest.mark.django_db


def chains_of(position: Position) -> dict[str, str]:
    """Return the code of each entry that names a position, by chain."""
    rows = Entry.objects.filter(subject=str(position.pk))
    return dict(rows.values_list("circle", "code"))


@pytest.mark.parametrize("stance", Stance.values)
def test_every_stance_is_taken_with_what_it_needs_and_stays_in_its_room(
    review: Review, stance: str
) -> None:
    before = Entry.objects.count()
    position = take_for(review, "employers", stance, ad_referendum=True)
    position.refresh_from_db()
    assert (position.stance, position.number, position.ad_referendum) == (stance, 1, True)
    assert position.mandate == review.house["employers-spokesperson"]
    assert (position.released_at, position.key, position.public_number) == (None, None, None)
    # One entry, in the circle's own chain, with codes and digests only.
    assert Entry.objects.count() == before + 1
    assert chains_of(position) == {review.house.group("employers").chain: "position.taken"}
    entry = Entry.objects.get(subject=str(position.pk))
    payload = json.loads(bytes(entry.payload))
    assert (payload["stance"], payload["number"], payload["version"]) == (stance, 1, 1)
    assert len(payload["digest"]) == 64
    assert entry.touches == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"stance": "reservation"}, "reasons_empty"),
        ({"stance": "objection"}, "reasons_empty"),
        ({"stance": "objection", "reasons": "  \n "}, "reasons_empty"),
        ({"stance": "support_subject_to_amendment"}, "wording_empty"),
        ({"stance": "support", "wording": WORDING}, "wording_not_taken"),
        ({"stance": "agreed"}, "unknown_stance"),
        ({"stance": ""}, "unknown_stance"),
        ({"stance": "support", "language": "de"}, "unknown_language"),
        ({"stance": "objection", "reasons": "x" * 5_001}, "reasons_long"),
        ({"stance": "support", "reasons": "a\0b"}, "reasons_malformed"),
    ],
)
def test_what_a_stance_needs_is_asked_for(review: Review, said: Any, code: str) -> None:
    with refused(Invalid, code) as refusal:
        bare = {"reasons": "", "wording": "", **said}
        take(review, review.house["AAA"], review.house.delegation("AAA"), **bare)
    assert len(refusal.errors) == 1
    assert refusal.detail
    assert not Position.objects.exists()


def test_everything_that_is_wrong_is_named_at_once(review: Review) -> None:
    with refused(Invalid, "invalid") as refusal:
        take_for(review, "workers", "objection", reasons="", language="xx")
    assert refusal.errors == {"reasons": "reasons_empty", "language": "unknown_language"}


def test_words_are_kept_in_normal_form(review: Review) -> None:
    position = take_for(review, "workers", "objection", reasons="  Too  vague.\r\n\r\n\r\nTwo. ")
    assert position.reasons == "Too vague.\n\nTwo."


def test_who_submits_for_a_circle_takes_its_positions_and_nobody_else_of_it(
    review: Review,
) -> None:
    house = review.house
    rooms: dict[str, Any] = {
        "AAA": house.delegation("AAA"),
        "north-group": house.region("north-group"),
        "employers": house.group("employers"),
        "governments": house.group("governments"),
    }
    may = [
        (house["AAA"], "AAA"),
        (house["AAA-focal"], "AAA"),
        (house["north-group"], "north-group"),
        (house["employers-spokesperson"], "employers"),
        (governments_spokesperson(house), "governments"),
    ]
    for mandate, room in may:
        assert take(review, mandate, rooms[room], reasons=mandate.capacity).mandate == mandate
    may_not = [
        (in_delegation(house, Capacity.ADVISER), "AAA"),
        (in_delegation(house, Capacity.SUBSTITUTE), "AAA"),
        (house["AAA"], "north-group"),
        (in_region(house, Capacity.ADVISER), "north-group"),
        (house["AAA"], "governments"),
        (house["governments"], "governments"),
        (house["employers"], "employers"),
        (in_group(house, Capacity.ADVISER, "employers"), "employers"),
    ]
    for mandate, room in may_not:
        with refused(NotAllowed, "not_entitled_to_take_positions") as refusal:
            take(review, mandate, rooms[room])
        assert "takes its positions" in refusal.detail


@pytest.mark.parametrize(
    "name", ["secretariat", "chairperson", "observer", "workers-spokesperson", "BBB", "CCC"]
)
def test_to_outsiders_there_is_no_such_room(review: Review, name: str) -> None:
    house = review.house
    take_for(review, "employers", "objection")
    for circle in (house.group("employers"), house.delegation("AAA")):
        with refused(Missing, "not_found") as refusal:
            take(review, house[name], circle)
        assert refusal.detail == "There is no such room."


def test_the_plenary_and_the_public_take_none(review: Review) -> None:
    for kind in ("constituents", "public", "secretariat"):
        circle = type(review.house.delegation("AAA")).objects.get(kind=kind)
        with refused(Missing):
            take(review, review.house["AAA"], circle)


def test_a_program_without_a_mandate_takes_none(review: Review) -> None:
    with refused(NotAllowed, "person_needed"):
        take_position(
            item_id=review.item().pk,
            circle_id=review.house.group("workers").pk,
            stance="support",
            expected_number=0,
            actor=Actor.system("trial"),
            at=DURING,
        )


def test_a_mandate_for_another_framework_takes_none(review: Review) -> None:
    elsewhere = in_delegation(review.house, Capacity.DELEGATE, framework_key="elsewhere")
    with refused(NotAllowed, "no_active_mandate"):
        take(review, elsewhere, review.house.delegation("AAA"))


def test_a_substitute_takes_it_for_the_one_they_act_for_and_both_are_recorded(
    review: Review,
) -> None:
    house = review.house
    substitute = in_group(house, Capacity.SUBSTITUTE, "workers")
    spokesperson = house["workers-spokesperson"]
    position = take_position(
        item_id=review.item().pk,
        circle_id=house.group("workers").pk,
        stance="support",
        expected_number=0,
        actor=Actor.person(substitute.user_id, substitute.pk, spokesperson.pk),
        at=DURING,
    )
    assert (position.mandate, position.for_mandate) == (substitute, spokesperson)
    payload = json.loads(bytes(Entry.objects.get(subject=str(position.pk)).payload))
    assert payload["for_mandate"] == str(spokesperson.pk)


def test_the_same_again_by_the_same_person_is_the_same_position(review: Review) -> None:
    first = take_for(review, "employers", "objection")
    for expected in (0, 1):  # a double click, and a form sent again after a look at the result
        assert take_for(review, "employers", "objection", expected_number=expected) == first
    assert Position.objects.count() == 1


def test_another_person_who_did_not_see_it_is_told(review: Review) -> None:
    house = review.house
    take_for(review, "employers", "objection")
    second = in_group(house, Capacity.SPOKESPERSON, "employers", name="second-voice")
    circle = house.group("employers")
    for stance in ("objection", "support"):
        with refused(Conflict, "position_changed"):
            take(review, second, circle, stance, expected_number=0)
    # Who saw it says it again under a mandate of their own: a re-confirmation.
    again = take(review, second, circle, "objection", expected_number=1)
    assert (again.number, again.mandate) == (2, second)
    with refused(Conflict, "position_changed"):
        take(review, second, circle, "support", expected_number=7)


def test_history_is_appended(review: Review) -> None:
    first = take_for(review, "workers", "position_reserved")
    second = take_for(review, "workers", "support")
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert first.stance == "position_reserved"
    assert take_for(review, "workers", place=1).number == 1
