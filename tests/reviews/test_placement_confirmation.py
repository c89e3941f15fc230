"""Confirming placements: the review secretariat alone, each word of a person appended."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import Conflict, Invalid, Missing, NotAllowed
from record.models import PUBLIC, Entry
from reviews.anchors import make_anchor
from reviews.models import Comment, Placement
from reviews.selectors.placements import (
    placement_case,
    placements_of,
    placements_to_confirm,
)
from reviews.services.comments import withdraw_comment
from reviews.services.moves import secretariat_chain
from stakeholders.enums import Capacity
from tests.factories.frameworks import make_framework
from tests.factories.placements import (
    CONFIRMED,
    ELSE,
    LONGER,
    SIMILAR,
    by_aaa,
    confirmed,
    latest_of,
    rewritten,
)
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, make_review
from tests.stakeholders.cast import House, actor, admitted

from .cast import fresh, refusal
from .scenes import People

LATER = CONFIRMED + timedelta(days=1)


def queued(review: Review) -> list[Any]:
    return placements_to_confirm(review.house["secretariat"], LATER)


def words_in(body: str, words: str) -> Any:
    start = body.index(words)
    return make_anchor(body, start, start + len(words))


def test_a_suggestion_is_kept(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    before = latest_of(comment)
    kept = confirmed(review, comment, "keep")
    assert kept == latest_of(comment)
    assert (kept.number, kept.mandate) == (2, review.house["secretariat"])
    assert (kept.kind, kept.score, kept.selectors) == ("fuzzy", before.score, before.selectors)
    assert queued(review) == []


def test_words_are_said_to_be_gone(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    gone = confirmed(review, comment, "gone")
    assert (gone.kind, gone.score, gone.selectors) == ("orphaned", 0, [])
    assert queued(review) == []


@pytest.mark.parametrize(("words", "kind"), [("a list", "fuzzy"), ("before a new tool", "moved")])
def test_other_words_are_chosen(review: Review, words: str, kind: str) -> None:
    comment = by_aaa(review)
    body = f"{ELSE} Before it there is before a new tool. And before a new tool again."
    rewritten(review, body)
    chosen = confirmed(review, comment, "elsewhere", anchor=words_in(body, words))
    assert (chosen.kind, chosen.selectors[0]["exact"]) == (kind, words)
    assert (chosen.score == 1000) is (kind == "moved")
    assert queued(review) == []


def test_a_wrong_certainty_is_put_right(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, LONGER)
    assert latest_of(comment).kind == "exact"
    assert confirmed(review, comment, "gone").kind == "orphaned"
    assert [each.kind for each in placements_of([comment.pk], None, LATER)[comment.pk]] == [
        "orphaned"
    ]
    back = confirmed(review, comment, "elsewhere", anchor=words_in(LONGER, "before a new tool"))
    assert (back.number, back.kind) == (3, "moved")


def test_the_same_word_again_adds_nothing_and_a_colleague_is_told(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    colleague = actor(admitted(review.house["secretariat"], "colleague", Capacity.SECRETARIAT))
    first = confirmed(review, comment, "keep", expected_number=1)
    assert confirmed(review, comment, "keep", expected_number=1) == first
    assert confirmed(review, comment, "keep", expected_number=2) == first
    assert comment.placements.count() == 2
    with refusal("placement_changed", Conflict):
        confirmed(review, comment, "keep", expected_number=1, actor=colleague)
    with refusal("placement_changed", Conflict):
        confirmed(review, comment, "gone", expected_number=1)


def test_bad_input_is_refused_and_changes_nothing(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, ELSE)
    refusals: list[tuple[str, type[Any], dict[str, Any]]] = [
        ("nothing_to_keep", Invalid, {"decision": "keep"}),
        ("anchor_empty", Invalid, {"decision": "elsewhere"}),
        ("decision_unknown", Invalid, {"decision": "perhaps"}),
        (
            "anchor_not_found",
            Invalid,
            {"decision": "elsewhere", "anchor": words_in(WORDS["en"].body, "before")},
        ),
        ("not_found", Missing, {"decision": "gone", "version": 7}),
        ("not_found", Missing, {"decision": "gone", "version": 1}),
    ]
    for code, kind, terms in refusals:
        with refusal(code, kind):
            confirmed(review, comment, **terms)
    assert comment.placements.count() == 1


def test_a_version_without_the_language_has_no_words_to_choose(review: Review) -> None:
    comment = by_aaa(review, "Une formation", language="fr", text_id=review.text(0, "fr").pk)
    rewritten(review, ELSE)
    with refusal("no_text_in_language", Conflict):
        confirmed(review, comment, "elsewhere", anchor=words_in(ELSE, "a list"))
    [case] = queued(review)
    assert (case.new_text, case.suggestion.language) == (None, "")
    assert confirmed(review, comment, "gone").text is None


def test_what_is_no_longer_before_the_secretariat_is_not_confirmed(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    rewritten(review, ELSE, at=CONFIRMED)
    with refusal("version_replaced", Conflict):
        confirmed(review, comment, "keep", version=2, expected_number=1)
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        actor=actor(review.house["AAA-focal"]),
        at=CONFIRMED,
    )
    with refusal("not_handed_over", Conflict):
        confirmed(review, comment, "gone")
    assert queued(review) == []


@pytest.mark.parametrize("publication", ["at_close", "never"])
def test_a_confirmation_is_entered_where_the_comment_is_known(
    house: House, publication: str
) -> None:
    review = make_review(house, publication=publication)
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    confirmed(review, comment, "keep")
    rows = Entry.objects.filter(code="comment.placement_confirmed")
    chains = {row.circle for row in rows}
    known = {house.delegation("AAA").chain, secretariat_chain()}
    assert chains == known | ({PUBLIC} if publication == "at_close" else set())
    for row in rows.filter(circle=PUBLIC):
        assert fresh(comment).key in row.touches
        assert str(comment.pk) not in bytes(row.payload).decode()


@pytest.mark.parametrize("publication", ["at_close", "never"])
def test_only_the_secretariat_confirms(house: House, everybody: People, publication: str) -> None:
    review = make_review(house, publication=publication)
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    for name, mandate in everybody.items():
        if mandate is None or name == "secretariat":
            continue
        with pytest.raises((NotAllowed, Missing)) as refused:
            confirmed(review, comment, "keep", actor=actor(mandate))
        if publication == "never" and name not in ("AAA", "AAA-focal", "adviser"):
            ended = {"ended", "elsewhere", "unconfirmed", "barred"}
            assert isinstance(refused.value, Missing) or name in ended, name
    assert comment.placements.count() == 1


def test_only_the_secretariat_sees_what_waits(review: Review, everybody: People) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    for name, mandate in everybody.items():
        waiting = placements_to_confirm(mandate, LATER)
        assert [case.comment.id for case in waiting] == (
            [comment.pk] if name == "secretariat" else []
        ), name
        if name != "secretariat":
            with refusal("not_found", Missing):
                placement_case(comment.pk, 2, mandate, LATER)
    with refusal("not_found", Missing):
        placement_case(uuid4(), 2, review.house["secretariat"], LATER)
    with refusal("not_found", Missing):
        placement_case(comment.pk, 3, review.house["secretariat"], LATER)


def test_old_and_new_stand_beside_each_other(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    secretariat = review.house["secretariat"]
    [case] = placements_to_confirm(secretariat, LATER)
    assert case == placement_case(comment.pk, 2, secretariat, LATER)
    assert (case.comment.id, case.version) == (comment.pk, 2)
    assert (case.old_text.body, case.old_text.version) == (WORDS["en"].body, 1)
    assert case.old_selectors[0]["exact"] == "before a new tool"
    assert case.new_text is not None
    assert (case.new_text.body, case.new_text.version) == (SIMILAR, 2)
    assert (case.suggestion.kind, case.suggestion.needs_confirmation) == ("fuzzy", True)
    assert case.suggestion.selectors[0]["exact"] == "before any new tool"
    confirmed(review, comment, "keep")
    rewritten(review, ELSE, at=LATER)
    after = placement_case(comment.pk, 3, secretariat, LATER)
    assert (after.old_text.version, after.old_text.body) == (2, SIMILAR)


def test_a_framework_narrows_the_queue_which_takes_the_same_queries(house: House) -> None:
    counts = []
    for number, many in enumerate((1, 5)):
        review = make_review(house, framework=make_framework(f"queue-{number}"), count=1)
        for _each in range(many):
            by_aaa(review)
        rewritten(review, SIMILAR)
        with CaptureQueriesContext(connection) as asked:
            found = placements_to_confirm(house["secretariat"], LATER, framework=f"queue-{number}")
        assert len(found) == many
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert len(placements_to_confirm(house["secretariat"], LATER)) == 6
    assert Placement.objects.count() == Comment.objects.count() == 6
