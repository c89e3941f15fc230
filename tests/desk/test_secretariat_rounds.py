"""The review secretariat reads what was handed over, and decides on what came late."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Comment
from reviews.services.comments import endorse_comment
from reviews.services.submissions import offer_late
from tests.factories.reviews import Review, closed, make_submitted, share
from tests.stakeholders.cast import EVERYBODY, actor

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


def path(review: Review, page: str = "") -> str:
    return f"/desk/secretariat/rounds/{review.round.pk}/{page}"


def offered(review: Review) -> Comment:
    """Return a comment of the Workers that they offered after the close."""
    voice = review.house["workers-spokesperson"]
    workers = review.house.group("workers")
    early, after = review.round.opens_at, review.round.closes_at + timedelta(minutes=5)
    comment = share(review, voice, workers, at=early)
    comment = endorse_comment(
        comment_id=comment.pk, expected_edition=1, actor=actor(voice), at=early
    )
    closed(review.round, at=review.round.closes_at)
    offer_late(
        comment_ids=[comment.pk], reason="The <i>ferry</i> was late.", actor=actor(voice), at=after
    )
    return comment


@pytest.fixture
def over() -> Review:
    """A round that closed a day ago."""
    begun = timezone.now() - timedelta(days=8)
    return running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)


def test_the_secretariat_reads_words_and_actor_and_what_would_change():
    review = running()
    house = review.house
    make_submitted(
        review,
        house["AAA-focal"],
        house.delegation("AAA"),
        at=timezone.now(),
        body="First <script>alert(1)</script> words.",
    )
    share(review, house["employers-spokesperson"], house.group("employers"), at=timezone.now())
    text = text_of(browser(review, "secretariat"), path(review))
    assert "First &lt;script&gt;alert(1)&lt;/script&gt; words." in text
    assert "AAA" in text
    assert "<ins>" in text
    assert "Substantive" in text
    assert "Focal-aaa" not in text
    assert "Words of" not in text


def test_a_round_without_anything_says_what_will_appear():
    review = running()
    secretary = browser(review, "secretariat")
    assert "Nothing has been handed over yet" in text_of(secretary, path(review))
    assert "No late comment waits" in text_of(secretary, path(review, "late/"))
    assert "Review round 1" in text_of(secretary, "/desk/secretariat/")


def test_a_late_comment_waits_everywhere_the_secretariat_looks(over: Review):
    comment = offered(over)
    secretary = browser(over, "secretariat")
    for page in ("/desk/", path(over, "late/")):
        assert f"{path(over)}late/{comment.pk}/" in text_of(secretary, page), page
    assert "1 late comment waits for a decision" in text_of(secretary, "/desk/secretariat/")
    assert "The &lt;i&gt;ferry&lt;/i&gt; was late." in text_of(secretary, path(over, "late/"))


@pytest.mark.parametrize(("act", "stage"), [("accept", "published"), ("decline", "endorsed")])
def test_a_late_comment_is_decided_with_a_reason(over: Review, act: str, stage: str):
    comment = offered(over)
    secretary, page = browser(over, "secretariat"), f"{path(over)}late/{comment.pk}/"
    edition = text_of(secretary, page).partition('name="edition" value="')[2].partition('"')[0]
    without = secretary.post(page, {"act": act, "reason": "", "edition": edition})
    assert without.status_code == 400
    assert "Reason: Say why." in without.content.decode()
    sent = {"act": act, "reason": "One case, one word.", "edition": edition}
    assert secretary.post(page, sent).status_code == 302
    comment.refresh_from_db()
    assert comment.stage == stage


def test_a_decision_without_a_word_which_and_a_stale_one_are_refused(over: Review):
    comment = offered(over)
    secretary, page = browser(over, "secretariat"), f"{path(over)}late/{comment.pk}/"
    answer = secretary.post(page, {"reason": "Kept <b>here</b>", "edition": "1"})
    assert answer.status_code == 400
    assert "Accept the comment or decline it." in answer.content.decode()
    assert "Kept &lt;b&gt;here" in answer.content.decode()
    stale = secretary.post(page, {"act": "accept", "reason": "Kept too", "edition": "99"})
    assert stale.status_code == 409
    assert "This comment was changed meanwhile." in stale.content.decode()
    assert "Kept too" in stale.content.decode()


def test_only_the_review_secretariat_finds_these_pages(over: Review, client: Client):
    comment = offered(over)
    pages = [
        "/desk/secretariat/",
        path(over),
        path(over, "late/"),
        path(over, f"late/{comment.pk}/"),
    ]
    for page in pages:
        assert client.get(page).status_code == 302
        for name in EVERYBODY[1:]:
            assert browser(over, name).get(page).status_code == 404, name
    mandate = over.house["secretariat"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    assert strict.post(pages[-1], {"act": "accept", "reason": "No token"}).status_code == 403


def test_the_list_asks_as_many_queries_for_many_comments_as_for_one():
    review = running()
    house, client = review.house, browser(review, "secretariat")
    counts = []
    for more in (1, 4):
        for _each in range(more):
            make_submitted(review, house["AAA-focal"], house.delegation("AAA"), at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            text_of(client, path(review))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_foreign_cursor_is_refused_in_words():
    review = running()
    answer = browser(review, "secretariat").get(f"{path(review)}?cursor=made-up")
    assert answer.status_code == 400
    assert "The cursor is not of this list." in answer.content.decode()
