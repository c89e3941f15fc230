"""Answers are prepared by the review secretariat alone, and unseen by anybody else."""

from typing import Any
from uuid import uuid4

import pytest

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import Entry
from reviews.models import Comment, Disposition
from reviews.selectors.answer_queue import answer_queue, answered_rounds
from reviews.selectors.dispositions import answer_histories, disposition_facts, dispositions_of
from reviews.selectors.published_dispositions import read_published_dispositions
from reviews.selectors.room_answers import answers_in_rooms
from reviews.services.comments import withdraw_comment
from reviews.services.dispositions import prepare_dispositions
from stakeholders.models import Circle
from tests.factories.dispositions import (
    PREPARED,
    REASONS,
    RELEASED,
    Answering,
    answer_to,
    make_answering,
    make_colleague,
    prepare,
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
from tests.stakeholders.cast import EVERYBODY, actor

from .refusals import refused

pytestmark = pytest.mark.django_db
OUTSIDE = [name for name in [*EVERYBODY, "nobody"] if name != "secretariat"]


@pytest.fixture
def answering(house) -> Answering:
    return make_answering(house)


@pytest.fixture
def colleague(house):
    return make_colleague(house)


def withdrawn(comment: Comment, answering: Answering, name: str) -> None:
    comment.refresh_from_db()
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        actor=actor(answering.house[name]),
        at=PREPARED,
    )


def test_one_answer_is_prepared_for_several_comments(answering):
    rows = prepare(answering, answering.comments)
    assert [row.comment_id for row in rows] == [each.pk for each in answering.comments]
    assert {(row.number, row.kind, row.released_at) for row in rows} == {(1, "incorporated", None)}
    assert rows[0].reasons == REASONS
    assert rows[0].mandate == answering.secretariat


def test_only_the_review_secretariats_chain_knows_of_a_prepared_answer(answering):
    before = set(Entry.objects.values_list("pk", flat=True))
    prepare(answering, answering.comments)
    entries = Entry.objects.exclude(pk__in=before)
    chain = Circle.objects.get(kind="secretariat").chain
    assert [(entry.circle, entry.code) for entry in entries] == [(chain, "disposition.prepared")]
    assert REASONS["en"] not in bytes(entries[0].payload).decode()


@pytest.mark.parametrize("publication", ["at_close", "with_answers", "never"])
def test_nobody_outside_reads_a_prepared_answer(house, publication):
    answering = make_answering(house, publication=publication)
    rows = prepare(answering, answering.comments)
    for name in OUTSIDE:
        reads_nothing(answering, rows, None if name == "nobody" else house[name])
    assert read_published_dispositions().rows == ()


def reads_nothing(answering: Answering, rows: list[Disposition], mandate: Any) -> None:
    ids = [each.pk for each in answering.comments]
    assert dispositions_of(ids, mandate, RELEASED) == {}
    assert answer_histories(ids, mandate, RELEASED) == {}
    assert answers_in_rooms(mandate, RELEASED) == []
    assert answered_rounds(mandate, RELEASED) == []
    for ask in (
        lambda: disposition_facts(rows[0].pk, mandate, RELEASED),
        lambda: answer_queue(answering.review.round.pk, mandate, RELEASED),
    ):
        with refused(Missing, "not_found"):
            ask()


def test_the_review_secretariat_sees_how_far_each_answer_has_come(answering):
    prepare(answering, [answering.region], reasons={"en": "Noted."}, kind="noted")
    cases = {
        case.handed.id: case
        for case in answer_queue(answering.review.round.pk, answering.secretariat, RELEASED)
    }
    assert {key: case.state for key, case in cases.items()} == {
        answering.delegation.pk: "unanswered",
        answering.region.pk: "prepared",
        answering.workers.pk: "unanswered",
    }
    case = cases[answering.region.pk]
    assert (case.number, case.missing_languages, case.released) == (1, ("fr", "es"), None)
    assert case.prepared is not None and case.prepared.reasons == {"en": "Noted."}
    [round_] = answered_rounds(answering.secretariat, RELEASED)
    counts = (round_.total, round_.unanswered, round_.prepared, round_.released)
    assert counts == (3, 2, 1, 0)


def test_nobody_else_prepares_an_answer(answering):
    """Published comments are everybody's to know, so that everybody hears who answers them."""
    for name in ("AAA-focal", "AAA", "workers-spokesperson", "chairperson"):
        with refused(NotAllowed, "secretariat_needed"):
            prepare(answering, [answering.delegation], by=answering.house[name])
    assert not Disposition.objects.exists()


def test_outside_its_room_an_unpublished_comment_is_not_there(house):
    answering = make_answering(house, publication="never")
    refusals: list[tuple[str, Any]] = [("AAA-focal", NotAllowed), ("workers-spokesperson", Missing)]
    for name, kind in refusals:
        with refused(kind):
            prepare(answering, [answering.delegation], by=house[name])


WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"kind": "refused"}, {"kind": "unknown"}),
    ({"kind": "", "reasons": {}}, {"kind": "empty", "reasons": "empty"}),
    ({"reasons": {"en": "  "}}, {"reasons": "empty"}),
    ({"reasons": {"de": "Nein."}}, {"reasons": "unknown"}),
    ({"reasons": {"en": "a" * 5001}}, {"reasons/en": "long"}),
    ({"reasons": {"fr": "a\0"}}, {"reasons/fr": "malformed"}),
    ({"kind": "duplicate"}, {"duplicate_of": "empty"}),
    ({"duplicate_of": uuid4()}, {"duplicate_of": "not_a_duplicate"}),
]


