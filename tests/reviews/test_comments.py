"""The table of moves, tried from every stage; and what a room does with its comments."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, Invalid, Missing
from record.acts import together
from record.models import Entry
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment, MadeMove
from reviews.services.comments import (
    endorse_comment,
    merge_comments,
    return_comment,
    revise_comment,
    withdraw_comment,
)
from reviews.services.drafts import share_draft
from reviews.services.late import accept_late, decline_late
from reviews.services.publication import publish_comments
from reviews.services.submissions import offer_late
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.factories.reviews import AFTER, DURING, Review, closed, make_review, share, submit
from tests.stakeholders.cast import House, actor

from .cast import LATER, acts_of, fresh, in_delegation, in_group, refusal
from .contents import content_in
from .stages import at_stage

Try = Callable[[Review, Comment, Mandate], object]


def _publish(review: Review, comment: Comment, by: Mandate) -> object:
    with together():
        return publish_comments(round_=review.round, comments=[comment], actor=actor(by), at=LATER)


def _merge(review: Review, comment: Comment, by: Mandate) -> object:
    house = review.house
    into = share(review, house["AAA"], house.delegation("AAA"))
    return merge_comments(into_id=into.pk, other_ids=[comment.pk], actor=actor(by), at=LATER)


def _decide(service: Callable[..., object]) -> Try:
    return lambda review, comment, by: service(
        comment_id=comment.pk,
        expected_edition=1,
        reason="So.",
        actor=actor(review.house["secretariat"]),
        at=AFTER,
    )


TRIES: dict[CommentMove, Try] = {
    CommentMove.SHARE: lambda review, comment, by: share_draft(
        draft_id=comment.pk, expected_edition=1, actor=actor(by), at=LATER
    ),
    CommentMove.REVISE: lambda review, comment, by: revise_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        content=content_in(comment, body="Other words."),
        actor=actor(by),
        at=LATER,
    ),
    CommentMove.ENDORSE: lambda review, comment, by: endorse_comment(
        comment_id=comment.pk, expected_edition=comment.edition, actor=actor(by), at=LATER
    ),
    CommentMove.RETURN: lambda review, comment, by: return_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        reason="Not yet.",
        actor=actor(by),
        at=LATER,
    ),
    CommentMove.SUBMIT: lambda review, comment, by: submit([comment], by),
    CommentMove.OFFER_LATE: lambda review, comment, by: offer_late(
        comment_ids=[comment.pk], reason="Floods.", actor=actor(by), at=AFTER
    ),
    CommentMove.ACCEPT_LATE: _decide(accept_late),
    CommentMove.DECLINE_LATE: _decide(decline_late),
    CommentMove.PUBLISH: _publish,
    CommentMove.WITHDRAW: lambda review, comment, by: withdraw_comment(
        comment_id=comment.pk, expected_edition=comment.edition, actor=actor(by), at=LATER
    ),
    CommentMove.MERGE: _merge,
}
# What is only shared is endorsed on its way out, by who may do both.
ON_THE_WAY = {
    (CommentMove.SUBMIT, CommentStage.SHARED),
    (CommentMove.OFFER_LATE, CommentStage.SHARED),
}


def test_every_move_of_the_table_is_tried() -> None:
    assert set(TRIES) == set(MOVES) == set(CommentMove)


@pytest.mark.parametrize("stage", [each for each in CommentStage if each != "published"])
def test_from_each_stage_the_table_says_which_moves_lead_on(
    review: Review, stage: CommentStage
) -> None:
    by = in_delegation(review.house, Capacity.SPOKESPERSON)
    for move, attempt in TRIES.items():
        comment = at_stage(review, stage)
        try_move(move, attempt, review, comment, by)


def test_from_publication_only_a_withdrawal_leads_on(review: Review) -> None:
    house = review.house
    by = in_delegation(house, Capacity.SPOKESPERSON)
    comments = [share(review, house["AAA"], house.delegation("AAA")) for _move in TRIES]
    submit(comments, house["AAA-focal"])
    open_one = make_review(house, framework=_another_framework(), count=1)
    review.round = closed(review.round)
    for (move, attempt), comment in zip(TRIES.items(), map(fresh, comments), strict=True):
        assert comment.stage == CommentStage.PUBLISHED
        place = open_one if move == CommentMove.MERGE else review
        try_move(move, attempt, place, comment, by)


def _another_framework():
    from tests.factories.frameworks import make_framework

    return make_framework("another")


def try_move(
    move: CommentMove, attempt: Try, review: Review, comment: Comment, by: Mandate
) -> None:
    stage, before = comment.stage, (comment.stage, comment.edition, comment.content_changed_at)
    entries = Entry.objects.count()
    if stage in MOVES[move].sources or (move, stage) in ON_THE_WAY:
        attempt(review, comment, by)
        after = fresh(comment)
        assert after.stage == MOVES[move].target, move
        last = comment.moves.latest("number")
        assert (last.move, last.to_stage, last.number) == (move, after.stage, after.edition)
        return
    with pytest.raises(DomainError):
        attempt(review, comment, by)
    after = fresh(comment)
    assert (after.stage, after.edition, after.content_changed_at) == before, move
    if move != CommentMove.MERGE:  # which shared another comment first
        assert Entry.objects.count() == entries


def test_new_words_are_a_new_wording_by_a_further_author(review: Review) -> None:
    house = review.house
    comment = at_stage(review, CommentStage.ENDORSED)
    adviser = in_delegation(house, Capacity.ADVISER)
    revised = revise_comment(
        comment_id=comment.pk,
        expected_edition=2,
        content=content_in(comment, body=" Other\nwords. "),
        actor=actor(adviser),
        at=LATER,
    )
    assert (revised.stage, revised.latest_wording, revised.edition) == ("shared", 2, 3)
    assert [each.body for each in comment.wordings.all()] == [
        "Words of Delegate-aaa.",
        "Other words.",
    ]
    assert {each.mandate for each in comment.authors.all()} == {house["AAA"], adviser}
    assert fresh(comment).content_changed_at == LATER


def test_the_same_words_again_change_nothing(review: Review) -> None:
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"))
    for _time in range(2):
        revise_comment(
            comment_id=comment.pk,
            expected_edition=1,
            content=content_in(comment, body="Other words."),
            actor=actor(house["AAA"]),
            at=LATER,
        )
    assert comment.wordings.count() == 2
    with refusal("edited_elsewhere", Conflict):
        revise_comment(
            comment_id=comment.pk,
            expected_edition=1,
            content=content_in(comment, body="Third words."),
            actor=actor(house["AAA"]),
            at=LATER,
        )


def test_words_are_revised_after_the_close_too(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(review.house["AAA"]),
        at=AFTER,
    )
    assert fresh(comment).latest_wording == 2


def test_a_revision_is_checked_as_a_draft_is(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    house = review.house
    known = {"comment_id": comment.pk, "expected_edition": 1, "actor": actor(house["AAA"])}
    with pytest.raises(Invalid) as refused:
        revise_comment(
            **known,
            content=content_in(
                comment, body="", type="remark", circle_id=house.group("governments").pk
            ),
            at=LATER,
        )
    assert [error.pointer for error in refused.value.errors] == ["body", "type", "circle"]
    with refusal("foreign_text", Invalid):
        revise_comment(
            **known, content=content_in(comment, text_id=review.text(place=1).pk), at=LATER
        )
    assert comment.wordings.count() == 1


def test_a_comment_may_go_over_to_the_text_in_another_language(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    french = review.text(language="fr")
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, text_id=french.pk),
        actor=actor(review.house["AAA"]),
        at=LATER,
    )
    assert comment.wordings.latest("number").text == french


def test_endorsing_twice_returns_it_and_a_second_person_is_told(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    focal = actor(review.house["AAA-focal"])
    again = endorse_comment(comment_id=comment.pk, expected_edition=1, actor=focal, at=LATER)
    assert (again.pk, again.edition) == (comment.pk, 2)
    other = in_delegation(review.house, Capacity.SPOKESPERSON)
    with refusal("endorsed_already", Conflict):
        endorse_comment(comment_id=comment.pk, expected_edition=1, actor=actor(other), at=LATER)


def test_an_endorsement_is_of_the_words_that_were_read(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    revise_comment(
        comment_id=comment.pk,
        expected_edition=1,
        content=content_in(comment, body="Other words."),
        actor=actor(review.house["AAA"]),
        at=LATER,
    )
    with refusal("edited_elsewhere", Conflict):
        endorse_comment(
            comment_id=comment.pk,
            expected_edition=1,
            actor=actor(review.house["AAA-focal"]),
            at=LATER,
        )


def test_an_endorsement_is_taken_back_with_a_reason(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    by = actor(review.house["AAA-focal"])
    known = {"comment_id": comment.pk, "expected_edition": 2, "actor": by, "at": LATER}
    with refusal("reason_empty", Invalid):
        return_comment(**known, reason=" \n")
    with refusal("reason_long", Invalid):
        return_comment(**known, reason="x" * 5_001)
    for _time in range(2):
        assert return_comment(**known, reason="The capital thinks again.").stage == "shared"
    move = comment.moves.latest("number")
    assert (move.move, move.reason) == ("return", "The capital thinks again.")
    entry = Entry.objects.get(code="comment.returned")
    assert b"capital" not in bytes(entry.payload)


def test_each_act_is_in_the_rooms_chain_only(review: Review) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    room = review.house.delegation("AAA").chain
    assert acts_of(comment.pk) == {(room, "comment.shared"), (room, "comment.endorsed")}


@pytest.mark.parametrize("name", ["BBB", "governments", "employers", "secretariat", "observer"])
def test_whoever_is_outside_the_room_finds_no_comment(house: House, name: str) -> None:
    review = make_review(house, count=1)
    comment = share(review, house["AAA"], house.delegation("AAA"))
    for move, attempt in TRIES.items():
        if move not in (CommentMove.PUBLISH, CommentMove.MERGE):
            with pytest.raises(Missing):
                attempt(review, comment, house[name])
    with pytest.raises(Missing):
        merge_comments(into_id=comment.pk, other_ids=[uuid4()], actor=actor(house[name]), at=LATER)
    assert fresh(comment).edition == 1
    assert MadeMove.objects.count() == 1


def test_an_unknown_comment_and_a_hidden_one_are_refused_alike(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    sentences = set()
    for comment_id in (comment.pk, uuid4()):
        with pytest.raises(Missing) as refused:
            endorse_comment(
                comment_id=comment_id,
                expected_edition=1,
                actor=actor(review.house["employers"]),
                at=LATER,
            )
        sentences.add((refused.value.detail, refused.value.code, refused.value.errors))
    assert len(sentences) == 1


def test_a_group_speaks_through_its_spokesperson(review: Review) -> None:
    house = review.house
    delegate = in_group(house, Capacity.DELEGATE, "workers")
    comment = share(review, delegate, house.group("workers"))
    assert comment.speaks_for == house.group("workers")
    receipt = submit([comment], house["workers-spokesperson"], at=DURING + timedelta(hours=2))
    assert receipt.speaks_for == house.group("workers")
