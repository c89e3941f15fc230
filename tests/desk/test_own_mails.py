"""What one was sent, and one's dates in a calendar program: on the page of one's mail settings."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Bounce, CalendarKey
from tests.factories.reviews import Review

from .mails import told
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/settings/notifications/"


@pytest.fixture
def review() -> Review:
    return running()


# --- The last mails ------------------------------------------------------------------------


def test_the_last_mails_say_what_became_of_each(review: Review):
    at = timezone.now() - timedelta(hours=3)
    told(review, "AAA", due_at=at)
    told(review, "AAA", Kind.ROUND_CLOSED, window="closed", due_at=at, state=DeliveryState.MISSED)
    told(
        review,
        "AAA",
        Kind.DUE_TODAY,
        window="x",
        due_at=at,
        state=DeliveryState.DROPPED,
        reason=DropReason.DONE,
    )
    told(
        review,
        "AAA",
        Kind.DAILY_DIGEST,
        subject="",
        window="y",
        due_at=at,
        state=DeliveryState.DROPPED,
        reason=DropReason.NOTHING_TO_SAY,
    )
    back = told(review, "AAA", Kind.DUE_IN_2_DAYS, window="z", due_at=at)
    Bounce.objects.create(delivery=back, kind="hard", status="5.1.1", at=at)
    told(review, "BBB-focal", Kind.DEADLINE_MOVED, window="1", due_at=at)
    text = text_of(browser(review, "AAA"), PAGE)
    assert 'href="/frameworks/trial/rounds/1/">Review round 1</a>' in text
    for words in (
        "<strong>A review round has opened</strong>",
        "Missed: its time passed while nothing was sent.",
        "Not sent. The thing was done.",
        "Sent, and it came back.",
    ):
        assert words in text, words
    assert "<strong>Daily digest</strong>" not in text, "what says nothing is no mail"
    assert "<strong>A deadline was moved</strong>" not in text, "another's mail"


def test_the_last_thirty_are_shown(review: Review):
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    for place in range(33):
        told(review, "AAA", window=str(place), due_at=start + timedelta(days=place))
    text = text_of(browser(review, "AAA"), PAGE)
    assert text.count("<strong>A review round has opened</strong>") == 30
    assert ">3 March 2026" not in text
    assert ">4 March 2026" in text


# --- The personal calendar -----------------------------------------------------------------


def test_the_calendars_address_is_shown_once_and_opens_until_it_is_revoked(review: Review):
    client = browser(review, "AAA")
    assert "Make an address" in text_of(client, PAGE)
    made = client.post(f"{PAGE}calendar/").content.decode()
    address = made.split('type="text" readonly value="http://testserver')[1].split('"')[0]
    assert address.startswith("/subscribe/calendar/")
    assert Client().get(address).status_code == 200
    text = text_of(client, PAGE)
    assert address not in text
    assert "Make a new address" in text
    assert "Revoke the address" in text
    client.post(f"{PAGE}calendar/")
    assert Client().get(address).status_code == 404, "a new one ends it"
    client.post(f"{PAGE}calendar/revoke/")
    assert not CalendarKey.objects.filter(revoked_at=None).exists()
    assert "Make an address" in text_of(client, PAGE)