def test_what_is_wrong_with_an_answer_is_named_where_it_stands(answering):
    for terms, errors in WRONG:
        with refused(Invalid) as refusal:
            prepare(answering, [answering.delegation], **terms)
        assert refusal.errors == errors
    assert not Disposition.objects.exists()


def test_reasons_are_kept_in_normal_form_and_empty_ones_left_out(answering):
    [row] = prepare(answering, [answering.region], reasons={"en": " Cafe\u0301  \r\n", "fr": ""})
    assert row.reasons == {"en": "Caf\u00e9"}


def test_nothing_is_answered_while_comments_may_still_be_submitted(house):
    review = make_review(house)
    comment = make_submitted(review, house["AAA-focal"], house.delegation("AAA"))
    answering = Answering(review, comment, comment, comment)
    with refused(Conflict, "round_not_closed"):
        prepare(answering, [comment], at=DURING)


def test_what_was_withdrawn_is_not_answered(answering):
    withdrawn(answering.delegation, answering, "AAA-focal")
    with refused(Conflict, "not_answerable") as refusal:
        prepare(answering, [answering.region, answering.delegation])
    assert refusal.errors == {"comment_ids/1": "not_answerable"}
    assert not Disposition.objects.exists()


def test_what_was_never_handed_over_is_not_there(answering):
    house = answering.house
    inside = share(answering.review, house["AAA"], house.delegation("AAA"), at=AFTER)
    with refused(Missing, "not_found"):
        prepare(answering, [inside])


def test_comments_of_two_rounds_are_not_answered_together(house, answering):
    other = make_answering(house, framework=make_framework("other"))
    with refused(Invalid, "several_rounds") as refusal:
        prepare(answering, [answering.delegation, other.delegation])
    assert refusal.errors == {"comment_ids/1": "another_round"}


def test_none_and_too_many_are_refused(house):
    for count, code in [(0, "nothing_chosen"), (501, "too_many")]:
        with refused(Invalid, code):
            prepare_dispositions(
                comment_ids=[uuid4() for _each in range(count)],
                kind="noted",
                reasons=REASONS,
                expected={},
                actor=actor(house["secretariat"]),
                at=PREPARED,
            )


def test_the_same_answer_again_by_the_same_person_is_returned(answering):
    [first] = prepare(answering, [answering.region])
    [again] = prepare(answering, [answering.region], expected={})
    assert again == first
    assert Entry.objects.filter(code="disposition.prepared").count() == 1


def test_a_colleagues_answer_is_not_written_over_unseen(answering, colleague):
    prepare(answering, [answering.region])
    with refused(Conflict, "answered_elsewhere") as refusal:
        prepare(answering, answering.comments, by=colleague, kind="noted", expected={})
    assert refusal.errors == {"comment_ids/1": "answered_elsewhere"}
    assert Disposition.objects.count() == 1
    [second] = prepare(answering, [answering.region], by=colleague, kind="noted")
    assert (second.number, second.mandate) == (2, colleague)
    assert Disposition.objects.count() == 2


def test_a_duplicate_names_the_comment_that_it_repeats(answering):
    [row] = prepare(
        answering, [answering.region], kind="duplicate", duplicate_of=answering.delegation.pk
    )
    assert row.duplicate_of == answering.delegation


def repeats(answering: Answering, comment: Comment, target: Any) -> None:
    prepare(answering, [comment], kind="duplicate", duplicate_of=getattr(target, "pk", target))


def test_a_comment_repeats_neither_itself_nor_a_stranger(house, answering):
    other = make_answering(house, framework=make_framework("other"))
    for target, code in [
        (answering.region, "itself"),
        (other.region, "unknown"),
        (uuid4(), "unknown"),
    ]:
        with refused(Invalid, f"duplicate_{code}") as refusal:
            repeats(answering, answering.region, target)
        assert refusal.errors == {"duplicate_of": code}


def test_duplicates_lead_neither_on_nor_round_in_a_circle(answering):
    repeats(answering, answering.region, answering.delegation)
    with refused(Invalid, "duplicate_duplicate_itself"):
        repeats(answering, answering.workers, answering.region)
    with refused(Invalid, "duplicate_repeated_by_another"):
        repeats(answering, answering.delegation, answering.workers)
    prepare(answering, [answering.region], kind="noted")
    repeats(answering, answering.delegation, answering.workers)
    assert answer_to(answering.delegation).duplicate_of == answering.workers


def test_a_withdrawn_comment_is_not_repeated(answering):
    withdrawn(answering.delegation, answering, "AAA-focal")
    with refused(Invalid, "duplicate_not_answerable"):
        repeats(answering, answering.region, answering.delegation)


def test_where_nothing_is_published_no_answer_names_a_comment_of_another_room(house):
    answering = make_answering(house, publication="never")
    with refused(Invalid, "duplicate_another_room"):
        repeats(answering, answering.region, answering.workers)


def test_thirty_answers_cost_no_more_queries_than_two(house):
    review = make_review(house, count=1)
    made = [
        make_submitted(review, house["AAA-focal"], house.delegation("AAA"), body=f"Words {place}.")
        for place in range(32)
    ]
    review.round = closed(review.round)
    answering = Answering(review, made[0], made[1], made[2])
    counted = []
    for stretch in (made[:2], made[2:]):
        with count_queries() as statements:
            prepare(answering, stretch, expected={})
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 20
