"""Whoever's address takes no mail reads it on every page of the desk, and says when it works."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import Recipient
from tests.factories.reviews import Review
from tests.stakeholders.cast import EVERYBODY

from .conftest import signed_in
from .mails import reader
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 5, 3, 10, tzinfo=UTC)
BANNER = "comes back. No reminder reaches you."
WORKS = "/desk/settings/notifications/address-works/"
PAGES = ["/desk/", "/desk/rounds/", "/desk/settings/security/", "/desk/nowhere/"]


@pytest.fixture
def review() -> Review:
    return running()


def failing(review: Review, name: str) -> Recipient:
    return reader(review.house[name].user, timezone.now(), failing_since=SINCE)


def test_every_page_says_since_when_and_what_to_do(review: Review):
    failing(review, "AAA")
    client = browser(review, "AAA")
    for page in PAGES:
        text = client.get(page).content.decode()
        assert f"Mail to delegate-aaa@example.org {BANNER}" in text, page
        assert "3 May 2026, 12:00 Geneva time (10:00 UTC)" in text, page
        assert f'action="{WORKS}"' in text, page
        assert "invite you under the right one" in text, page


def test_it_is_nobody_elses_affair(review: Review, client: Client):
    failing(review, "AAA")
    for name in EVERYBODY:
        if name != "AAA":
            assert BANNER not in text_of(browser(review, name), "/desk/"), name
    assert BANNER not in client.get("/desk/", follow=True).content.decode()


def test_one_button_says_that_it_works_again(review: Review):
    marked, other = failing(review, "AAA"), failing(review, "BBB-focal")
    client = browser(review, "AAA")
    answer = client.post(WORKS, follow=True)
    assert answer.redirect_chain == [("/desk/settings/notifications/", 302)]
    text = answer.content.decode()
    assert "Mail goes to your address again." in text
    assert BANNER not in text
    marked.refresh_from_db()
    other.refresh_from_db()
    assert (marked.failing_since, other.failing_since) == (None, SINCE)


def test_who_has_no_mandate_any_more_reads_it_too_and_may_say_so(review: Review):
    user = review.house["AAA"].user
    user.pk, user.email = None, "stranger@example.org"
    user._state.adding = True
    user.save()
    reader(user, timezone.now(), failing_since=SINCE)
    stranger = signed_in(user)
    assert BANNER in stranger.get("/desk/").content.decode()
    assert BANNER not in stranger.post(WORKS, follow=True).content.decode()


def test_it_takes_a_form_with_its_token(review: Review):
    marked, mandate = failing(review, "AAA"), review.house["AAA"]
    assert signed_in(mandate.user, mandate, csrf=True).post(WORKS).status_code == 403
    assert browser(review, "AAA").get(WORKS).status_code == 405
    marked.refresh_from_db()
    assert marked.failing_since == SINCE


def test_it_costs_no_query(review: Review):
    client, counts = browser(review, "AAA"), []
    text_of(client, "/desk/rounds/")
    for _step in range(2):
        with CaptureQueriesContext(connection) as asked:
            text_of(client, "/desk/rounds/")
        counts.append(len(asked))
        failing(review, "AAA")
    assert counts[0] == counts[1]
