"""What a planner learns of unfinished work: whose it is, in which round, since when; no more."""

from dataclasses import astuple
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from frameworks.models import Framework
from reviews.lifecycle import CommentStage
from reviews.models import Round
from reviews.selectors.unfinished import Unfinished, Work, unfinished
from reviews.services.comments import endorse_comment, withdraw_comment
from reviews.services.cutoffs import set_cutoff
from stakeholders.models import Circle
from tests.factories.dispositions import RELEASED, make_released, reply
from tests.factories.frameworks import make_framework
from tests.factories.positions import (
    take_for_state,
)
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    Review,
    closed,
    make_review,
    share,
    submit,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House, actor

from .cast import LATER
from .stages import at_stage
from .windows import extend

pytestmark = pytest.mark.django_db
OVERDUE = {Work.CUTOFF_PASSED, Work.LEFT_OVER, Work.SILENT}


def found(at: datetime, *works: Work) -> list[Unfinished]:
    return [each for each in unfinished(at) if each.work in works]


def circles(at: datetime, *works: Work) -> set[UUID]:
    return {each.circle for each in found(at, *works)}


def cut(review: Review, cutoff_at: datetime | None, at: datetime = DURING) -> None:
    set_cutoff(
        round_id=review.round.pk,
        circle_id=review.house.delegation("AAA").pk,
        cutoff_at=cutoff_at,
        actor=actor(review.house["AAA-focal"]),
        at=at,
    )


@pytest.mark.parametrize(
    ("stage", "works"),
    [
        (CommentStage.SHARED, {Work.ENDORSE}),
        (CommentStage.ENDORSED, {Work.SUBMIT}),
        (CommentStage.SUBMITTED, set()),
        (CommentStage.WITHDRAWN, set()),
    ],
)
def test_a_comment_waits_by_its_stage(
    review: Review, stage: CommentStage, works: set[Work]
) -> None:
    at_stage(review, stage)
    assert {each.work for each in unfinished(LATER)} == works
    for each in unfinished(LATER):
        assert each.circle == review.house.delegation("AAA").pk
        assert (each.framework, each.round) == ("trial", "trial.round.1")
        assert (each.since, each.deadline, each.closes_at) == (DURING, CLOSES, CLOSES)


def test_it_waits_in_the_name_it_is_in_whatever_room_reads_it(review: Review) -> None:
    house = review.house
    share(review, house["AAA"], house.region("north-group"), speaks_for=house.delegation("AAA"))
    assert circles(LATER, Work.ENDORSE) == {house.delegation("AAA").pk}
    share(review, house["BBB"], house.region("north-group"))
    assert circles(LATER, Work.ENDORSE) == {
        house.delegation("AAA").pk,
        house.region("north-group").pk,
    }


def test_it_waits_since_its_latest_move_or_since_the_window_was_set(review: Review) -> None:
    comment = share(review, review.house["AAA"], review.house.delegation("AAA"))
    by = actor(review.house["AAA-focal"])
    endorse_comment(comment_id=comment.pk, expected_edition=1, actor=by, at=LATER)
    [waiting] = found(LATER, Work.SUBMIT)
    assert waiting.since == LATER
    moved = LATER + timedelta(hours=1)
    extend(Round.objects.get(), actor(review.house["secretariat"]), at=moved)
    [waiting] = found(moved, Work.SUBMIT)
    assert (waiting.since, waiting.deadline) == (moved, CLOSES + timedelta(days=1))


def test_a_cut_off_is_overdue_once_it_passed_with_comments_left(review: Review) -> None:
    cutoff = DURING + timedelta(days=2)
    cut(review, cutoff)
    assert found(cutoff, *OVERDUE) == []
    comment = share(review, review.house["AAA"], review.house.delegation("AAA"))
    share(review, review.house["employers"], review.house.group("employers"))
    assert found(cutoff - timedelta(seconds=1), *OVERDUE) == []
    [overdue] = found(cutoff, *OVERDUE)
    assert (overdue.work, overdue.circle) == (
        Work.CUTOFF_PASSED,
        review.house.delegation("AAA").pk,
    )
    assert (overdue.since, overdue.deadline, overdue.closes_at) == (cutoff, cutoff, CLOSES)
    submit([comment], review.house["AAA-focal"], at=LATER)
    assert found(cutoff, *OVERDUE) == []


def test_a_cut_off_that_was_lifted_or_set_later_is_not_overdue(review: Review) -> None:
    share(review, review.house["AAA"], review.house.delegation("AAA"))
    cut(review, DURING + timedelta(days=2))
    cut(review, DURING + timedelta(days=5), at=LATER)
    at = DURING + timedelta(days=3)
    assert found(at, *OVERDUE) == []
    cut(review, None, at=at)
    assert found(CLOSES - timedelta(hours=1), *OVERDUE) == []


def test_what_stayed_in_its_room_at_the_close_is_left_over_for_some_days(review: Review) -> None:
    at_stage(review, CommentStage.SHARED)
    at_stage(review, CommentStage.SUBMITTED, place=1)
    closed(review.round)
    [left] = found(AFTER, Work.LEFT_OVER)
    assert (left.circle, left.since) == (review.house.delegation("AAA").pk, CLOSES)
    assert found(CLOSES + timedelta(days=10), *Work) == []


def test_an_answer_waits_from_its_release_until_somebody_replies(db: None) -> None:
    answering = make_released()
    house = answering.house
    waiting = found(RELEASED, Work.REPLY)
    assert {each.circle for each in waiting} == {
        house.delegation("AAA").pk,
        house.region("north-group").pk,
        house.group("workers").pk,
    }
    assert {(each.round, each.since, each.closes_at) for each in waiting} == {
        ("trial.round.1", RELEASED, None)
    }
    reply(answering.delegation, house["AAA-focal"])
    withdraw_comment(
        comment_id=answering.workers.pk,
        expected_edition=answering.workers.edition,
        actor=actor(house["workers-spokesperson"]),
        at=RELEASED,
    )
    assert circles(RELEASED, Work.REPLY) == {house.region("north-group").pk}
    assert found(RELEASED + timedelta(days=40), Work.REPLY) == []


def test_nothing_but_ids_public_keys_and_instants_is_handed_out(review: Review) -> None:
    at_stage(review, CommentStage.SHARED)
    cut(review, DURING + timedelta(days=2))
    closed(review.round)
    everything = unfinished(AFTER)
    assert everything
    for each in everything:
        work, circle, framework, key, *instants = astuple(each)
        assert work in Work
        assert Circle.objects.filter(pk=circle).exists()
        assert Framework.objects.filter(slug=framework).exists()
        assert not key or Round.objects.filter(key=key).exists()
        assert all(at is None or isinstance(at, datetime) for at in instants)


def test_any_number_of_rounds_and_circles_takes_the_same_queries(house: House) -> None:
    def filled(name: str) -> None:
        review = make_review(house, framework=make_framework(name))
        for code in ("AAA", "BBB", "CCC"):
            share(review, house[code], house.delegation(code))
            take_for_state(review, code)
        cut(review, DURING + timedelta(days=2))
        closed(review.round)

    def asked() -> tuple[int, int]:
        with count_queries() as queries:
            rows = unfinished(AFTER)
        return len(queries), len(rows)

    filled("one")
    before = asked()
    for name in ("two", "three"):
        filled(name)
    queries, rows = asked()
    assert queries == before[0] <= 12
    assert rows == 3 * before[1]
