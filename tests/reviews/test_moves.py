"""The table of moves, tried from every stage."""

import pytest

from core.errors import DomainError
from record.models import Entry
from reviews.lifecycle import MOVES, CommentMove, CommentStage
from reviews.models import Comment
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from tests.factories.reviews import Review, closed, make_review, share, submit

from .cast import fresh, in_delegation
from .stages import at_stage
from .tries import ON_THE_WAY, TRIES, Try


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
