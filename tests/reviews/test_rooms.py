"""Threads: what is discussed about a comment stays in its room, for ever."""

from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing
from record.models import Entry
from reviews.lifecycle import CommentStage
from reviews.models import Message
from reviews.selectors.rooms import comment_detail
from reviews.services.comments import merge_comments
from reviews.services.rooms import write_message
from stakeholders.enums import Capacity
from tests.factories.reviews import Review, share
from tests.stakeholders.cast import actor

from .cast import LATER, acts_of, in_delegation, refusal
from .stages import at_stage


def test_members_discuss_in_a_thread(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.SHARED)
    known: dict[str, Any] = {"comment_id": comment.pk, "at": LATER}
    first = write_message(**known, text=" Is it\nenough? ", actor=actor(house["AAA-focal"]))
    answer = write_message(**known, text="It is.", reply_to=first.pk, actor=actor(house["AAA"]))
    assert [first.number, answer.number] == [1, 2]
    thread = comment_detail(comment.pk, house["AAA"], LATER).thread
    assert [(each.person.name, each.text, each.reply_to) for each in thread] == [
        ("Focal-aaa", "Is it enough?", None),
        ("Delegate-aaa", "It is.", first.pk),
    ]


def test_the_record_knows_that_and_not_what(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    write_message(comment_id=comment.pk, text="Secret.", actor=actor(review.house["AAA"]), at=LATER)
    room = review.house.delegation("AAA").chain
    assert (room, "comment.discussed") in acts_of(comment.pk)
    assert {chain for chain, _code in acts_of(comment.pk)} == {room}
    assert b"Secret" not in bytes(Entry.objects.get(code="comment.discussed").payload)


def test_a_message_sent_twice_is_written_once(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.SHARED)
    known: dict[str, Any] = {"comment_id": comment.pk, "text": "Yes.", "at": LATER}
    first = write_message(**known, actor=actor(house["AAA"]))
    assert write_message(**known, actor=actor(house["AAA"])) == first
    assert write_message(**known, actor=actor(house["AAA-focal"])).number == 2


def test_what_is_no_message_is_refused(review: Review) -> None:
    house = review.house
    comment, other = (at_stage(review, CommentStage.SHARED) for _each in range(2))
    elsewhere = write_message(
        comment_id=other.pk, text="There.", actor=actor(house["AAA"]), at=LATER
    )
    known: dict[str, Any] = {"comment_id": comment.pk, "actor": actor(house["AAA"]), "at": LATER}
    for text, code in ((" ", "empty"), ("x" * 5_001, "long"), ("\0", "malformed")):
        with refusal(f"text_{code}", Invalid):
            write_message(**known, text=text)
    for reply_to in (elsewhere.pk, uuid4()):
        with refusal("foreign_message", Invalid):
            write_message(**known, text="Hm.", reply_to=reply_to)
    assert Message.objects.count() == 1


def test_a_megabyte_is_refused_with_its_length(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    with pytest.raises(Invalid) as refused:
        write_message(
            comment_id=comment.pk,
            text="x" * 1_000_000,
            actor=actor(review.house["AAA"]),
            at=LATER,
        )
    assert "1000000" in refused.value.detail
    assert "5000" in refused.value.detail


@pytest.mark.parametrize("name", ["BBB", "governments", "employers", "secretariat", "observer"])
def test_nobody_else_writes_there(review: Review, name: str) -> None:
    comment = at_stage(review, CommentStage.SUBMITTED)
    with pytest.raises(Missing):
        write_message(
            comment_id=comment.pk, text="Hello.", actor=actor(review.house[name]), at=LATER
        )


@pytest.mark.parametrize("stage", [CommentStage.SUBMITTED, CommentStage.WITHDRAWN])
def test_a_thread_goes_on_after_its_comment_left_the_room(
    review: Review, stage: CommentStage
) -> None:
    comment = at_stage(review, stage)
    adviser = in_delegation(review.house, Capacity.ADVISER)
    message = write_message(comment_id=comment.pk, text="Well.", actor=actor(adviser), at=LATER)
    assert message.number == 1


def test_a_merged_comments_thread_is_read_and_goes_on_elsewhere(review: Review) -> None:
    house = review.house
    into, merged = (share(review, house["AAA"], house.delegation("AAA")) for _each in range(2))
    write_message(comment_id=merged.pk, text="Before.", actor=actor(house["AAA"]), at=LATER)
    merge_comments(
        into_id=into.pk, other_ids=[merged.pk], actor=actor(house["AAA-focal"]), at=LATER
    )
    with refusal("merged_already", Conflict):
        write_message(comment_id=merged.pk, text="After.", actor=actor(house["AAA"]), at=LATER)
    detail = comment_detail(into.pk, house["AAA"], LATER)
    assert [card.id for card in detail.merged] == [merged.pk]
    assert [each.text for each in comment_detail(merged.pk, house["AAA"], LATER).thread] == [
        "Before."
    ]
