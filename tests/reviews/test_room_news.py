"""Which rounds the news of a room are about, whatever was done there."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest

from record.stretches import heads_of
from reviews.lifecycle import CommentStage
from reviews.selectors import room_news
from reviews.selectors.room_news import RoomAct, room_acts
from reviews.services.comments import merge_comments
from reviews.services.cutoffs import set_cutoff
from reviews.services.rooms import note_voice, write_message
from stakeholders.enums import Capacity
from stakeholders.models import Circle
from tests.factories.dispositions import make_answering, prepare, release, reply
from tests.factories.frameworks import make_framework
from tests.factories.next_versions import publish, taken_over
from tests.factories.positions import correct, joined, take, take_for_state
from tests.factories.positions import release as release_position
from tests.factories.reviews import DURING, Review, closed, make_review, share
from tests.stakeholders.cast import actor, found_house

from .cast import LATER, in_delegation
from .stages import at_stage


def head_of(circle: Circle) -> int:
    return heads_of([circle.chain])[circle.chain].number


def news_since(circle: Circle, after: int) -> tuple[RoomAct, ...]:
    return room_acts(circle.chain, after, head_of(circle))


def discusses(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    known: dict[str, Any] = {
        "comment_id": comment.pk,
        "at": LATER,
        "actor": actor(review.house["AAA"]),
    }
    write_message(**known, text="Shall we?")
    note_voice(**known, kind="support")


def merges(review: Review) -> None:
    into, other = (at_stage(review, CommentStage.SHARED) for _each in range(2))
    by = actor(review.house["AAA-focal"])
    merge_comments(into_id=into.pk, other_ids=[other.pk], actor=by, at=DURING)


def sets_a_cutoff(review: Review) -> None:
    set_cutoff(
        round_id=review.round.pk,
        circle_id=review.house.delegation("AAA").pk,
        cutoff_at=LATER,
        actor=actor(review.house["AAA-focal"]),
        at=DURING,
    )


def takes_positions(review: Review) -> None:
    house = review.house
    mine = take_for_state(review, "AAA")
    correct(mine, house["AAA"], "reservation")
    ours = take(review, house["north-group"], house.region("north-group"))
    release_position(ours, house["north-group"])
    joined(ours, house["AAA"], house.delegation("AAA"))


def publishes(review: Review) -> None:
    at_stage(review, CommentStage.SUBMITTED)
    take_for_state(review, "AAA")
    closed(review.round)


DEEDS: list[Callable[[Review], object]] = [
    lambda review: at_stage(review, CommentStage.SHARED),
    lambda review: at_stage(review, CommentStage.ENDORSED),
    lambda review: at_stage(review, CommentStage.SUBMITTED),
    lambda review: at_stage(review, CommentStage.WITHDRAWN),
    discusses,
    merges,
    sets_a_cutoff,
    takes_positions,
    publishes,
]


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_is_done_in_a_room_belongs_to_its_round(review: Review, deed) -> None:
    room = review.house.delegation("AAA")
    before = head_of(room)
    deed(review)
    found = news_since(room, before)
    assert found
    assert {act.rounds for act in found} == {frozenset({review.round.key})}


def test_answers_and_what_becomes_of_comments_belong_to_their_round(db: None) -> None:
    answering = make_answering(found_house())
    room = answering.house.delegation("AAA")
    before = head_of(room)
    prepare(answering, answering.comments)
    assert news_since(room, before) == ()  # nobody but the review secretariat knows of it
    release(answering)
    reply(answering.delegation, answering.house["AAA-focal"])
    publish(answering.review, taken_over(answering.review, answering.delegation))
    found = news_since(room, before)
    assert len(found) >= 4
    assert {act.rounds for act in found} == {frozenset({answering.review.round.key})}


def test_news_name_who_did_it_newest_first(review: Review) -> None:
    house = review.house
    room = house.delegation("AAA")
    before = head_of(room)
    comment = share(review, house["AAA"], room)
    write_message(comment_id=comment.pk, text="Yes.", actor=actor(house["AAA-focal"]), at=LATER)
    assert [act.actor_user for act in news_since(room, before)] == [
        house["AAA-focal"].user_id,
        house["AAA"].user_id,
    ]
    assert [act.actor_user for act in news_since(room, before + 1)] == [house["AAA-focal"].user_id]


def test_who_is_admitted_and_that_a_round_closed_are_no_news_of_a_room(review: Review) -> None:
    room = review.house.delegation("BBB")
    before = head_of(room)
    in_delegation(review.house, Capacity.ADVISER, code="BBB")
    closed(review.round)
    assert head_of(room) > before
    assert news_since(room, before) == ()


def test_rooms_stay_apart(review: Review) -> None:
    house = review.house
    others = [house.delegation("BBB"), house.region("north-group"), house.group("governments")]
    before = [head_of(each) for each in others]
    at_stage(review, CommentStage.SUBMITTED)
    assert [news_since(each, head) for each, head in zip(others, before, strict=True)] == [()] * 3


def test_two_rounds_are_told_apart(review: Review) -> None:
    other = make_review(review.house, framework=make_framework("other"), count=1)
    room = review.house.delegation("AAA")
    share(review, review.house["AAA"], room)
    before = head_of(room)
    share(other, review.house["AAA"], room)
    assert {act.rounds for act in news_since(room, before)} == {frozenset({other.round.key})}


def test_only_so_many_entries_are_read_in_two_queries(
    review: Review, django_assert_num_queries
) -> None:
    room = review.house.delegation("AAA")
    for _each in range(3):
        discusses(review)
    upto = head_of(room)
    with django_assert_num_queries(2):
        assert len(room_acts(room.chain, 0, upto)) == 9
    with patch.object(room_news, "MOST", 4):
        assert len(room_acts(room.chain, 0, upto)) == 4
