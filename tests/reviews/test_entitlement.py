"""Who endorses and submits in whose name: every capacity, in every kind of circle."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.actor import Actor
from core.errors import Missing, NotAllowed
from reviews.entitlement import ENTITLEMENTS, ROOMS
from reviews.models import Comment
from reviews.permissions import may_endorse, may_submit, substitutable
from reviews.services.comments import endorse_comment
from reviews.services.submissions import submit_comments
from stakeholders.admission import ADMISSIONS
from stakeholders.enums import Capacity, CircleKind
from stakeholders.models import Circle, Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.reviews import DURING, Review, share
from tests.stakeholders.cast import House, actor

from .cast import LATER, fresh, in_delegation, in_group, in_region

# Somebody of each kind of circle who writes there, and how others come in.
ADMITTED: dict[CircleKind, Callable[[House, str], Mandate]] = {
    CircleKind.DELEGATION: in_delegation,
    CircleKind.REGIONAL_GROUP: in_region,
    CircleKind.GROUP: lambda house, capacity: in_group(house, capacity, "employers"),
}
WRITERS = {
    CircleKind.DELEGATION: "AAA",
    CircleKind.REGIONAL_GROUP: "BBB",  # a member writes in the regional group's name
    CircleKind.GROUP: "employers",
}
# The same capacity at home elsewhere, where it is entitled to the same.
ELSEWHERE: dict[CircleKind, Callable[[House, str], Mandate]] = {
    CircleKind.DELEGATION: lambda house, capacity: in_delegation(
        house, capacity, code="BBB", name=f"b-{capacity}"
    ),
    CircleKind.REGIONAL_GROUP: lambda house, capacity: in_region(
        house, capacity, code="south-group", name=f"s-{capacity}"
    ),
    CircleKind.GROUP: lambda house, capacity: in_group(
        house, capacity, "workers", name=f"w-{capacity}"
    ),
}


def room(house: House, kind: CircleKind) -> Circle:
    return {
        CircleKind.DELEGATION: house.delegation("AAA"),
        CircleKind.REGIONAL_GROUP: house.region("north-group"),
        CircleKind.GROUP: house.group("employers"),
    }[kind]


def endorses(comment: Comment, by: Actor) -> bool:
    try:
        endorse_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=LATER)
    except (NotAllowed, Missing):
        return False
    return fresh(comment).stage == "endorsed"


def submits(comment: Comment, by: Actor) -> bool:
    try:
        submit_comments(comment_ids=[comment.pk], actor=by, at=LATER)
    except (NotAllowed, Missing):
        return False
    return fresh(comment).stage == "submitted"


def cleared(review: Review, kind: CircleKind) -> Comment:
    """A comment in the name of a circle that somebody entitled there has endorsed."""
    house = review.house
    clearing = {
        CircleKind.DELEGATION: house["AAA-focal"],
        CircleKind.REGIONAL_GROUP: house["north-group"],
        CircleKind.GROUP: house["employers"],
    }[kind]
    comment = share(review, house[WRITERS[kind]], room(house, kind))
    endorse_comment(comment_id=comment.pk, expected_edition=1, actor=actor(clearing), at=DURING)
    return comment


@pytest.mark.parametrize("kind", ROOMS)
def test_each_capacity_does_what_its_row_says(review: Review, kind: CircleKind) -> None:
    house, row, circle = review.house, ENTITLEMENTS[kind], room(review.house, kind)
    for capacity in sorted(ADMISSIONS[kind].capacities):
        mandate = ADMITTED[kind](house, capacity)
        assert may_endorse(mandate, circle) == (capacity in row.endorse)
        assert may_submit(mandate, circle) == (capacity in row.submit)
        shared = share(review, house[WRITERS[kind]], circle)
        assert endorses(shared, actor(mandate)) == (capacity in row.endorse), capacity
        assert submits(cleared(review, kind), actor(mandate)) == (capacity in row.submit), capacity


@pytest.mark.parametrize("kind", ROOMS)
def test_a_capacity_counts_at_home_only(review: Review, kind: CircleKind) -> None:
    house, circle = review.house, room(review.house, kind)
    shared, endorsed = share(review, house[WRITERS[kind]], circle), cleared(review, kind)
    for capacity in sorted(ENTITLEMENTS[kind].endorse | ENTITLEMENTS[kind].submit):
        mandate = ELSEWHERE[kind](house, capacity)
        assert not may_endorse(mandate, circle)
        assert not may_submit(mandate, circle)
        assert not endorses(shared, actor(mandate))
        assert not submits(endorsed, actor(mandate))


def test_nobody_of_the_review_itself_speaks_for_a_group(review: Review) -> None:
    house = review.house
    for kind in ROOMS:
        shared, endorsed = share(review, house[WRITERS[kind]], room(house, kind)), None
        endorsed = cleared(review, kind)
        for name in ("secretariat", "chairperson", "observer"):
            assert not endorses(shared, actor(house[name]))
            assert not submits(endorsed, actor(house[name]))


def test_every_kind_of_room_can_be_spoken_for() -> None:
    assert set(ENTITLEMENTS) == {"delegation", "regional_group", "group"}
    for kind, row in ENTITLEMENTS.items():
        entitled = row.endorse | row.submit
        assert row.endorse
        assert row.submit
        assert entitled <= ADMISSIONS[kind].capacities
        assert not entitled & {Capacity.ADVISER, Capacity.SUBSTITUTE, Capacity.OBSERVER}


def test_in_a_wider_room_a_delegation_speaks_for_itself_and_nobody_for_it(review: Review) -> None:
    house = review.house
    comment = share(
        review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("AAA")
    )
    for name in ("north-group", "BBB-focal"):
        with pytest.raises(NotAllowed):
            endorse_comment(
                comment_id=comment.pk, expected_edition=1, actor=actor(house[name]), at=LATER
            )
    assert endorses(comment, actor(house["AAA-focal"]))


def test_a_member_of_a_regional_group_does_not_speak_for_it(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.region("north-group"))
    for name in ("AAA", "AAA-focal", "BBB-focal"):
        with pytest.raises(NotAllowed):
            endorse_comment(
                comment_id=comment.pk, expected_edition=1, actor=actor(house[name]), at=LATER
            )


def test_a_substitute_does_what_whom_they_act_for_may_do(review: Review) -> None:
    house = review.house
    substitute = in_delegation(house, Capacity.SUBSTITUTE)
    adviser = in_delegation(house, Capacity.ADVISER)
    assert {each.pk for each in substitutable(substitute, at=LATER)} == {
        house["AAA"].pk,
        house["AAA-focal"].pk,
    }
    comment = share(review, house["AAA"], house.delegation("AAA"))
    for other in (house["AAA"], adviser, house["BBB-focal"], house["employers"]):
        assert not endorses(comment, replace(actor(substitute), for_mandate_id=other.pk)), other
    for somebody in (adviser, house["AAA"]):
        assert not endorses(comment, replace(actor(somebody), for_mandate_id=house["AAA-focal"].pk))
    acting = replace(actor(substitute), for_mandate_id=house["AAA-focal"].pk)
    assert endorses(comment, acting)
    move = comment.moves.latest("number")
    assert (move.mandate, move.for_mandate) == (substitute, house["AAA-focal"])


def test_nobody_substitutes_for_somebody_whose_mandate_ended(review: Review) -> None:
    house = review.house
    substitute = in_delegation(house, Capacity.SUBSTITUTE)
    spokesperson = in_delegation(house, Capacity.SPOKESPERSON)
    comment = share(review, house["AAA"], house.delegation("AAA"))
    end_mandate(mandate_id=spokesperson.pk, actor=actor(house["AAA-focal"]), at=DURING)
    acting = replace(actor(substitute), for_mandate_id=spokesperson.pk)
    assert not endorses(comment, acting)


def test_an_ended_mandate_endorses_nothing_from_that_instant_on(review: Review) -> None:
    house = review.house
    spokesperson = in_delegation(house, Capacity.SPOKESPERSON)
    comment = share(review, house["AAA"], house.delegation("AAA"))
    end_mandate(mandate_id=spokesperson.pk, actor=actor(house["AAA-focal"]), at=LATER)
    assert not endorses(comment, actor(spokesperson))
