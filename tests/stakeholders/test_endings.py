"""A mandate ends with effect at once: by its circle, or by whoever holds it."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict, NotAllowed
from stakeholders.enums import Capacity, Group
from stakeholders.permissions import active_mandate
from stakeholders.services.mandates import confirm_mandate, end_mandate, propose_mandate

from .cast import (
    EVERYBODY,
    LATER,
    NOW,
    House,
    actor,
    admitted,
    chain_of,
    delegate,
)


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_mandate_is_ended_by_its_holder_or_its_circle_alone(house: House, who):
    if who not in ("AAA", "AAA-focal"):
        with pytest.raises(NotAllowed):
            end_mandate(mandate_id=house["AAA"].pk, actor=actor(house[who]), at=NOW)
        return
    ended = end_mandate(mandate_id=house["AAA"].pk, actor=actor(house[who]), at=NOW)
    assert ended.ended_by == house[who]
    assert chain_of(ended)[-1] == (house.delegation("AAA").chain, "mandate.ended")


def test_an_ended_mandate_allows_nothing_from_that_instant_on(house: House):
    mine: dict[str, Any] = {"mandate_id": house["AAA"].pk, "user_id": house["AAA"].user_id}
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    assert active_mandate(**mine, at=NOW - timedelta(microseconds=1)) == house["AAA"]
    with pytest.raises(NotAllowed):
        active_mandate(**mine, at=NOW)


def test_ending_again_is_the_same_act_for_one_and_a_conflict_for_another(house: House):
    first = end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=NOW)
    again = end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=LATER)
    assert again.ended_at == first.ended_at == NOW
    second = admitted(
        house["AAA-focal"],
        "second-focal",
        Capacity.FOCAL_POINT,
        group=Group.GOVERNMENTS,
        organization=house.states["AAA"],
    )
    with pytest.raises(Conflict):
        end_mandate(mandate_id=house["AAA"].pk, actor=actor(second), at=LATER)


def test_a_proposer_takes_back_what_waits_and_not_what_was_confirmed(house: House):
    terms = delegate(house)
    mandate = propose_mandate(terms=terms, actor=actor(house["AAA"]), at=NOW)
    assert end_mandate(mandate_id=mandate.pk, actor=actor(house["AAA"]), at=NOW).ended_at == NOW
    other = propose_mandate(terms=delegate(house, "other"), actor=actor(house["AAA"]), at=NOW)
    confirm_mandate(mandate_id=other.pk, actor=actor(house["AAA-focal"]), at=NOW)
    with pytest.raises(NotAllowed):
        end_mandate(mandate_id=other.pk, actor=actor(house["AAA"]), at=NOW)


@pytest.mark.parametrize("who", ["employers", "secretariat"])
def test_the_last_secretariat_stays_until_its_successor_is_confirmed(house: House, who):
    with pytest.raises(Conflict, match="successor"):
        end_mandate(mandate_id=house[who].pk, actor=actor(house[who]), at=NOW)
    mine = house[who]
    temporary = admitted(mine, "temporary", mine.capacity, group=mine.group, ends_at=LATER)
    with pytest.raises(Conflict, match="successor"):
        end_mandate(mandate_id=mine.pk, actor=actor(mine), at=NOW)
    admitted(temporary, "successor", mine.capacity, group=mine.group)
    assert end_mandate(mandate_id=mine.pk, actor=actor(mine), at=NOW).ended_at == NOW
