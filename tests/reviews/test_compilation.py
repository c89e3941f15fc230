"""A table of comments with their answers: what stands in it, and for whom."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.errors import Missing
from reviews.compilation.columns import Column
from reviews.compilation.compiled import Reader, compilation_of_provision, compilation_of_round
from reviews.compilation.table import Compilation
from reviews.models import Wording
from reviews.services.comments import endorse_comment
from reviews.services.submissions import offer_late
from stakeholders.models import Mandate
from tests.factories.answered import make_answered
from tests.factories.dispositions import (
    REASONS,
    make_answering,
    make_released,
    prepare,
    reply,
)
from tests.factories.frameworks import make_framework
from tests.factories.provisions import make_provision
from tests.factories.reviews import (
    AFTER,
    DURING,
    Review,
    make_review,
    make_submitted,
    share,
)
from tests.public.published import BODY, make_published
from tests.stakeholders.cast import EVERYBODY, House, actor, found_house

pytestmark = pytest.mark.django_db
NOW = AFTER + timedelta(days=9)


def of_round(review: Review, who: Mandate | None = None, language: str = "en", **more: bool):
    with override(language):
        return compilation_of_round(review.round.key, Reader(who, NOW, language, **more))


def column(made: Compilation, name: Column) -> list[str]:
    return [row.text(name) for row in made.rows]


def test_every_column_says_its_part_in_the_order_of_the_document():
    review = make_published()
    made = of_round(review)
    assert column(made, Column.NUMBER) == ["1\n1-1", "2\n1-2", "3\n1-3", "4\n1-5", "5\n1-4"]
    north, first, tombstone, late, sponsored = made.rows
    assert first.text(Column.WHO) == "Employers"
    assert first.text(Column.PLACE) == "1\nVersion 1, English"
    assert first.text(Column.PARAGRAPH) == review.text().text.body[:8]
    assert first.text(Column.TYPE) == "Substantive\nChange the wording"
    assert first.text(Column.COMMENT) == f"{BODY}\nReason: It would be clearer."
    assert first.text(Column.PROPOSED) == Wording.objects.get(body=BODY).proposed != ""
    assert "no longer shown" in tombstone.text(Column.COMMENT)
    assert tombstone.text(Column.PROPOSED) == tombstone.text(Column.TYPE) == ""
    assert north.text(Column.WHO) == "north-group\nMembers that do not support it: BBB"
    assert late.text(Column.PARAGRAPH) == "On the whole provision"
    assert late.text(Column.WHO) == "Workers\nReceived late"
    assert sponsored.text(Column.WHO) == "AAA\nCo-sponsored by: BBB"
    assert sponsored.text(Column.PLACE) == "2\nVersion 1, English"


def test_words_stay_in_their_language_and_labels_are_the_reader_s():
    review = make_published()
    made = of_round(review, language="fr")
    [own] = [row for row in made.rows if BODY in row.text(Column.COMMENT)]
    assert {line.lang for line in own.cells[Column.COMMENT]} == {"en"}
    assert own.text(Column.WHO) == "Employeurs"
    assert {line.lang for line in own.cells[Column.TYPE]} == {""}
    assert "anglais" in made.rows[0].text(Column.PLACE)


def test_answers_stand_beside_their_comments_with_what_was_replied():
    answering = make_released()
    house = answering.house
    reply(answering.workers, house["workers-spokesperson"])
    made = of_round(answering.review)
    assert column(made, Column.DECISION) == ["Incorporated"] * 3
    assert column(made, Column.OBSERVATION) == [REASONS["en"]] * 3
    workers = next(row for row in made.rows if row.text(Column.WHO) == "Workers")
    assert workers.text(Column.REPLY) == "Maintains the comment\nThe words are still not clear."
    assert column(of_round(answering.review, language="es"), Column.OBSERVATION)[0] == REASONS["es"]


def test_a_duplicate_names_the_row_that_it_repeats():
    answering = make_answering()
    prepare(answering, [answering.delegation])
    prepare(
        answering,
        [answering.region, answering.workers],
        kind="duplicate",
        duplicate_of=answering.delegation.pk,
    )
    made = of_round(answering.review, answering.secretariat, with_prepared=True)
    number = next(row.number for row in made.rows if row.comment_id == answering.delegation.pk)
    named = f"Duplicate of another\nSee No. {number} of this table\nPrepared, not released"
    assert column(made, Column.DECISION).count(named) == 2


@dataclass
class Scene:
    review: Review
    words: dict[str, set[str]]  # who of the cast reads which words


def before_the_close(slug: str = "trial", house: House | None = None) -> Scene:
    """A delegation's and the Workers' comments in a round that is open, with one kept back."""
    review = make_review(house, framework=make_framework(slug))
    house = review.house
    make_submitted(review, house["AAA-focal"], house.delegation("AAA"), body="Of AAA.")
    make_submitted(
        review, house["workers-spokesperson"], house.group("workers"), body="Of the Workers."
    )
    share(review, house["workers"], house.group("workers"), body="Not handed over.")
    return Scene(
        review,
        {
            "Of AAA.": {"secretariat", "AAA", "AAA-focal"},
            "Of the Workers.": {"secretariat", "workers", "workers-spokesperson"},
            "Not handed over.": set(),
        },
    )


def test_nobody_reads_what_is_not_theirs_before_it_is_published():
    scene = before_the_close()
    people = {name: scene.review.house[name] for name in EVERYBODY} | {"everybody": None}
    for words, readers in scene.words.items():
        found = {
            name
            for name, who in people.items()
            if words in "".join(column(of_round(scene.review, who), Column.COMMENT))
        }
        assert found == readers & people.keys(), words


def test_prepared_answers_are_for_the_review_secretariat_that_asks_for_them():
    answering = make_answering()
    prepare(answering, answering.comments)
    house = answering.house
    for name in EVERYBODY:
        shown = of_round(answering.review, house[name], with_prepared=True)
        assert any(column(shown, Column.OBSERVATION)) == (name == "secretariat"), name
        assert not any(column(of_round(answering.review, house[name]), Column.OBSERVATION)), name
    made = of_round(answering.review, answering.secretariat, with_prepared=True)
    assert "answers that are not released" in made.audience
    assert not any(column(of_round(answering.review), Column.OBSERVATION))


def test_a_round_that_never_publishes_shows_each_room_its_own_answers():
    answering = make_released(publication="never")
    house = answering.house
    assert of_round(answering.review).rows == ()
    [own] = of_round(answering.review, house["workers"]).rows
    assert (own.text(Column.WHO), own.text(Column.DECISION)) == ("Workers", "Incorporated")
    assert of_round(answering.review, house["employers"]).rows == ()
    assert len(of_round(answering.review, answering.secretariat).rows) == 3


def test_what_was_offered_late_says_so_until_it_is_decided():
    answering = make_answering()
    review, house = answering.review, answering.house
    voice = house["employers-spokesperson"]
    late = share(review, voice, house.group("employers"), at=DURING, body="Late words.")
    late = endorse_comment(comment_id=late.pk, expected_edition=1, actor=actor(voice), at=DURING)
    offer_late(comment_ids=[late.pk], reason="A storm.", actor=actor(voice), at=AFTER)
    for name in ("secretariat", "employers"):
        rows = of_round(review, house[name]).rows
        [own] = [row for row in rows if "Late words." in row.text(Column.COMMENT)]
        assert "not decided yet" in own.text(Column.WHO)
    assert all("Late words." not in each for each in column(of_round(review), Column.COMMENT))


def test_it_is_called_confidential_while_anything_in_it_is():
    answering = make_answering()
    review, secretariat = answering.review, answering.secretariat
    for who in (secretariat, answering.house["workers"], answering.house["observer"], None):
        assert of_round(review, who).audience == ""
    prepare(answering, answering.comments)
    assert of_round(review, secretariat).audience == ""
    assert "not released" in of_round(review, secretariat, with_prepared=True).audience
    for name, words in (("secretariat", "review secretariat"), ("AAA", "rooms that you are in")):
        scene = before_the_close(f"of-{name.lower()}", answering.house)
        assert words in of_round(scene.review, scene.review.house[name]).audience
    assert of_round(scene.review, answering.house["observer"]).audience == ""


def test_a_provision_s_comments_of_all_rounds_stand_together():
    review = make_published()
    key = review.provisions[1].key
    made = compilation_of_provision(key, Reader(None, NOW, "en"))
    assert column(made, Column.PLACE) == ["2\nVersion 1, English\nReview round 1"]
    assert made.file_name("xlsx") == "SAMPLE-tripartite-trial-2-comments.xlsx"
    untouched = make_provision(review.framework, "7")
    assert compilation_of_provision(untouched.key, Reader(None, NOW, "en")).rows == ()
    for wrong in ("trial.99", "nothing", ""):
        with pytest.raises(Missing):
            compilation_of_provision(wrong, Reader(None, NOW, "en"))
    with pytest.raises(Missing):
        compilation_of_round("trial.round.9", Reader(None, NOW, "en"))


def test_it_says_what_it_is_a_paper_of():
    made = of_round(make_published())
    assert made.heading == "Compilation of comments – Trial text trial – Review round 1"
    assert "not an ILO document" in made.marks[0]
    assert "SAMPLE" in made.marks[1]
    assert dict(made.facts)["State of affairs"] == "24 October 2026, 17:00 UTC"
    assert made.audience == ""


def test_many_comments_take_as_many_queries_as_few():
    house = found_house()
    few, many = (make_answered(house, slug, count) for slug, count in (("few", 1), ("many", 6)))
    for who in (house["secretariat"], house["workers"], None):
        counts = []
        for review in (few, many):
            with CaptureQueriesContext(connection) as asked:
                made = of_round(review, who, with_prepared=True)
            counts.append(len(asked))
            assert all(column(made, Column.DECISION))
        assert counts[0] == counts[1] <= 22, counts
