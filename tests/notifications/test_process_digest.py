"""The weekly digest of the review secretariat: rounds, answers waited for, notices that failed."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.letters.letter import Letter, Silence
from notifications.selectors.process import course_of
from stakeholders.enums import Capacity
from stakeholders.models import Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.dispositions import RELEASED, Answering, make_answering, prepare, release
from tests.factories.frameworks import make_framework
from tests.factories.notifications import make_delivery, reader_of
from tests.factories.placements import REWRITTEN, SIMILAR, on_words, rewritten
from tests.factories.reviews import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    Review,
    closed,
    make_review,
    make_submitted,
    share,
)
from tests.stakeholders.cast import actor, admitted

from .digests import digest_for, part_of, say, sent_digest

WEEK = timedelta(days=7)
ROUND = "Review round 1, Trial text trial"
WAITING = "Comments that wait for an answer"
MISSED = "Notices that did not arrive"


@pytest.fixture
def answering(db: None) -> Answering:
    """A round that closed with three comments, unanswered."""
    return make_answering()


def process_digest(review: Review, at: datetime, name: str = "secretariat") -> Letter | Silence:
    reader = reader_of(review.house[name], at=OPENS)
    return digest_for(reader, at, Kind.PROCESS_DIGEST)[1]


def told(review: Review, at: datetime) -> Letter:
    letter = process_digest(review, at)
    assert isinstance(letter, Letter), letter
    return letter


def missed(review: Review, at: datetime, kind: str = Kind.DUE_IN_7_DAYS) -> None:
    make_delivery(
        reader_of(review.house["AAA"], at=OPENS),
        kind,
        subject=review.round.key,
        window=at.isoformat(),
        at=at - timedelta(days=1),
        state=DeliveryState.MISSED,
        ended_at=at,
    )


def test_a_round_that_runs_stands_with_its_deadline(db: None) -> None:
    review = make_review()
    letter = told(review, DURING)
    assert part_of(letter, "Review rounds") == {
        ROUND: ("Open until 15 October 2026, 18:00 Geneva time (16:00 UTC).",)
    }
    assert part_of(letter, WAITING) == {}


def test_the_readers_own_clock_is_added_where_it_shows_another_time(db: None) -> None:
    review = make_review()
    user = review.house["secretariat"].user
    user.time_zone = "America/New_York"
    user.save()
    [sentence] = part_of(told(review, DURING), "Review rounds")[ROUND]
    assert "18:00 Geneva time (16:00 UTC); where you are: 15 October 2026, 12:00" in sentence


def test_comments_are_counted_by_round_with_the_age_of_the_oldest(answering: Answering) -> None:
    letter = told(answering.review, AFTER + WEEK)
    assert part_of(letter, WAITING) == {
        ROUND: (
            "3 comments wait for an answer.",
            "The oldest has waited 18 days, since 4 October 2026.",
        )
    }
    [line] = [line for part in letter.parts for line in part.lines]
    assert line.url.endswith(f"/desk/dispositions/rounds/{answering.review.round.pk}/")


def test_a_comment_waits_until_its_answer_is_released(answering: Answering) -> None:
    prepare(answering, answering.comments)
    assert part_of(told(answering.review, RELEASED), WAITING)
    release(answering)
    assert process_digest(answering.review, RELEASED) == Silence(DropReason.NOTHING_TO_SAY)


def test_the_round_that_waits_longest_comes_first(answering: Answering) -> None:
    house = answering.house
    other = make_review(house, framework=make_framework("other"), count=1)
    earlier = DURING - timedelta(days=1)
    make_submitted(other, house["AAA-focal"], house.delegation("AAA"), at=earlier)
    closed(other.round)
    found = part_of(told(answering.review, AFTER), WAITING)
    assert list(found) == ["Review round 1, Trial text other", ROUND]
    limited = admitted(house["secretariat"], "limited", Capacity.SECRETARIAT, framework_key="other")
    course = course_of(limited, AFTER, since=OPENS)
    assert [each.key for each in course.rounds] == [other.round.key]


def test_it_names_no_author_group_or_text(answering: Answering) -> None:
    said = say(told(answering.review, AFTER + WEEK))
    for word in ("Focal", "AAA", "north-group", "Workers", "Words of", "clearer", "trial.1"):
        assert word not in said


def test_what_is_not_handed_over_yet_is_not_counted(db: None) -> None:
    review = make_review()
    share(review, review.house["AAA"], review.house.delegation("AAA"))
    course = course_of(review.house["secretariat"], DURING, since=OPENS)
    assert [each.waiting for each in course.rounds] == [0]


def test_notices_that_were_missed_in_the_week_are_counted(answering: Answering) -> None:
    now = AFTER + WEEK
    missed(answering.review, now - timedelta(days=2))
    missed(answering.review, now - timedelta(days=3))
    missed(answering.review, now - timedelta(days=2), Kind.TO_CLEAR)  # of a room: not to be known
    missed(answering.review, now - timedelta(days=8))
    assert part_of(told(answering.review, now), MISSED) == {"Deadline in 7 days: 2 missed": ()}


def test_what_was_told_last_week_is_not_told_again(answering: Answering) -> None:
    now = AFTER + WEEK
    missed(answering.review, now - timedelta(days=2))
    reader = reader_of(answering.house["secretariat"], at=OPENS)
    assert part_of(sent_digest(reader, now, Kind.PROCESS_DIGEST), MISSED)
    later = sent_digest(reader, now + timedelta(days=3), Kind.PROCESS_DIGEST)
    assert not part_of(later, MISSED)
    assert part_of(later, WAITING)  # that still waits


def test_comments_to_be_placed_by_a_person_wait(db: None) -> None:
    review = make_review()
    on_words(review, review.house["AAA-focal"], review.house.delegation("AAA"))
    rewritten(review, SIMILAR)
    letter = told(review, REWRITTEN)
    assert part_of(letter, "Comments in new versions") == {
        "1 comment waits for a person to confirm its place.": ()
    }
    assert "before a new tool" not in say(letter)


@pytest.mark.parametrize("name", ["AAA", "governments", "workers", "chairperson", "observer"])
def test_nobody_but_the_review_secretariat_gets_it(answering: Answering, name: str) -> None:
    assert process_digest(answering.review, AFTER, name) == Silence(DropReason.NOT_ENTITLED)


def test_who_left_the_review_secretariat_gets_it_no_more(answering: Answering) -> None:
    house = answering.house
    house.mandates["former"] = admitted(house["secretariat"], "former", Capacity.SECRETARIAT)
    reader_of(house["former"], at=OPENS)
    end_mandate(mandate_id=house["former"].pk, actor=actor(house["secretariat"]), at=CLOSES)
    assert process_digest(answering.review, AFTER, "former") == Silence(DropReason.NOT_ENTITLED)


def test_queries_do_not_grow_with_comments(answering: Answering, django_assert_num_queries) -> None:
    mandate = Mandate.objects.select_related("user").get(pk=answering.secretariat.pk)
    with CaptureQueriesContext(connection) as few:
        course_of(mandate, AFTER, since=OPENS)
    house = answering.house
    other = make_review(house, framework=make_framework("other"))
    for place in range(2):
        make_submitted(other, house["AAA-focal"], house.delegation("AAA"), place=place)
    closed(other.round)
    with django_assert_num_queries(len(few)):
        rounds = course_of(mandate, AFTER, since=OPENS).rounds
    assert sorted(each.waiting for each in rounds) == [2, 3]
