"""What the review secretariat sees beside its draft: redlines, changes, and who is behind them."""

import pytest

from core.errors import Missing
from reviews.selectors.next_versions import drafting_of, next_version_facts
from reviews.services.next_versions import credit_comment
from tests.factories.frameworks import make_framework
from tests.factories.next_versions import (
    DRAFTED,
    begun,
    handed_over,
    proposing,
    redrafted,
    taken_over,
)
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, closed, make_review, share
from tests.provisions.queries import count_queries
from tests.stakeholders.cast import actor

from .refusals import refused

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


def facts_of(review: Review):
    return next_version_facts("trial.1", review.house["secretariat"], DRAFTED)


def shown(review: Review, language: str = "en") -> list[tuple[str, str, list[str]]]:
    """Return each change as its old words, its new ones, and the actors behind it."""
    [drafted] = [each for each in facts_of(review).languages if each.language == language]
    return [
        (
            drafted.base.body[each.old_start : each.old_end],
            drafted.text.body[each.new_start : each.new_end],
            sorted(comment.actor for comment in each.comments),
        )
        for each in drafted.changes
    ]


def test_a_draft_that_was_just_begun_changes_nothing(review):
    begun(review)
    facts = facts_of(review)
    assert [each.language for each in facts.languages] == ["en", "fr", "es"]
    assert [each.changes for each in facts.languages] == [(), (), ()]
    assert (facts.base_version, facts.edition, facts.is_changed) == (1, 1, False)


def test_each_change_names_the_comments_behind_it_and_the_others_are_the_secretariats_own(review):
    taken_over(review, proposing(review, "new tool", "machine"))
    redrafted(review, en="Free training is given before a machine is used.")
    assert shown(review) == [("Training", "Free training", []), ("new tool", "machine", ["AAA"])]


def test_two_comments_can_stand_behind_one_change(review):
    house = review.house
    first = proposing(review, "new tool", "machine")
    second = handed_over(
        review, house["workers-spokesperson"], house.group("workers"), "tool", proposed=""
    )
    draft = taken_over(review, first)
    start = BODY.index("tool")
    credit_comment(
        key="trial.1",
        comment_id=second.pk,
        language="en",
        start=start,
        end=start + 4,
        expected_edition=draft.edition,
        actor=actor(house["secretariat"]),
        at=DRAFTED,
    )
    assert shown(review) == [("new tool", "machine", ["AAA", "workers"])]


def test_a_comment_says_whether_its_wording_can_be_taken_over(review):
    proposed = proposing(review, "new tool", "machine")
    unworded = proposing(review, "Training", purpose="clarify")
    deleting = proposing(review, "given", purpose="delete")
    overtaken = proposing(review, "new tool", "appliance")
    taken_over(review, proposed)
    may = {each.handed.id: each.may_be_taken_over for each in facts_of(review).comments}
    taken = {each.handed.id for each in facts_of(review).comments if each.is_taken_over}
    assert may == {
        proposed.pk: False,
        unworded.pk: False,
        deleting.pk: True,
        overtaken.pk: False,
    }
    assert taken == {proposed.pk}


def test_before_a_draft_is_begun_the_comments_are_there_and_no_draft(review):
    comment = proposing(review, "new tool", "machine")
    facts = drafting_of("trial.1", review.house["secretariat"], DRAFTED)
    assert (facts.edition, facts.updated_at) == (0, None)
    assert [(each.handed.id, each.may_be_taken_over) for each in facts.comments] == [
        (comment.pk, False)
    ]
    with refused(Missing):
        facts_of(review)


def test_a_round_that_is_not_closed_is_named(review):
    begun(review)
    assert facts_of(review).running_round == 1
    assert facts_of(review).needs_reason
    closed(review.round)
    assert facts_of(review).running_round is None


def test_what_stays_in_its_room_is_not_beside_the_draft(review):
    house = review.house
    share(review, house["AAA"], house.delegation("AAA"))
    begun(review)
    assert facts_of(review).comments == ()


def test_nobody_but_the_review_secretariat_learns_of_a_draft(review, everybody):
    begun(review)
    for name, mandate in everybody.items():
        if name == "secretariat":
            assert next_version_facts("trial.1", mandate, DRAFTED).edition == 1
            continue
        for read in (next_version_facts, drafting_of):
            with refused(Missing):
                read("trial.1", mandate, DRAFTED)


@pytest.mark.parametrize("key", ["trial.99", "trial\0", ""])
def test_an_unknown_provision_is_missing(review, key):
    with refused(Missing):
        drafting_of(key, review.house["secretariat"], DRAFTED)


def test_thirty_comments_cost_no_more_queries_than_two(house):
    counted = []
    for slug, count in (("few", 2), ("many", 30)):
        review = make_review(house, framework=make_framework(slug), count=1)
        for number in range(count):
            comment = proposing(review, "new tool", f"machine {number}")
        taken_over(review, comment)
        with count_queries() as statements:
            facts = next_version_facts(f"{slug}.1", house["secretariat"], DRAFTED)
        assert len(facts.comments) == count
        counted.append(len(statements))
    assert counted[0] == counted[1] <= 13
