"""How far a round has come: each room its own, the review secretariat what was handed to it."""

import pytest

from reviews.selectors.progress import RoundProgress, round_progress
from reviews.services.submissions import offer_late
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    DURING,
    Review,
    closed,
    make_review,
    make_submitted,
    share,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import EVERYBODY, House, actor, admitted

pytestmark = pytest.mark.django_db
ROOMS = {
    "AAA-focal": ["AAA", "north-group", "governments"],
    "AAA": ["AAA", "north-group", "governments"],
    "BBB-focal": ["BBB", "north-group", "governments"],
    "north-group": ["north-group", "governments"],
    "governments": ["governments"],
    "employers": ["employers"],
    "employers-spokesperson": ["employers"],
    "workers": ["workers"],
}


@pytest.fixture
def filled(review: Review) -> Review:
    """AAA has one of each: shared, submitted; its regional group one that is shared."""
    house = review.house
    share(review, house["AAA-focal"], house.delegation("AAA"))
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"))
    share(review, house["BBB-focal"], house.region("north-group"))
    return review


def seen(review: Review, mandate: Mandate | None) -> RoundProgress | None:
    return round_progress(review.round, mandate, AFTER)


def rooms(review: Review, name: str) -> dict[str, dict[str, int]]:
    progress = seen(review, review.house[name])
    return {each.room.code: dict(each.stages) for each in progress.rooms} if progress else {}


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_sees_the_rooms_that_it_is_in_from_the_narrowest(filled, name):
    assert list(rooms(filled, name)) == ROOMS.get(name, [])


def test_a_member_sees_the_counts_of_its_own_rooms(filled):
    assert rooms(filled, "AAA") == {
        "AAA": {"shared": 1, "submitted": 1},
        "north-group": {"shared": 1},
        "governments": {},
    }


def test_members_of_other_circles_see_nothing_of_it(filled):
    assert rooms(filled, "BBB-focal") == {
        "BBB": {},
        "north-group": {"shared": 1},
        "governments": {},
    }
    assert rooms(filled, "employers") == {"employers": {}}


def test_the_review_secretariat_sees_what_was_handed_over_and_no_room(filled):
    progress = seen(filled, filled.house["secretariat"])
    assert progress is not None
    assert [(each.actor.code, dict(each.stages)) for each in progress.handed_over] == [
        ("AAA", {"submitted": 1})
    ]
    assert progress.rooms == ()


@pytest.mark.parametrize("name", ["chairperson", "observer"])
def test_who_is_in_no_room_sees_nothing(filled, name):
    assert seen(filled, filled.house[name]) is None
    closed(filled.round, at=AFTER)
    assert seen(filled, filled.house[name]) is None


def test_without_a_mandate_there_is_nothing_to_see(filled):
    assert seen(filled, None) is None


def test_what_was_offered_late_and_published_is_counted_by_stage(filled):
    house = filled.house
    closed(filled.round, at=AFTER)
    late = share(filled, house["AAA-focal"], house.delegation("AAA"), at=AFTER)
    offer_late(
        comment_ids=[late.pk], reason="The capital.", actor=actor(house["AAA-focal"]), at=AFTER
    )
    progress = seen(filled, house["secretariat"])
    assert progress is not None
    assert dict(progress.handed_over[0].stages) == {"published": 1, "offered_late": 1}


def test_actors_stand_in_one_order(review):
    house = review.house
    for name, room in (
        ("workers-spokesperson", house.group("workers")),
        ("north-group", house.region("north-group")),
        ("BBB-focal", house.delegation("BBB")),
        ("AAA-focal", house.delegation("AAA")),
    ):
        make_submitted(review, house[name], room)
    progress = seen(review, house["secretariat"])
    assert progress is not None
    codes = [each.actor.code for each in progress.handed_over]
    assert codes == ["AAA", "BBB", "north-group", "workers"]


def test_a_mandate_for_another_framework_sees_nothing_of_this_one(house: House):
    review = make_review(house)
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"))
    make_framework("other")
    secretary = admitted(
        house["secretariat"], "elsewhere", Capacity.SECRETARIAT, framework_key="other"
    )
    assert seen(review, secretary) is None


def test_a_mandate_that_has_ended_sees_nothing(filled):
    mandate = filled.house["AAA"]
    assert seen(filled, mandate) is not None
    mandate.ended_at = DURING
    assert seen(filled, mandate) is None


def test_the_number_of_queries_is_constant(filled):
    house = filled.house
    for name in ("AAA", "secretariat"):
        with count_queries() as few:
            seen(filled, house[name])
        for place in (0, 1):
            make_submitted(filled, house["BBB-focal"], house.delegation("BBB"), place=place)
            share(filled, house["AAA-focal"], house.delegation("AAA"), place=place)
        with count_queries() as many:
            seen(filled, house[name])
        assert len(many) == len(few) <= 5
