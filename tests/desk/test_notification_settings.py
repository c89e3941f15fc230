"""One page at the desk for everything somebody gets by mail, why, how often and when."""

from datetime import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.enums import Topic
from notifications.models import Recipient, Subscription
from notifications.services.subscriptions import subscribe
from stakeholders.models import User
from stakeholders.services.mandates import end_mandate
from tests.factories.reviews import Review
from tests.stakeholders.cast import EVERYBODY, actor

from .conftest import signed_in
from .mails import reader, told
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
PAGE = "/desk/settings/notifications/"
POSTS = ["choices/", "sample/", "resume/", "address-works/", "calendar/", "calendar/revoke/"]
GOOD = {
    "language": "en",
    "time_zone": "Asia/Kathmandu",
    "quiet_from": "22:00",
    "quiet_until": "7:00",
}


@pytest.fixture
def review() -> Review:
    return running()


def of(review: Review, name: str = "AAA") -> Recipient:
    return reader(review.house[name].user, timezone.now())


def often(review: Review, topic: str, subject: str = "", name: str = "AAA") -> str | None:
    rows = Subscription.objects.filter(recipient=of(review, name), topic=topic, subject=subject)
    return rows.values_list("frequency", flat=True).first()


def follow(review: Review, topic: str, subject: str, name: str = "AAA") -> Subscription:
    at = timezone.now()
    return subscribe(recipient_id=of(review, name).pk, topic=topic, subject=subject, at=at)


# --- What one gets -------------------------------------------------------------------------


def test_the_page_shows_what_a_mandate_brings_and_what_was_chosen_and_why(review: Review):
    follow(review, Topic.PROVISION, "trial.1")
    text = text_of(browser(review, "AAA"), PAGE)
    assert "It comes with your mandate: Delegate" in text
    assert 'id="often-deadlines"' in text
    assert 'href="/frameworks/trial/provisions/1/"' in text
    assert "You chose it on" in text
    assert "delegate-aaa@example.org" in text


def test_everybody_finds_their_own_and_nobody_elses(review: Review, client: Client):
    follow(review, Topic.PROVISION, "trial.1")
    assert client.get(PAGE)["Location"] == "/accounts/login/?next=/desk/"
    for name in EVERYBODY:
        text = text_of(browser(review, name), PAGE)
        assert review.house[name].user.email in text, name
        assert ("You chose it on" in text) == (name == "AAA"), name
        assert ('id="often-process"' in text) == (name == "secretariat"), name


def test_how_often_is_kept_for_each(review: Review):
    row = follow(review, Topic.PROVISION, "trial.1")
    client = browser(review, "AAA")
    sent = {"often-rooms": "now", "often-status": "never", f"often-{row.pk}": "daily"}
    text = client.post(f"{PAGE}choices/", sent, follow=True).content.decode()
    assert "What you get is kept." in text
    assert often(review, Topic.ROOMS) == "now"
    assert often(review, Topic.STATUS) == "never"
    assert often(review, Topic.PROVISION, "trial.1") == "daily"
    assert '<option value="daily" selected>' in text


def test_a_frequency_that_comes_too_late_is_refused_and_nothing_is_changed(review: Review):
    sent = {"often-rooms": "now", "often-deadlines": "weekly"}
    answer = browser(review, "AAA").post(f"{PAGE}choices/", sent)
    assert answer.status_code == 400
    assert "Choose one of these." in answer.content.decode()
    assert often(review, Topic.ROOMS) is None


def test_one_button_takes_off_the_list_and_the_other_choices_are_kept(review: Review):
    row = follow(review, Topic.PROVISION, "trial.1")
    others = follow(review, Topic.PROVISION, "trial.1", "BBB-focal")
    sent = {"stop": str(row.pk), "often-rooms": "weekly"}
    text = browser(review, "AAA").post(f"{PAGE}choices/", sent, follow=True).content.decode()
    assert "any more." in text
    assert not Subscription.objects.filter(pk=row.pk).exists()
    assert often(review, Topic.ROOMS) == "weekly"
    browser(review, "AAA").post(f"{PAGE}choices/", {"stop": str(others.pk)})
    assert Subscription.objects.filter(pk=others.pk).exists(), "nobody stops for somebody else"


# --- Where and when ------------------------------------------------------------------------


