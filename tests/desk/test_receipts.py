"""Receipts at the desk: number, time with its zone, digest, and the words that were handed over."""

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import Submission
from reviews.services.comments import withdraw_comment
from tests.factories.reviews import Review, share, submit
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor

from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return running()


def handed_over(review: Review, **terms: object) -> Submission:
    home = review.house.delegation("AAA")
    comment = share(review, review.house["AAA"], home, at=timezone.now(), **terms)
    return submit([comment], review.house["AAA-focal"], at=timezone.now())


def path_of(submission: Submission) -> str:
    return f"/desk/receipts/{submission.pk}/"


def test_a_receipt_says_number_time_in_both_zones_digest_and_words(review):
    submission = handed_over(review, body="What was handed over.")
    page = text_of(browser(review, "AAA"), path_of(submission))
    assert submission.number in page
    assert submission.digest in page
    assert "Geneva time" in page
    assert "UTC)" in page
    assert "What was handed over." in page
    assert "the words kept here still give it" in page
    assert read_markup(page).faults == []


def test_a_receipt_is_its_rooms_and_the_secretariats(review):
    submission = handed_over(review, body="canary of a receipt")
    for name in review.house.mandates:
        readers = ("AAA", "AAA-focal", "secretariat")
        answer = browser(review, name).get(path_of(submission))
        assert answer.status_code == (200 if name in readers else 404), name
        assert ("canary" in answer.content.decode()) == (name in readers)


def test_the_secretariat_reads_no_person_on_it(review):
    submission = handed_over(review)
    inside = text_of(browser(review, "AAA"), path_of(submission))
    outside = text_of(browser(review, "secretariat"), path_of(submission))
    submitter = review.house["AAA-focal"].user.name
    assert submitter in inside
    assert submitter not in outside


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    submission = handed_over(review)
    assert client.get(path_of(submission))["Location"] == "/accounts/login/?next=/desk/"


def test_what_was_withdrawn_since_is_no_longer_read_outside_the_room(review):
    submission = handed_over(review, body="canary withdrawn")
    line = submission.comments.get()
    withdraw_comment(
        comment_id=line.comment_id,
        expected_edition=line.comment.edition,
        actor=actor(review.house["AAA-focal"]),
        at=timezone.now(),
    )
    page = text_of(browser(review, "secretariat"), path_of(submission))
    assert "canary" not in page
    assert "Withdrawn since" in page


def test_a_receipt_asks_the_database_the_same_number_of_times(review, django_assert_num_queries):
    home, at = review.house.delegation("AAA"), timezone.now()
    client = browser(review, "AAA")
    for count in (3, 30):
        comments = [share(review, review.house["AAA"], home, at=at) for _ in range(count)]
        submission = submit(comments, review.house["AAA-focal"], at=timezone.now())
        client.get(path_of(submission))
        with django_assert_num_queries(9):
            text_of(client, path_of(submission))
