"""Comments become public as the round's setting says, under numbers that anybody could count."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict
from record.acts import together
from record.models import PUBLIC, Entry
from reviews.border import crossings_of, outer_edition
from reviews.enums import Publication
from reviews.lifecycle import CommentMove, CommentStage
from reviews.models import Comment, MadeMove, SubmittedComment
from reviews.selectors.rounds import round_facts
from reviews.services.late import accept_late
from reviews.services.locks import lock_round
from reviews.services.publication import publish_comments
from reviews.services.submissions import offer_late
from stakeholders.models import Circle, Mandate
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    PORTAL,
    Review,
    closed,
    make_review,
    make_submitted,
    share,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import EVERYBODY, House, actor

from .refusals import refused
from .windows import close_early

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def submitted(review: Review, name: str, room: Circle, **terms: Any) -> Comment:
    return make_submitted(review, review.house[name], room, **terms)


@pytest.fixture
def filled(review: Review) -> dict[str, Comment]:
    """One comment of each kind of actor, submitted in no order; one only shared."""
    house = review.house
    regional = house.region("north-group")
    made = {
        "workers": submitted(review, "workers-spokesperson", house.group("workers")),
        "region": submitted(review, "north-group", regional, place=0),
        "second": submitted(review, "BBB-focal", house.delegation("BBB"), place=1),
        "later": submitted(review, "AAA-focal", house.delegation("AAA"), place=0, at=DURING + HOUR),
        "first": submitted(review, "AAA-focal", house.delegation("AAA"), place=0),
        "sponsored": submitted(
            review, "BBB-focal", regional, speaks_for=house.delegation("BBB"), place=0
        ),
    }
    made["inside"] = share(review, house["AAA-focal"], house.delegation("AAA"))
    return made


def numbers() -> dict[Any, int | None]:
    rows = Comment.objects.filter(published_at__isnull=False)
    return dict(rows.values_list("pk", "public_number"))


def test_comments_are_numbered_by_provision_actor_and_time(review, filled):
    closed(review.round)
    expected = ["first", "later", "sponsored", "region", "workers", "second"]
    assert numbers() == {filled[name].pk: place for place, name in enumerate(expected, start=1)}
    assert Comment.objects.get(pk=filled["second"].pk).key == "trial.comment.1-6"


def test_what_was_not_submitted_stays_in_its_room(review, filled):
    closed(review.round)
    inside = Comment.objects.get(pk=filled["inside"].pk)
    assert (inside.stage, inside.key, inside.published_at) == (CommentStage.SHARED, None, None)
    assert round_facts(review.round.pk).comments_published == 6


def test_publication_is_the_portals_own_move(review, filled):
    close_early(review.round, actor(review.house["secretariat"]), at=AFTER - 2 * HOUR)
    comment = Comment.objects.get(pk=filled["first"].pk)
    move = MadeMove.objects.get(comment=comment, move=CommentMove.PUBLISH)
    assert (move.mandate, move.for_mandate, move.from_stage, move.to_stage) == (
        None,
        None,
        "submitted",
        "published",
    )
    assert (comment.edition, comment.stage) == (move.number, "published")
    assert comment.published_at == comment.content_changed_at == AFTER - 2 * HOUR


def test_the_public_record_names_keys_provisions_actors_and_digests(review, filled):
    closed(review.round)
    entry = Entry.objects.get(circle=PUBLIC, code="round.comments_published")
    assert entry.subject == "trial.round.1"
    keys = [f"trial.comment.1-{number}" for number in range(1, 7)]
    assert set(entry.touches) == {"trial.round.1", "trial.1", "trial.2", *keys}
    lines = json.loads(bytes(entry.payload))["comments"]
    assert [(line["key"], line["provision"], line["actor"]) for line in lines] == [
        (keys[0], "trial.1", "AAA"),
        (keys[1], "trial.1", "AAA"),
        (keys[2], "trial.1", "BBB"),
        (keys[3], "trial.1", "north-group"),
        (keys[4], "trial.1", "workers"),
        (keys[5], "trial.2", "BBB"),
    ]
    assert lines[0]["digest"] == SubmittedComment.objects.get(comment=filled["first"]).digest
    assert set(lines[0]) == {"key", "provision", "version", "actor", "digest"}


def test_rooms_and_the_review_secretariat_learn_which_comment_got_which_key(review, filled):
    closed(review.round)
    house = review.house
    said = {
        entry.circle: json.loads(bytes(entry.payload))["comments"]
        for entry in Entry.objects.filter(code="round.comments_published").exclude(circle=PUBLIC)
    }
    rooms = [
        house.delegation("AAA"),
        house.delegation("BBB"),
        house.region("north-group"),
        house.group("workers"),
        Circle.objects.get(kind="secretariat"),
    ]
    assert set(said) == {room.chain for room in rooms}
    assert [len(said[room.chain]) for room in rooms] == [2, 1, 2, 1, 6]
    assert {"comment": str(filled["second"].pk), "key": "trial.comment.1-6"} in said[rooms[1].chain]


@pytest.mark.parametrize("publication", [Publication.WITH_ANSWERS, Publication.NEVER])
def test_other_settings_publish_nothing_at_the_close(house, publication):
    review = make_review(house, publication=publication)
    comment = submitted(review, "AAA-focal", house.delegation("AAA"))
    closed(review.round)
    comment.refresh_from_db()
    assert (comment.stage, comment.key) == ("submitted", None)
    assert not Entry.objects.filter(code="round.comments_published").exists()
    assert not Comment.objects.visible_to(None, AFTER).exists()


@pytest.mark.parametrize("publication", Publication)
def test_until_the_close_nothing_of_comments_is_in_the_public_chain(house, publication):
    review = make_review(house, publication=publication)
    before = set(Entry.objects.filter(circle=PUBLIC).values_list("pk", flat=True))
    comment = submitted(review, "AAA-focal", house.delegation("AAA"))
    share(review, house["workers-spokesperson"], house.group("workers"))
    assert set(Entry.objects.filter(circle=PUBLIC).values_list("pk", flat=True)) == before
    closed(review.round)
    entry = Entry.objects.get(circle=PUBLIC, code="round.closed")
    assert set(json.loads(bytes(entry.payload))) == {"opens_at", "closes_at", "manifest"}
    for said in Entry.objects.filter(circle=PUBLIC):
        assert str(comment.pk) not in bytes(said.payload).decode()


@pytest.mark.parametrize("name", [*EVERYBODY, "nobody"])
def test_everybody_reads_what_is_published_and_nobody_before(review, filled, name):
    mandate = None if name == "nobody" else review.house[name]
    outside = {filled["workers"].pk}
    if name.startswith("workers") or name == "secretariat":
        outside = set()
    seen = set(Comment.objects.visible_to(mandate, DURING + HOUR).values_list("pk", flat=True))
    assert not seen & outside
    closed(review.round)
    seen = set(Comment.objects.visible_to(mandate, AFTER).values_list("pk", flat=True))
    assert {comment.pk for name, comment in filled.items() if name != "inside"} <= seen


def offered(review: Review, by: Mandate, room: Circle) -> Comment:
    comment = share(review, by, room, at=AFTER)
    offer_late(comment_ids=[comment.pk], reason="The capital.", actor=actor(by), at=AFTER)
    comment.refresh_from_db()
    return comment


def accepted(comment: Comment, house: House, at: Any) -> Comment:
    edition = outer_edition(comment, crossings_of([comment])[comment.pk])
    accept_late(
        comment_id=comment.pk,
        expected_edition=edition,
        reason="A day only.",
        actor=actor(house["secretariat"]),
        at=at,
    )
    comment.refresh_from_db()
    return comment


def test_a_late_comment_is_published_when_it_is_accepted_and_counted_on(review, filled):
    closed(review.round)
    late = offered(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    assert late.key is None
    late = accepted(late, review.house, AFTER + HOUR)
    assert (late.stage, late.key, late.is_late) == ("published", "trial.comment.1-7", True)


def test_one_accepted_before_the_act_of_closing_is_published_with_the_others(review, filled):
    late = offered(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    late = accepted(late, review.house, AFTER + HOUR)
    assert (late.stage, late.key) == ("submitted", None)
    closed(review.round, at=AFTER + 2 * HOUR)
    late.refresh_from_db()
    assert late.key == "trial.comment.1-3"


def test_a_comment_that_is_not_submitted_can_not_be_published(review, filled):
    closed(review.round)
    with refused(Conflict, "move_not_in_table"), together():
        publish_comments(
            round_=lock_round(review.round.pk),
            comments=[filled["inside"]],
            actor=PORTAL,
            at=AFTER,
        )


def test_a_round_in_which_nothing_was_submitted_publishes_nothing(review):
    closed(review.round)
    assert not Entry.objects.filter(code="round.comments_published").exists()
    assert round_facts(review.round.pk).comments_published == 0


def test_thirty_comments_cost_no_more_queries_than_two(house):
    counted = []
    for slug, count in (("few", 2), ("many", 30)):
        review = make_review(house, framework=make_framework(slug), count=1)
        for number in range(count):
            submitted(review, "AAA-focal", house.delegation("AAA"), body=f"Words {number}.")
        with count_queries() as statements:
            closed(review.round, at=CLOSES)
        assert round_facts(review.round.pk).comments_published == count
        counted.append(len(statements))
    assert counted[0] == counted[1]