def test_language_zone_and_quiet_hours_are_kept(review: Review):
    answer = browser(review, "AAA").post(PAGE, GOOD | {"language": "fr"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    user = User.objects.get(pk=review.house["AAA"].user_id)
    assert (user.language, user.time_zone) == ("fr", "Asia/Kathmandu")
    kept = of(review)
    assert (kept.quiet_from, kept.quiet_until) == (time(22), time(7))
    text = browser(review, "AAA").get(PAGE).content.decode()
    assert '<html lang="fr"' in text
    assert 'value="22:00"' in text


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "quiet_until", "three hours"),
        ({"quiet_from": "08:00", "quiet_until": "07:00"}, "quiet_until", "three hours"),
        ({"quiet_until": ""}, "quiet_until", "Give both times, or neither."),
        ({"quiet_from": "25:99"}, "quiet_from", "Enter a valid time."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Choose a time zone by its name"),
        ({"time_zone": ""}, "time_zone", "required"),
        ({"language": "xx"}, "language", "xx is not one of the available choices"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_stays_as_typed(
    review: Review, changed: dict[str, str], field: str, sentence: str
):
    answer = browser(review, "AAA").post(PAGE, GOOD | changed)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f'href="#id_{field}"' in text
    assert sentence in text
    assert f'value="{changed.get("quiet_from", "22:00")}"' in text
    assert of(review).quiet_from is None
    assert User.objects.get(pk=review.house["AAA"].user_id).time_zone == "Europe/Zurich"


def test_the_next_digests_are_named_in_the_readers_own_zone(review: Review):
    client = browser(review, "AAA")
    assert "Next daily digest" in text_of(client, PAGE)
    client.post(PAGE, GOOD)
    assert "Kathmandu time" in text_of(client, PAGE)


# --- A sample ------------------------------------------------------------------------------


def test_a_sample_goes_to_the_person_and_to_nobody_else(review: Review, mailoutbox):
    client = browser(review, "AAA")
    answer = client.post(f"{PAGE}sample/", {"kind": "round_opened"}, follow=True)
    assert "A sample is on its way to delegate-aaa@example.org." in answer.content.decode()
    [mail] = mailoutbox
    assert mail.to == ["delegate-aaa@example.org"]
    assert "Example of a mail" in mail.subject


@pytest.mark.parametrize("kind", ["", "confirmation", "process_digest", "<b>"])
def test_what_one_never_gets_is_no_sample(review: Review, mailoutbox, kind: str):
    answer = browser(review, "AAA").post(f"{PAGE}sample/", {"kind": kind})
    assert answer.status_code == 400
    assert 'href="#id_kind"' in answer.content.decode()
    assert not mailoutbox


def test_a_second_sample_waits_a_minute_and_the_page_says_so(review: Review, mailoutbox):
    client = browser(review, "BBB-focal")
    client.post(f"{PAGE}sample/", {"kind": "round_opened"})
    answer = client.post(f"{PAGE}sample/", {"kind": "due_today"})
    assert answer.status_code == 409
    assert "Try again in a minute." in answer.content.decode()
    assert '<option value="due_today" selected>' in answer.content.decode()
    assert len(mailoutbox) == 1


# --- Stopping everything -------------------------------------------------------------------


def test_stopping_everything_says_what_it_means_before_it_is_done(review: Review):
    client = browser(review, "AAA")
    assert "You will not be reminded of any deadline any more." in text_of(client, f"{PAGE}stop/")
    assert of(review).stopped_at is None
    text = client.post(f"{PAGE}stop/", follow=True).content.decode()
    assert "You stopped everything." in text
    assert "no reminder of a deadline" in text
    assert of(review).stopped_at is not None
    assert of(review, "BBB-focal").stopped_at is None
    again = client.post(f"{PAGE}resume/", follow=True).content.decode()
    assert "You stopped everything." not in again
    assert of(review).stopped_at is None


# --- Doors ---------------------------------------------------------------------------------


def test_a_stranger_changes_nothing(review: Review, client: Client):
    for page in ["", "stop/", *POSTS]:
        assert client.post(PAGE + page)["Location"] == "/accounts/login/?next=/desk/", page
    assert not Subscription.objects.exists()


def test_every_form_needs_its_token(review: Review):
    mandate = review.house["AAA"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    for page in ["", "stop/", *POSTS]:
        assert strict.post(PAGE + page).status_code == 403, page
    for page in POSTS:
        assert browser(review, "AAA").get(PAGE + page).status_code == 405, page


def test_without_a_mandate_the_page_serves_and_the_calendar_does_not(review: Review):
    house, user = review.house, review.house["AAA"].user
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=timezone.now())
    client = signed_in(user)
    text = text_of(client, PAGE)
    assert "calendar program" not in text
    assert "It comes with your mandate" not in text
    assert client.post(PAGE, GOOD).status_code == 302
    assert client.post(f"{PAGE}calendar/").status_code == 404


def test_the_settings_lead_to_it(review: Review):
    text = text_of(browser(review, "AAA"), "/desk/settings/security/")
    assert f'href="{PAGE}"' in text


def test_it_asks_as_many_queries_for_much_as_for_little(review: Review):
    client, counts = browser(review, "AAA"), []
    follow(review, Topic.PROVISION, "trial.1")
    told(review, "AAA", due_at=timezone.now())
    text_of(client, PAGE)
    for step in range(2):
        with CaptureQueriesContext(connection) as asked:
            text_of(client, PAGE)
        counts.append(len(asked))
        follow(review, Topic.PROVISION, "trial.2")
        for place in range(5):
            told(review, "AAA", window=f"{step} {place}", due_at=timezone.now())
    assert counts[0] == counts[1]
    assert counts[0] <= 18
