"""Merging duplicates: one stays, the authors of all are its own, nothing is lost."""

from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.lifecycle import CommentStage
from reviews.models import Comment
from reviews.selectors.comments import read_room_comments
from reviews.services.comments import merge_comments
from reviews.services.rooms import note_voice
from stakeholders.enums import Capacity
from tests.factories.reviews import Review, share
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import actor

from .cast import LATER, fresh, in_delegation, refusal
from .stages import at_stage


def duplicates(review: Review, count: int = 3) -> list[Comment]:
    house = review.house
    writers = [house["AAA"], house["AAA-focal"]]
    return [share(review, writers[number % 2], house.delegation("AAA")) for number in range(count)]


def merge(review: Review, into: Comment, others: list[Comment], by: str = "AAA-focal") -> Comment:
    return merge_comments(
        into_id=into.pk,
        other_ids=[each.pk for each in others],
        actor=actor(review.house[by]),
        at=LATER,
    )


def test_the_authors_of_all_become_the_survivors(review: Review) -> None:
    house = review.house
    into, *others = duplicates(review)
    merge(review, into, others)
    assert {each.mandate for each in into.authors.all()} == {house["AAA"], house["AAA-focal"]}
    for other in map(fresh, others):
        assert (other.stage, other.merged_into) == ("merged", into)
        assert other.authors.exists()
    assert (fresh(into).stage, fresh(into).edition) == ("shared", 1)


def test_a_merger_is_one_act_in_the_chain_of_the_room(review: Review) -> None:
    into, *others = duplicates(review)
    merge(review, into, others)
    [entry] = Entry.objects.filter(code="comment.merged")
    assert (entry.circle, entry.subject) == (review.house.delegation("AAA").chain, str(into.pk))
    assert all(str(each.pk).encode() in bytes(entry.payload) for each in others)


def test_merging_again_returns_the_comment_to_the_same_person(review: Review) -> None:
    into, *others = duplicates(review)
    for _time in range(2):
        assert merge(review, into, others) == into
    assert Entry.objects.filter(code="comment.merged").count() == 1
    with refusal("move_not_in_table", Conflict):
        merge(review, others[0], [into])


def test_a_second_person_is_told(review: Review) -> None:
    into, *others = duplicates(review)
    merge(review, into, others)
    spokesperson = in_delegation(review.house, Capacity.SPOKESPERSON)
    with refusal("merged_already", Conflict):
        merge_comments(
            into_id=into.pk, other_ids=[others[0].pk], actor=actor(spokesperson), at=LATER
        )


def test_voices_are_not_carried_over(review: Review) -> None:
    house = review.house
    into, other = (share(review, house["AAA"], house.region("north-group")) for _each in range(2))
    note_voice(
        comment_id=other.pk,
        kind="dissent",
        text="No.",
        actor=actor(house["BBB"]),
        at=LATER,
    )
    merge_comments(
        into_id=into.pk, other_ids=[other.pk], actor=actor(house["north-group"]), at=LATER
    )
    cards = {card.id: card for card in read_room_comments(house["AAA"], LATER).rows}
    assert cards[into.pk].not_supporting == ()
    assert cards[other.pk].not_supporting == ("BBB",)
    assert cards[other.pk].merged_into == into.pk


def test_only_duplicates_are_merged(review: Review) -> None:
    house = review.house
    [into] = duplicates(review, 1)
    elsewhere = share(review, house["AAA"], house.group("governments"))
    other_provision = share(review, house["AAA"], house.delegation("AAA"), place=1)
    for other in (elsewhere, other_provision):
        with refusal("not_duplicates", Invalid):
            merge(review, into, [other])
    own = share(
        review, house["AAA"], house.group("governments"), speaks_for=house.delegation("AAA")
    )
    with refusal("not_duplicates", Invalid):
        merge(review, own, [elsewhere])


def test_what_was_handed_over_is_not_merged(review: Review) -> None:
    [into] = duplicates(review, 1)
    submitted = at_stage(review, CommentStage.SUBMITTED)
    for first, second in ((into, submitted), (submitted, into)):
        with refusal("move_not_in_table", Conflict):
            merge(review, first, [second])


def test_something_has_to_be_merged(review: Review) -> None:
    [into] = duplicates(review, 1)
    for others in ([], [into]):
        with refusal("nothing_to_merge", Invalid):
            merge(review, into, others)
    with refusal("too_many", Invalid):
        merge_comments(
            into_id=into.pk,
            other_ids=[uuid4() for _each in range(101)],
            actor=actor(review.house["AAA-focal"]),
            at=LATER,
        )
    with pytest.raises(Missing):
        merge_comments(
            into_id=into.pk, other_ids=[uuid4()], actor=actor(review.house["AAA-focal"]), at=LATER
        )


def test_who_may_not_endorse_does_not_merge(review: Review) -> None:
    into, other = duplicates(review, 2)
    with pytest.raises(NotAllowed):
        merge(review, into, [other], by="AAA")
    for name in ("BBB-focal", "governments", "secretariat"):
        with pytest.raises(Missing):
            merge(review, into, [other], by=name)


def test_many_are_merged_in_as_many_queries_as_two(review: Review) -> None:
    counts = []
    for count in (3, 7):
        into, *others = duplicates(review, count)
        with count_queries() as statements:
            merge(review, into, others)
        counts.append(len(statements))
    assert counts[0] == counts[1]
