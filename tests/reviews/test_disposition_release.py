"""The answers of a round are released together, in three languages, to whom they concern."""

import json
from datetime import timedelta
from typing import Any

import pytest

from core.errors import Conflict, Missing, NotAllowed
from frameworks.keys import disposition_key
from record.models import PUBLIC, Entry
from reviews.models import Comment
from reviews.selectors.answer_queue import answered_rounds
from reviews.selectors.dispositions import dispositions_of
from reviews.selectors.published import read_published_comments
from reviews.services.comments import withdraw_comment
from reviews.services.disposition_release import release_dispositions
from reviews.services.late import accept_late
from reviews.services.submissions import offer_late
from stakeholders.models import Circle
from tests.factories.dispositions import (
    PREPARED,
    REASONS,
    RELEASED,
    Answering,
    answer_to,
    make_answering,
    make_colleague,
    make_released,
    prepare,
    release,
)
from tests.factories.frameworks import make_framework
from tests.factories.reviews import (
    AFTER,
    DURING,
    closed,
    make_review,
    make_submitted,
    share,
)
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import actor

from .refusals import refused

pytestmark = pytest.mark.django_db
LATER = RELEASED + timedelta(days=10)


def entries(code: str = "round.dispositions_released") -> dict[str, dict[str, Any]]:
    rows = Entry.objects.filter(code=code).order_by("number")
    return {row.circle: json.loads(bytes(row.payload)) for row in rows}


def test_each_room_learns_of_its_own_answers_and_everybody_of_public_ones(house):
    answering = make_released(house)
    said = entries()
    secretariat = Circle.objects.get(kind="secretariat").chain
    rooms = [house.delegation("AAA"), house.region("north-group"), house.group("workers")]
    assert set(said) == {PUBLIC, secretariat, *(room.chain for room in rooms)}
    counts = [len(said[chain]["dispositions"]) for chain in (PUBLIC, secretariat)]
    assert counts == [3, 3]
    for room, comment in zip(rooms, answering.comments, strict=True):
        [line] = said[room.chain]["dispositions"]
        assert set(line) == {"disposition", "comment", "kind", "digest"}
        assert line["comment"] == str(comment.pk)
    assert REASONS["en"] not in json.dumps(said)


def test_the_public_entry_touches_answers_comments_provisions_and_the_round(house):
    answering = make_released(house)
    entry = Entry.objects.get(circle=PUBLIC, code="round.dispositions_released")
    keys = [each.key or "" for each in answering.comments]
    answers = {disposition_key(key) for key in keys}
    assert set(entry.touches) == {"trial.round.1", "trial.1", *keys, *answers}
    [line] = [
        each
        for each in json.loads(bytes(entry.payload))["dispositions"]
        if each["comment"] == keys[0]
    ]
    assert line["disposition"] == disposition_key(keys[0])
    assert set(line) == {"disposition", "comment", "kind", "digest"}
    assert str(answering.delegation.pk) not in bytes(entry.payload).decode()


def test_what_was_released_is_read_in_its_room_and_by_everybody(house):
    answering = make_released(house)
    ids = [each.pk for each in answering.comments]
    for mandate in (None, house["AAA"], house["workers"], house["secretariat"]):
        assert set(dispositions_of(ids, mandate, RELEASED)) == set(ids)
    assert answer_to(answering.region).released_at == RELEASED


def test_with_answers_the_comments_are_published_first_in_the_same_act(house):
    answering = make_answering(house, publication="with_answers")
    assert read_published_comments().rows == ()
    prepare(answering, answering.comments)
    release(answering)
    assert len(read_published_comments().rows) == 3
    order = Entry.objects.filter(circle=PUBLIC, at=RELEASED).order_by("number")
    codes = list(order.values_list("code", flat=True))
    assert sorted(codes) == ["round.comments_published", "round.dispositions_released"]
    assert len(entries()[PUBLIC]["dispositions"]) == 3


def test_what_is_never_published_is_answered_in_its_room_alone(house):
    answering = make_answering(house, publication="never")
    before = Entry.objects.filter(circle=PUBLIC).count()
    prepare(answering, answering.comments)
    release(answering)
    assert Entry.objects.filter(circle=PUBLIC).count() == before
    assert not Comment.objects.filter(published_at__isnull=False).exists()
    ids = [each.pk for each in answering.comments]
    seen = {
        name: set(dispositions_of(ids, house[name], RELEASED))
        for name in ("AAA", "BBB", "CCC", "workers", "employers", "observer", "chairperson")
    }
    delegation, region, workers = ids
    assert seen == {
        "AAA": {delegation, region},
        "BBB": {region},
        "CCC": set(),
        "workers": {workers},
        "employers": set(),
        "observer": set(),
        "chairperson": set(),
    }
    assert dispositions_of(ids, None, RELEASED) == {}


def test_every_comment_needs_an_answer_in_three_languages(house):
    answering = make_answering(house, publication="with_answers")
    prepare(answering, [answering.region], reasons={"en": "Noted.", "es": "Anotado."})
    prepare(answering, [answering.workers])
    with refused(Conflict, "answers_missing") as refusal:
        release(answering)
    assert refusal.errors == {
        f"comments/{answering.delegation.pk}": "no_answer",
        f"comments/{answering.region.pk}": "reasons_missing",
    }
    assert "French" in refusal.detail and "AAA on 1" in refusal.detail
    assert not Comment.objects.filter(published_at__isnull=False).exists()
    assert answer_to(answering.workers).released_at is None


