"""What selectors return stands behind the gate too, in as many queries for many as for one."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from core.errors import DomainError, Missing
from frameworks.selectors import Stretch
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import Comment, Submission
from reviews.selectors.comments import read_room_comments, room_comments
from reviews.selectors.handed import handed_over_comment, handed_over_comments
from reviews.selectors.receipts import digest_matches, receipt
from reviews.selectors.rooms import comment_detail
from reviews.selectors.waiting import Waiting, waiting_for
from reviews.services.comments import withdraw_comment
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.factories.reviews import AFTER, CLOSES, DURING, Review, make_review, share, submit
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import House, actor

from .cast import LATER, in_delegation
from .scenes import IN_AAA, ROOMS, People, scene
from .stages import at_stage


@pytest.mark.parametrize("room", ROOMS)
def test_the_readings_stand_behind_the_gate(review: Review, everybody: People, room: str) -> None:
    played = scene(review, room).play(CommentStage.SUBMITTED)
    sealed = Submission.objects.get()
    for name, mandate in everybody.items():
        inside = name in played.inside
        assert bool(read_room_comments(mandate, AFTER).rows) == inside, name
        assert bool(handed_over_comments(mandate, AFTER).rows) == (name == "secretariat"), name
        for read, thing, allowed in (
            (comment_detail, played.comment.pk, inside),
            (handed_over_comment, played.comment.pk, name == "secretariat"),
            (receipt, sealed.pk, inside or name == "secretariat"),
        ):
            assert can_read(read, thing, mandate) == allowed, name


def test_a_room_is_there_for_its_members_only(review: Review, everybody: People) -> None:
    room = review.house.delegation("AAA")
    scene(review, "delegation").play()
    # Limited to another framework one is in the room, and finds nothing of this one there.
    found = {"elsewhere": 0} | dict.fromkeys(IN_AAA, 1)
    for name, mandate in everybody.items():
        if name in found:
            assert len(room_comments(room, mandate, AFTER).rows) == found[name]
            continue
        with pytest.raises(Missing):
            room_comments(room, mandate, AFTER)


def can_read(read: Callable[..., object], thing: UUID, mandate: Mandate | None) -> bool:
    try:
        read(thing, mandate, AFTER)
    except Missing:
        return False
    return True


def test_a_random_id_is_refused_as_a_hidden_one_is(review: Review, everybody: People) -> None:
    hidden = scene(review, "delegation").play().comment.pk
    for name, mandate in everybody.items():
        if name in IN_AAA:
            continue
        for read in (comment_detail, handed_over_comment, receipt):
            refusals = set()
            for thing in (hidden, uuid4()):
                with pytest.raises(DomainError) as refused:
                    read(thing, mandate, AFTER)
                refusals.add((type(refused.value), refused.value.detail, refused.value.code))
            assert len(refusals) == 1


def test_nothing_waits_for_who_is_not_there(review: Review, everybody: People) -> None:
    scene(review, "delegation").play()
    for name in ("nobody", "ended", "unconfirmed", "barred"):
        assert waiting_for(everybody[name], AFTER) == Waiting(), name


def test_a_receipt_names_persons_in_its_room_only(review: Review) -> None:
    house = review.house
    scene(review, "delegation").play(CommentStage.SUBMITTED)
    sealed = Submission.objects.get()
    ours = receipt(sealed.pk, house["AAA"], AFTER)
    theirs = receipt(sealed.pk, house["secretariat"], AFTER)
    assert ours.person is not None
    assert ours.person.name == "Focal-aaa"
    assert (theirs.person, theirs.for_person) == (None, None)
    assert ours.lines == theirs.lines


def queries_of(call: Callable[[], object]) -> int:
    with count_queries() as statements:
        call()
    return len(statements)


@pytest.mark.parametrize("name", ["AAA", "secretariat"])
def test_lists_take_as_many_queries_for_many_as_for_one(review: Review, name: str) -> None:
    mandate = review.house[name]
    calls: list[Callable[[], object]] = [
        lambda: read_room_comments(mandate, AFTER),
        lambda: handed_over_comments(mandate, AFTER),
        lambda: waiting_for(mandate, LATER),
    ]
    counts: list[list[int]] = []
    for _round in range(2):
        for _each in range(1 + 2 * len(counts)):
            scene(review, "delegation").play(CommentStage.SUBMITTED)
            scene(review, "delegation").play()
        counts.append([queries_of(call) for call in calls])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 32


def test_a_detail_and_a_receipt_take_as_many_queries_for_many_as_for_one(review: Review) -> None:
    house = review.house
    counts = []
    for count in (1, 4):
        comments = [share(review, house["AAA"], house.delegation("AAA")) for _each in range(count)]
        sealed = submit(comments, house["AAA-focal"])
        counts.append(
            (
                queries_of(partial(receipt, sealed.pk, house["AAA"], AFTER)),
                queries_of(partial(comment_detail, comments[0].pk, house["AAA"], AFTER)),
            )
        )
    assert counts[0] == counts[1]


def test_a_list_is_walked_stretch_by_stretch(review: Review) -> None:
    house = review.house
    wanted = {share(review, house["AAA"], house.delegation("AAA")).pk for _each in range(5)}
    for order in ("document", "recent"):
        seen: list[UUID] = []
        stretch = Stretch(order=order, limit=2)
        while True:
            found = read_room_comments(house["AAA"], LATER, stretch)
            seen += [card.id for card in found.rows]
            if found.next is None:
                break
            stretch = Stretch(order=order, position=found.next, limit=2)
        assert len(seen) == 5
        assert set(seen) == wanted
    one = next(iter(wanted))
    [card] = read_room_comments(house["AAA"], LATER, Stretch(keys=[str(one)])).rows
    assert card.id == one


def test_a_room_is_filtered_by_round_provision_and_stage(review: Review) -> None:
    house = review.house
    first = share(review, house["AAA"], house.delegation("AAA"))
    second = share(review, house["AAA"], house.delegation("AAA"), place=1)
    submit([second], house["AAA-focal"])
    room, mandate = house.delegation("AAA"), house["AAA"]

    def found(**filters: Any) -> set[UUID]:
        return {card.id for card in room_comments(room, mandate, LATER, **filters).rows}

    assert found() == {first.pk, second.pk}
    assert found(provisions=["trial.2"]) == {second.pk}
    assert found(stages=["shared"]) == {first.pk}
    assert found(rounds=[review.round.key]) == {first.pk, second.pk}
    assert found(rounds=["trial.round.9"]) == set()


@pytest.mark.parametrize(
    ("name", "stage", "at", "moves"),
    [
        ("AAA", "shared", DURING, {"revise", "withdraw"}),
        ("AAA", "endorsed", DURING, {"revise", "submit", "withdraw"}),
        ("AAA", "endorsed", AFTER, {"revise", "offer_late", "withdraw"}),
        ("AAA-focal", "shared", DURING, {"revise", "endorse", "submit", "withdraw", "merge"}),
        ("AAA-focal", "shared", AFTER, {"revise", "endorse", "offer_late", "withdraw", "merge"}),
        ("AAA-focal", "submitted", AFTER, {"withdraw"}),
        ("AAA-focal", "withdrawn", AFTER, set()),
        ("adviser", "shared", DURING, {"revise"}),
        ("adviser", "submitted", DURING, set()),
        ("substitute", "shared", DURING, {"revise", "endorse", "submit", "withdraw", "merge"}),
    ],
)
def test_a_detail_says_which_moves_are_open(
    review: Review, name: str, stage: str, at, moves: set[str]
) -> None:
    house = review.house
    for capacity in (Capacity.ADVISER, Capacity.SUBSTITUTE):
        house.mandates[capacity] = in_delegation(house, capacity)
    comment = at_stage(review, CommentStage(stage))
    detail = comment_detail(comment.pk, house[name], at)
    assert detail.open_moves == {CommentMove(move) for move in moves}
    assert bool(detail.rights.through) == (name == "substitute")


def test_a_receipt_gives_its_instant_in_two_zones_and_proves_the_words(review: Review) -> None:
    house = review.house
    comments = [share(review, house["AAA"], house.delegation("AAA")) for _each in range(2)]
    sealed = submit(comments, house["AAA-focal"], at=CLOSES - timedelta(seconds=1))
    read = receipt(sealed.pk, house["AAA"], AFTER)
    assert read.number == sealed.number
    assert (read.at.hour, read.local_at.hour, read.time_zone) == (15, 17, "Europe/Zurich")
    assert read.at == read.local_at
    assert [line.comment_id for line in read.lines] == sorted(each.pk for each in comments)
    assert read.matches
    assert digest_matches(sealed.pk, house["AAA"], AFTER)
    with pytest.raises(Missing):
        digest_matches(sealed.pk, house["BBB"], AFTER)


def test_a_receipt_notices_a_word_that_was_changed(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    sealed = submit([comment], house["AAA-focal"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE reviews_wording SET body = body || '!'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert not digest_matches(sealed.pk, house["AAA"], AFTER)


def test_a_withdrawn_line_cannot_be_proved_outside_its_room(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    sealed = submit([comment], house["AAA-focal"])
    withdraw_comment(
        comment_id=comment.pk, expected_edition=3, actor=actor(house["AAA-focal"]), at=LATER
    )
    [line] = receipt(sealed.pk, house["secretariat"], LATER).lines
    assert line.matches is None
    [line] = receipt(sealed.pk, house["AAA"], LATER).lines
    assert line.matches is True


def test_after_the_end_of_a_mandate_the_next_request_finds_nothing(house: House) -> None:
    review = make_review(house, count=1)
    scene(review, "delegation").play()
    mandate = house["AAA"]
    mandate.ended_at = LATER
    assert Comment.objects.visible_to(mandate, LATER - timedelta(microseconds=1)).exists()
    assert not Comment.objects.visible_to(mandate, LATER).exists()
