"""The home of the desk: what waits for this person under this mandate, and nothing of others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.provisions import make_provision
from tests.factories.reviews import Review, make_draft, make_round, share
from tests.stakeholders.cast import EVERYBODY, found_house

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return running()


def test_an_open_round_is_the_first_thing_everybody_sees(review: Review):
    for name in EVERYBODY:
        text = text_of(browser(review, name), "/desk/")
        assert f"/desk/rounds/{review.round.pk}/" in text, name
        assert "Geneva time" in text, name


def test_provisions_without_our_comment_lead_to_their_reading(review: Review):
    house = review.house
    before = text_of(browser(review, "AAA"), "/desk/")
    assert "/desk/provisions/trial.1/?round=trial.round.1" in before
    share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())
    after = text_of(browser(review, "AAA"), "/desk/")
    assert "/desk/provisions/trial.1/" not in after
    assert "/desk/provisions/trial.2/" in after
    assert "/desk/provisions/trial.1/" in text_of(browser(review, "BBB"), "/desk/")


def test_a_private_draft_waits_for_its_author_alone(review: Review):
    house = review.house
    draft = make_draft(
        review, house["AAA"], house.delegation("AAA"), at=timezone.now(), body="Mine <b>alone</b>."
    )
    text = text_of(browser(review, "AAA"), "/desk/")
    assert f"/desk/drafts/{draft.pk}/" in text
    assert "Mine &lt;b&gt;alone&lt;/b&gt;." in text
    for name in EVERYBODY:
        if name != "AAA":
            assert "alone" not in text_of(browser(review, name), "/desk/"), name


def test_what_is_shared_waits_for_whoever_endorses_it(review: Review):
    house = review.house
    comment = share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())
    line = f"/desk/comments/{comment.pk}/"
    assert line in text_of(browser(review, "AAA-focal"), "/desk/")
    for name in ("AAA", "BBB-focal", "north-group", "governments", "secretariat", "workers"):
        assert line not in text_of(browser(review, name), "/desk/"), name


def test_empty_lists_say_what_will_appear():
    house = found_house()
    delegate = signed_in(house["AAA"].user)
    text = text_of(delegate, "/desk/")
    assert "No round is open." in text
    assert "You have none. Begin one from any provision" in text
    assert "They are listed here while a round is open." in text
    secretary = text_of(signed_in(house["secretariat"].user), "/desk/")
    assert "None waits. A comment that a group offers after the close" in secretary
    assert "Your private drafts" not in secretary


def test_an_announced_round_says_when_it_opens(review: Review):
    more = make_provision(review.framework, "9")
    now = timezone.now()
    make_round(
        review.house,
        [more],
        at=now,
        opens_at=now + timedelta(days=3),
        closes_at=now + timedelta(days=9),
    )
    text = text_of(browser(review, "observer"), "/desk/")
    assert "Announced" in text
    assert "Opens" in text


def test_the_home_asks_as_many_queries_for_many_comments_as_for_one(review: Review):
    house, client = review.house, browser(review, "AAA-focal")
    text_of(client, "/desk/")
    counts = []
    for more in (1, 4):
        for _each in range(more):
            share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())
            make_draft(review, house["AAA-focal"], house.delegation("AAA"), at=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            text_of(client, "/desk/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 50
