"""When mails about one's own work stay silent after all: it is done, or it is not theirs."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from notifications.enums import DropReason, Kind
from notifications.letters.letter import Letter
from reviews.services.comments import endorse_comment
from stakeholders.enums import Capacity
from stakeholders.services.mandates import end_mandate
from tests.factories.dispositions import RELEASED, make_released, reply
from tests.factories.positions import take_for_state
from tests.factories.reviews import Review, closed, submit
from tests.provisions.queries import count_queries
from tests.reviews.cast import in_delegation
from tests.reviews.windows import close_early, extend
from tests.stakeholders.cast import House, actor

from .work_scenes import (
    AFTER_CUTOFF,
    CUTOFF,
    DAY,
    DAY_AFTER,
    MORNING,
    OTHERS,
    clearing,
    cut,
    left_by_its_speaker,
    reason,
    said,
    shared,
    to,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("adviser")]


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_is_told_even_if_it_was_planned(review: Review, name: str) -> None:
    shared(review)
    left_by_its_speaker(review, at=CUTOFF)
    rows = [
        clearing(review, name),
        to(review, name, Kind.TO_REPLY, "first:x"),
        to(review, name, Kind.TO_RECONFIRM, "2026-W41"),
    ]
    # Who does it in another circle has it done there: nothing waits.
    done = {"BBB-focal": 3, "north-group": 3, "employers-spokesperson": 3}
    done |= {"governments": 1, "employers": 1}
    entitled = done.get(name, 0)
    expected = [DropReason.DONE] * entitled + [DropReason.NOT_ENTITLED] * (3 - entitled)
    assert [reason(row, AFTER_CUTOFF) for row in rows] == expected


@pytest.mark.parametrize("name", [*OTHERS, "AAA"])
def test_what_is_overdue_is_for_the_circles_own_coordinator_only(review: Review, name: str) -> None:
    shared(review)
    cut(review, CUTOFF)
    row = to(review, name, Kind.OVERDUE, f"cutoff:{CUTOFF.isoformat()}")
    coordinates = name in ("governments", "employers", "BBB-focal", "north-group")
    expected = DropReason.DONE if coordinates else DropReason.NOT_ENTITLED
    assert reason(row, AFTER_CUTOFF) == expected


def test_each_is_silent_once_it_is_done(review: Review) -> None:
    house = review.house
    comment = shared(review)
    cut(review, CUTOFF)
    left_by_its_speaker(review, at=CUTOFF)
    rows = [
        clearing(review, "AAA-focal"),
        to(review, "AAA-focal", Kind.OVERDUE, f"cutoff:{CUTOFF.isoformat()}"),
        to(review, "AAA-focal", Kind.TO_RECONFIRM, "2026-W41"),
        to(review, "AAA-focal", Kind.OVERDUE, "closed"),
    ]
    assert [reason(row, AFTER_CUTOFF) for row in rows] == [None, None, None, DropReason.DONE]
    submit([comment], house["AAA-focal"], at=AFTER_CUTOFF)
    take_for_state(review, "AAA", at=AFTER_CUTOFF)
    assert {reason(row, AFTER_CUTOFF) for row in rows} == {DropReason.DONE}
    closed(review.round)
    assert reason(rows[3], DAY_AFTER) == DropReason.DONE


def test_a_reply_silences_the_reminder_of_the_answer(house: House) -> None:
    answering = make_released(house)
    row = to(answering.review, "AAA", Kind.TO_REPLY, "first:x", RELEASED)
    assert reason(row, RELEASED) is None
    reply(answering.delegation, house["AAA-focal"])
    assert reason(row, RELEASED + 2 * DAY) == DropReason.DONE


def test_what_only_others_of_the_circle_may_do_is_not_told(review: Review) -> None:
    comment = shared(review)
    delegate = clearing(review, "AAA")
    assert reason(delegate, MORNING) == DropReason.DONE, "a delegate does not endorse"
    by = actor(review.house["AAA-focal"])
    endorse_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=MORNING)
    assert reason(delegate, MORNING) is None


def test_a_substitute_is_told_while_there_is_somebody_to_act_for(review: Review) -> None:
    house = review.house
    house.mandates["stand-in"] = in_delegation(house, Capacity.SUBSTITUTE, name="stand-in")
    shared(review)
    row = clearing(review, "stand-in")
    assert reason(row, MORNING) is None
    for name in ("AAA", "AAA-focal"):
        end_mandate(mandate_id=house[name].pk, actor=actor(house[name]), at=MORNING)
    assert reason(row, MORNING + DAY) == DropReason.NOT_ENTITLED


def test_a_right_that_was_lost_meanwhile_silences_all_of_them(review: Review) -> None:
    shared(review)
    cut(review, CUTOFF)
    left_by_its_speaker(review, at=CUTOFF)
    focal_point = review.house["AAA-focal"]
    rows = [
        clearing(review, "AAA-focal"),
        to(review, "AAA-focal", Kind.TO_REPLY, "first:x"),
        to(review, "AAA-focal", Kind.TO_RECONFIRM, "2026-W41"),
        to(review, "AAA-focal", Kind.OVERDUE, f"cutoff:{CUTOFF.isoformat()}"),
    ]
    end_mandate(mandate_id=focal_point.pk, actor=actor(focal_point), at=AFTER_CUTOFF)
    later = AFTER_CUTOFF + timedelta(minutes=1)
    assert {reason(row, later) for row in rows} == {DropReason.NOT_ENTITLED}


@pytest.mark.parametrize("change", [extend, close_early])
def test_a_reminder_of_a_deadline_that_was_moved_is_superseded(
    review: Review, change: Callable[..., object]
) -> None:
    shared(review)
    row = clearing(review, "AAA-focal")
    change(review.round, actor(review.house["secretariat"]), at=MORNING)
    assert reason(row, MORNING) == DropReason.SUPERSEDED


def test_a_cut_off_that_was_set_anew_silences_what_told_of_the_old_one(review: Review) -> None:
    shared(review)
    cut(review, CUTOFF)
    row = to(review, "AAA-focal", Kind.OVERDUE, f"cutoff:{CUTOFF.isoformat()}")
    cut(review, CUTOFF + 3 * DAY, at=AFTER_CUTOFF)
    assert reason(row, AFTER_CUTOFF) == DropReason.DONE


def test_writing_one_takes_the_same_queries_whatever_waits(review: Review) -> None:
    row = clearing(review, "AAA-focal")

    def asked() -> int:
        with count_queries() as queries:
            assert isinstance(said(row, MORNING), Letter)
        return len(queries)

    shared(review)
    first = asked()
    for place in (0, 1, 1):
        shared(review, place=place)
    assert asked() == first
