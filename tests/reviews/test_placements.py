"""Placements: each comment is looked for in a new version, and nothing of it leaks on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.errors import Conflict
from record.acts import together
from record.models import PUBLIC, Entry
from reviews.models import Placement
from reviews.selectors.placements import placements_of
from reviews.services.comments import withdraw_comment
from reviews.services.placements import place_comments
from tests.factories.frameworks import make_framework
from tests.factories.placements import (
    CONFIRMED,
    ELSE,
    LONGER,
    REWRITTEN,
    SIMILAR,
    TWICE,
    by_aaa,
    confirmed,
    latest_of,
    on_words,
    rewritten,
)
from tests.factories.reviews import AFTER, Review, closed, make_review, make_round
from tests.stakeholders.cast import House, actor

from .cast import fresh, refusal

LATER = CONFIRMED + timedelta(days=1)


def test_the_same_words_are_found_in_the_next_version(review: Review) -> None:
    comment = by_aaa(review)
    version = rewritten(review, LONGER)
    placement = Placement.objects.get()
    assert (placement.comment, placement.version) == (comment, version)
    assert (placement.kind, placement.score, placement.number) == ("exact", 1000, 1)
    assert placement.mandate is None
    assert placement.at == REWRITTEN
    quote, position = placement.selectors
    assert quote["exact"] == "before a new tool"
    assert position["start"] == LONGER.index("before a new tool")
    assert placement.text is not None and placement.text.body == LONGER


@pytest.mark.parametrize(
    ("english", "kind"), [(SIMILAR, "fuzzy"), (ELSE, "orphaned"), (TWICE, "orphaned")]
)
def test_what_is_uncertain_waits_for_a_person(review: Review, english: str, kind: str) -> None:
    comment = by_aaa(review)
    rewritten(review, english)
    placement = latest_of(comment)
    assert placement.kind == kind
    assert placement.score < 1000
    assert bool(placement.selectors) is (kind == "fuzzy")
    assert placement.text is not None


def test_a_comment_on_the_whole_provision_stays_on_it(review: Review) -> None:
    comment = by_aaa(review, None)
    rewritten(review, ELSE)
    placement = latest_of(comment)
    assert (placement.kind, placement.score, placement.selectors) == ("exact", 1000, [])
    assert placement.text is not None


def test_words_are_looked_for_in_their_own_language(review: Review) -> None:
    french = on_words(
        review,
        review.house["AAA"],
        review.house.delegation("AAA"),
        "avant l’utilisation",
        language="fr",
        submitter=review.house["AAA-focal"],
        text_id=review.text(0, "fr").pk,
    )
    rewritten(review, LONGER)
    orphan = latest_of(french)
    assert (orphan.kind, orphan.text, orphan.selectors) == ("orphaned", None, [])
    rewritten(
        review, LONGER, at=LATER, fr="Une formation est donnée avant l’utilisation d’un outil."
    )
    found = latest_of(french)
    assert found.version.number == 3
    assert found.text is not None and found.text.language == "fr"
    assert (found.kind, found.selectors[0]["exact"]) == ("exact", "avant l’utilisation")


def test_words_are_followed_from_where_they_stood_last(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR)
    assert latest_of(comment).selectors[0]["exact"] == "before any new tool"
    confirmed(review, comment, "keep")
    rewritten(review, f"{ELSE} {SIMILAR}", at=LATER)
    found = latest_of(comment)
    assert (found.version.number, found.kind) == (3, "exact")
    assert found.selectors[0]["exact"] == "before any new tool"


def test_words_that_were_gone_are_looked_for_again_as_they_were_written(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, ELSE)
    confirmed(review, comment, "gone")
    rewritten(review, LONGER, at=LATER)
    assert (latest_of(comment).kind, latest_of(comment).version.number) == ("exact", 3)


def test_only_what_lies_before_the_secretariat_is_placed(review: Review) -> None:
    house = review.house
    published = by_aaa(review)
    shared = on_words(review, house["AAA"], house.delegation("AAA"), shared_only=True)
    withdrawn = by_aaa(review)
    withdraw_comment(
        comment_id=withdrawn.pk,
        expected_edition=fresh(withdrawn).edition,
        actor=actor(house["AAA-focal"]),
        at=AFTER,
    )
    other = by_aaa(review, place=1)
    rewritten(review)
    assert set(Placement.objects.values_list("comment", flat=True)) == {published.pk}
    assert not shared.placements.exists()
    assert not other.placements.exists()


@pytest.mark.parametrize("publication", ["at_close", "with_answers", "never"])
def test_each_chain_hears_of_what_it_may_know(house: House, publication: str) -> None:
    review = make_review(house, publication=publication)
    comment = by_aaa(review)
    employers = on_words(
        review,
        house["employers"],
        house.group("employers"),
        submitter=house["employers-spokesperson"],
    )
    rewritten(review)
    rows = Entry.objects.filter(code="version.comments_placed")
    by_chain = {row.circle: bytes(row.payload).decode() for row in rows}
    rooms = {house.delegation("AAA").chain: comment, house.group("employers").chain: employers}
    for chain, own in rooms.items():
        other = employers if own == comment else comment
        assert str(own.pk) in by_chain[chain]
        assert str(other.pk) not in by_chain[chain]
    if publication != "at_close":
        assert PUBLIC not in by_chain
        return
    key = fresh(comment).key
    assert key is not None and key in by_chain[PUBLIC]
    assert str(comment.pk) not in by_chain[PUBLIC]
    assert key in rows.get(circle=PUBLIC).touches


def test_placing_again_adds_nothing(review: Review) -> None:
    by_aaa(review)
    version = rewritten(review)
    entries = Entry.objects.count()
    with together():
        assert (
            place_comments(version=version, actor=actor(review.house["secretariat"]), at=LATER)
            == []
        )
    assert Placement.objects.count() == 1
    assert Entry.objects.count() == entries


def test_as_many_queries_for_many_comments_as_for_few(house: House) -> None:
    counts = []
    for number, many in enumerate((2, 9)):
        review = make_review(house, framework=make_framework(f"trial-{number}"), count=1)
        for _each in range(many):
            by_aaa(review)
        closed(review.round)
        review.round.refresh_from_db()
        with CaptureQueriesContext(connection) as asked:
            rewritten(review, at=REWRITTEN)
        counts.append(len(asked))
        ids = list(review.round.comments.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            assert len(placements_of(ids, None, LATER)) == many
        assert len(asked) == 4
    assert counts[0] == counts[1]


def test_a_round_does_not_open_while_a_placement_is_unconfirmed(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, SIMILAR, fr="Une formation.")
    terms: dict[str, Any] = {"opens_at": LATER, "closes_at": LATER + timedelta(days=7), "at": LATER}
    with refusal("placements_unconfirmed", Conflict):
        make_round(review.house, review.provisions[:1], **terms)
    with refusal("placements_unconfirmed", Conflict):
        make_round(review.house, review.provisions, **terms)
    other = make_round(review.house, review.provisions[1:], **terms)
    assert other.number == 2
    confirmed(review, comment, "keep")
    assert make_round(review.house, review.provisions[:1], **terms).number == 3


def test_a_withdrawn_comment_holds_no_round_up(review: Review) -> None:
    comment = by_aaa(review)
    rewritten(review, ELSE, fr="Une formation.")
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=fresh(comment).edition,
        actor=actor(review.house["AAA-focal"]),
        at=CONFIRMED,
    )
    terms: dict[str, Any] = {"opens_at": LATER, "closes_at": LATER + timedelta(days=7), "at": LATER}
    assert make_round(review.house, review.provisions[:1], **terms).number == 2
