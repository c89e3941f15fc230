"""What the database itself refuses, whoever writes."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reviews.lifecycle import CommentStage
from reviews.models import Comment, MadeMove, Voice, Wording
from reviews.services.rooms import note_voice, write_message
from tests.factories.reviews import DURING, Review, closed
from tests.stakeholders.cast import actor

from .cast import LATER
from .stages import at_stage

APPENDED = [
    "window",
    "rounditem",
    "frozentext",
    "question",
    "cutoff",
    "wording",
    "author",
    "mademove",
    "message",
    "voice",
    "submission",
    "submittedcomment",
    "manifest",
]


def refuses(change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def everything_said(review: Review) -> Comment:
    """A submitted comment with a row in every table of a room."""
    house = review.house
    comment = at_stage(review, CommentStage.SHARED)
    known: dict[str, Any] = {"comment_id": comment.pk, "actor": actor(house["AAA"]), "at": DURING}
    write_message(**known, text="Yes.")
    note_voice(**known, kind="support")
    at_stage(review, CommentStage.SUBMITTED)
    return comment


def test_what_was_said_and_done_is_neither_changed_nor_deleted(review: Review) -> None:
    everything_said(review)
    closed(review.round)
    for table in APPENDED:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM reviews_{table}")  # noqa: S608
            [rows] = cursor.fetchone()
            if table not in ("question", "cutoff"):
                assert rows, table
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
                " AND NOT tgisinternal AND tgfoid = 'tripartite_refuse'::regproc",
                [f"reviews_{table}"],
            )
            assert cursor.fetchone() == (2,), table
            for order in ("UPDATE {} SET id = id", "DELETE FROM {}") if rows else ():
                statement = order.format(f"reviews_{table}")
                refuses(partial(cursor.execute, statement))


def test_a_comment_is_never_deleted(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    with connection.cursor() as cursor:
        refuses(lambda: cursor.execute("DELETE FROM reviews_comment WHERE id = %s", [comment.pk]))


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": "endorsed"},
        {"edition": 2},
        {"stage": "unheard"},
        {"stage": "merged"},
        {"stage": "submitted"},
        {"stage": "published"},
        {"published_at": DURING},
        {"public_number": 1},
        {"shared_at": LATER},
    ],
)
def test_a_comment_stands_where_its_moves_led(review: Review, changes: dict[str, Any]) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    refuses(lambda: Comment.objects.filter(pk=comment.pk).update(**changes))


@pytest.mark.parametrize("place", ["circle", "speaks_for", "item", "round"])
def test_where_a_comment_belongs_is_given_once(review: Review, place: str) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    other = {
        "circle": review.house.group("workers").pk,
        "speaks_for": review.house.group("workers").pk,
        "item": review.item(1).pk,
        "round": uuid4(),
    }[place]
    refuses(lambda: Comment.objects.filter(pk=comment.pk).update(**{f"{place}_id": other}))


def test_when_it_was_submitted_is_given_once(review: Review) -> None:
    comment = at_stage(review, CommentStage.SUBMITTED)
    refuses(lambda: Comment.objects.filter(pk=comment.pk).update(submitted_at=LATER))


def wording(comment: Comment, **changes: Any) -> Wording:
    first = comment.wordings.get()
    said: dict[str, Any] = {
        "comment": comment,
        "number": 2,
        "text": first.text,
        "type": first.type,
        "purpose": first.purpose,
        "body": first.body,
        "language": "en",
        "at": LATER,
        "actor_origin": "tests",
    }
    return Wording(**(said | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 1},
        {"type": "opinion"},
        {"purpose": "please"},
        {"body": ""},
        {"language": "xx"},
        {"actor_origin": ""},
    ],
)
def test_a_wording_is_complete(review: Review, changes: dict[str, Any]) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    with transaction.atomic():
        wording(comment).save(force_insert=True)
        transaction.set_rollback(True)
    refuses(lambda: wording(comment, **changes).save(force_insert=True))


@pytest.mark.parametrize(
    ("move", "reason"),
    [("return", ""), ("offer_late", ""), ("accept_late", ""), ("decline_late", ""), ("nod", "x")],
)
def test_a_move_is_known_and_gives_the_reason_that_it_needs(
    review: Review, move: str, reason: str
) -> None:
    comment = at_stage(review, CommentStage.ENDORSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        MadeMove.objects.create(
            comment=comment,
            number=3,
            move=move,
            from_stage="endorsed",
            to_stage="shared",
            wording=1,
            mandate=review.house["AAA"],
            reason=reason,
            at=LATER,
        )


def test_a_person_alone_co_sponsors_nothing(review: Review) -> None:
    comment = at_stage(review, CommentStage.SHARED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voice.objects.create(
            comment=comment,
            number=1,
            kind="co_sponsor",
            mandate=review.house["AAA"],
            wording=1,
            at=LATER,
        )