def test_at_most_ten_are_named(house):
    review = make_review(house, count=1)
    for number in range(12):
        make_submitted(review, house["AAA-focal"], house.delegation("AAA"), body=f"Words {number}.")
    closed(review.round)
    with refused(Conflict, "answers_missing") as refusal:
        release_dispositions(
            round_id=review.round.pk, actor=actor(house["secretariat"]), at=RELEASED
        )
    assert len(refusal.errors) == 10
    assert "12" in refusal.detail


def test_an_answer_that_names_a_withdrawn_comment_waits(house):
    answering = make_answering(house)
    prepare(answering, [answering.region, answering.delegation])
    prepare(answering, [answering.workers], kind="duplicate", duplicate_of=answering.delegation.pk)
    withdraw_comment(
        comment_id=answering.delegation.pk,
        expected_edition=answering.delegation.edition,
        actor=actor(house["AAA-focal"]),
        at=PREPARED,
    )
    with refused(Conflict, "answers_missing") as refusal:
        release(answering)
    assert refusal.errors == {f"comments/{answering.workers.pk}": "duplicate_withdrawn"}
    prepare(answering, [answering.workers])
    assert {row.comment_id for row in release(answering)} == {
        answering.region.pk,
        answering.workers.pk,
    }
    assert answer_to(answering.delegation).released_at is None


def test_only_the_review_secretariat_releases_and_only_after_the_close(house):
    review = make_review(house)
    comment = make_submitted(review, house["AAA-focal"], house.delegation("AAA"))
    answering = Answering(review, comment, comment, comment)
    with refused(Conflict, "round_not_closed"):
        release(answering, at=DURING)
    for name in ("AAA-focal", "workers-spokesperson", "chairperson", "observer"):
        with refused(NotAllowed, "secretariat_needed"):
            release(answering, by=house[name])
    with refused(Missing):
        release_dispositions(round_id=comment.pk, actor=actor(house["secretariat"]), at=RELEASED)


def test_again_by_the_same_person_returns_what_was_released(house):
    answering = make_released(house)
    again = release(answering, at=LATER)
    assert {row.comment_id for row in again} == {each.pk for each in answering.comments}
    assert {row.released_at for row in again} == {RELEASED}
    with refused(Conflict, "nothing_to_release"):
        release(answering, by=make_colleague(house), at=LATER)
    assert Entry.objects.filter(circle=PUBLIC, code="round.dispositions_released").count() == 1


def test_a_round_without_comments_has_nothing_to_release(house):
    review = make_review(house)
    closed(review.round)
    with refused(Conflict, "nothing_to_release"):
        release_dispositions(
            round_id=review.round.pk, actor=actor(house["secretariat"]), at=RELEASED
        )


def test_an_answer_revised_after_its_release_comes_with_the_next_one(house):
    answering = make_released(house)
    comment = answering.workers
    prepare(answering, [comment], kind="incorporated_in_part", at=LATER)
    standing = dispositions_of([comment.pk], None, LATER)[comment.pk]
    assert (standing.kind, standing.number) == ("incorporated", 1)
    [row] = release(answering, at=LATER)
    assert (row.comment_id, row.number) == (comment.pk, 2)
    standing = dispositions_of([comment.pk], None, LATER)[comment.pk]
    assert (standing.kind, standing.number) == ("incorporated_in_part", 2)
    assert [each.kind for each in standing.earlier] == ["incorporated"]


def test_versions_replaced_before_the_release_are_told_nobody(house):
    answering = make_answering(house)
    prepare(answering, answering.comments, kind="not_incorporated")
    prepare(answering, answering.comments, kind="noted")
    release(answering)
    ids = [each.pk for each in answering.comments]
    for mandate in (None, house["AAA"], house["workers"]):
        for answer in dispositions_of(ids, mandate, RELEASED).values():
            assert (answer.kind, answer.number, answer.earlier) == ("noted", 1, ())
    own = dispositions_of(ids, house["secretariat"], RELEASED)[ids[0]]
    assert (own.number, own.earlier) == (2, ())


@pytest.mark.parametrize("publication", ["at_close", "with_answers"])
def test_a_comment_accepted_late_is_answered_by_a_second_release(house, publication):
    answering = make_released(house, publication=publication)
    late = share(answering.review, house["AAA-focal"], house.delegation("AAA"), at=AFTER)
    focal = actor(house["AAA-focal"])
    offer_late(comment_ids=[late.pk], reason="The capital.", actor=focal, at=LATER)
    accept_late(
        comment_id=late.pk,
        expected_edition=1,
        reason="A day only.",
        actor=actor(house["secretariat"]),
        at=LATER,
    )
    with refused(Conflict, "answers_missing"):
        release(answering, at=LATER)
    prepare(answering, [late], at=LATER)
    [row] = release(answering, at=LATER)
    late.refresh_from_db()
    assert (row.comment_id, late.stage, late.key) == (late.pk, "published", "trial.comment.1-4")
    [round_] = answered_rounds(house["secretariat"], LATER)
    assert (round_.total, round_.released, round_.unanswered) == (4, 4, 0)


def test_thirty_answers_cost_no_more_queries_than_two(house):
    counted = []
    for slug, count in (("few", 2), ("many", 30)):
        review = make_review(
            house, framework=make_framework(slug), count=1, publication="with_answers"
        )
        made = [
            make_submitted(review, house["AAA-focal"], house.delegation("AAA"), body=f"W {place}.")
            for place in range(count)
        ]
        review.round = closed(review.round)
        answering = Answering(review, made[0], made[1], made[0])
        prepare(answering, made, expected={})
        with count_queries() as statements:
            release(answering)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 30
