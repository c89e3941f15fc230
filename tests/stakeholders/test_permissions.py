"""Whom a mandate serves, when, and on which framework."""

from datetime import timedelta
from typing import Any

import pytest

from core.actor import Actor
from core.errors import NotAllowed
from core.ids import new_id
from stakeholders.enums import Capacity
from stakeholders.permissions import (
    NO_ACTIVE_MANDATE,
    acting_mandate,
    active_mandate,
    check_is_review_secretariat,
    covers_framework,
)
from stakeholders.services.mandates import propose_mandate
from stakeholders.terms import MandateTerms

from .cast import LATER, NOW, OPERATOR, START, SYSTEM, House, actor, admitted, person


def refused(**question: Any) -> str:
    with pytest.raises(NotAllowed) as caught:
        active_mandate(**question)
    return caught.value.detail


def test_the_holder_acts_under_an_active_mandate(house: House):
    mine = house["AAA"]
    assert active_mandate(mandate_id=mine.pk, user_id=mine.user_id, at=NOW) == mine
    assert acting_mandate(actor(mine), at=NOW) == mine


def test_every_refusal_reads_the_same(house: House):
    """A stranger must not learn from the words whether a mandate exists."""
    mine, other = house["AAA"], house["BBB"]
    waiting = propose_mandate(
        terms=MandateTerms(person("w"), Capacity.ADVISER, "workers"), actor=OPERATOR, at=NOW
    )
    answers = {
        refused(mandate_id=mine.pk, user_id=other.user_id, at=NOW),
        refused(mandate_id=new_id(), user_id=other.user_id, at=NOW),
        refused(mandate_id=waiting.pk, user_id=waiting.user_id, at=NOW),
        refused(mandate_id=mine.pk, user_id=mine.user_id, at=START - timedelta(seconds=1)),
    }
    assert answers == {NO_ACTIVE_MANDATE}


def test_a_period_begins_at_its_start_and_excludes_its_end(house: House):
    mandate = admitted(
        house["workers"], "timed", Capacity.ADVISER, group="workers", starts_at=NOW, ends_at=LATER
    )
    mine: dict[str, Any] = {"mandate_id": mandate.pk, "user_id": mandate.user_id}
    instant = timedelta(microseconds=1)
    assert active_mandate(**mine, at=NOW) == mandate
    assert active_mandate(**mine, at=LATER - instant) == mandate
    assert refused(**mine, at=NOW - instant)
    assert refused(**mine, at=LATER)


def test_the_queryset_and_the_loaded_row_agree_on_what_is_active(house: House):
    mandate = admitted(
        house["workers"], "timed", Capacity.ADVISER, group="workers", starts_at=NOW, ends_at=LATER
    )
    mine = type(mandate).objects.filter(pk=mandate.pk)
    for at in (START, NOW - timedelta(microseconds=1), NOW, LATER - timedelta(1), LATER):
        assert mine.active_at(at).exists() == mandate.is_active_at(at)


def test_a_limited_mandate_serves_on_its_framework_only(house: House):
    limited = admitted(
        house["secretariat"], "limited", Capacity.SECRETARIAT, framework_key="practice-framework"
    )
    mine: dict[str, Any] = {"mandate_id": limited.pk, "user_id": limited.user_id, "at": NOW}
    assert active_mandate(**mine, framework_key="practice-framework") == limited
    assert active_mandate(**mine) == limited
    assert refused(**mine, framework_key="ai-manufacturing-2026") == NO_ACTIVE_MANDATE
    assert covers_framework(house["secretariat"], "ai-manufacturing-2026")


@pytest.mark.parametrize("loader", [OPERATOR, SYSTEM])
def test_files_and_jobs_hold_no_mandate(house: House, loader: Actor):
    with pytest.raises(NotAllowed, match="Only a person"):
        acting_mandate(loader, at=NOW)


def test_a_user_who_may_not_sign_in_acts_no_more(house: House):
    house["AAA"].user.is_active = False
    house["AAA"].user.save()
    assert refused(mandate_id=house["AAA"].pk, user_id=house["AAA"].user_id, at=NOW)


def test_superusers_have_no_power_without_a_mandate(house: House):
    root = type(house["AAA"].user).objects.create_superuser("root@example.org", "long password")
    assert root.is_superuser
    assert refused(mandate_id=house["secretariat"].pk, user_id=root.pk, at=NOW)


@pytest.mark.parametrize("who", ["governments", "employers", "AAA", "chairperson", "observer"])
def test_only_the_review_secretariat_is_the_review_secretariat(house: House, who):
    check_is_review_secretariat(mandate=house["secretariat"])
    with pytest.raises(NotAllowed):
        check_is_review_secretariat(mandate=house[who])
