"""The page of an address without account: what it gets, how often, when, and how it ends."""

import re
from datetime import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications.models import Recipient
from notifications.selectors.choices import effective, everything_one_gets
from notifications.sending.links import manage_link
from notifications.services.subscriptions import set_frequency, subscribe
from stakeholders.models import Mandate
from tests.factories.notifications import make_subscriber, reader_of
from tests.factories.provisions import make_provision

pytestmark = pytest.mark.django_db
SETTINGS = {
    "act": "settings",
    "language": "en",
    "time_zone": "Asia/Kathmandu",
    "quiet_from": "22:00",
    "quiet_until": "07:30",
}


@pytest.fixture
def reader() -> Recipient:
    made = make_subscriber(at=timezone.now())
    for subject in ("skills", "osh"):
        subscribe(recipient_id=made.pk, topic="theme", subject=subject, at=timezone.now())
    return made


@pytest.fixture
def browser() -> Client:
    """Somebody without cookies: the link alone opens the page."""
    return Client(enforce_csrf_checks=True)


def page_of(reader: Recipient) -> str:
    return manage_link(reader).removeprefix("http://testserver")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def often(reader: Recipient) -> dict[str, str]:
    wanted = effective([reader.pk], timezone.now())[reader.pk]
    return {each.subject: each.frequency.value for each in wanted}


def keys(reader: Recipient) -> dict[str, str]:
    return {each.subject: each.key for each in everything_one_gets(reader, timezone.now())}


def test_the_page_shows_everything_with_its_reason(browser: Client, reader: Recipient):
    page = browser.get(page_of(reader))
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies
    for words in ("Skills", "Occupational safety", "You confirmed it on", "r…@example.org"):
        assert words in text(page)
    assert "reader@example.org" not in text(page)
    assert len(re.findall(r'<option value="weekly" selected', text(page))) == 2


def test_how_often_each_comes_is_kept(browser: Client, reader: Recipient):
    chosen = dict(zip(["skills", "osh"], ["now", "never"], strict=True))
    sent = {f"often-{key}": chosen[subject] for subject, key in keys(reader).items()}
    answer = browser.post(page_of(reader), {"act": "choices", **sent})
    assert answer.status_code == 303
    assert "Your choices are kept." in text(browser.get(answer["Location"]))
    assert often(reader) == chosen


def test_one_button_takes_a_choice_off_the_list_and_keeps_the_others(
    browser: Client, reader: Recipient
):
    key = keys(reader)
    sent = {"act": "choices", f"often-{key['osh']}": "daily", "stop": key["skills"]}
    assert browser.post(page_of(reader), sent).status_code == 303
    assert often(reader) == {"osh": "daily"}


def test_settings_are_kept_and_the_page_speaks_the_new_language(browser: Client, reader: Recipient):
    answer = browser.post(page_of(reader), SETTINGS | {"language": "es"})
    assert answer.status_code == 303
    reader.refresh_from_db()
    assert (reader.own_language, reader.own_time_zone) == ("es", "Asia/Kathmandu")
    assert (reader.quiet_from, reader.quiet_until) == (time(22), time(7, 30))
    assert '<html lang="es"' in text(browser.get(answer["Location"]))


@pytest.mark.parametrize(
    ("changes", "target", "words"),
    [
        ({"time_zone": "Mars/Olympus"}, "id_time_zone", "Europe/Zurich"),
        ({"time_zone": ""}, "id_time_zone", ""),
        ({"language": "de"}, "id_language", ""),
        ({"quiet_from": "25:00"}, "id_quiet_from", ""),
        ({"quiet_from": ""}, "id_quiet_from", "both"),
        ({"quiet_until": ""}, "id_quiet_until", "both"),
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "id_quiet_until", "three hours"),
        ({"quiet_from": "08:00", "quiet_until": "06:00"}, "id_quiet_until", "three hours"),
    ],
)
def test_settings_that_make_no_sense_are_shown_again(
    browser: Client, reader: Recipient, changes, target: str, words: str
):
    page = browser.post(page_of(reader), SETTINGS | changes)
    assert page.status_code == 400
    assert f'href="#{target}"' in text(page)
    assert words in text(page)
    reader.refresh_from_db()
    assert (reader.own_time_zone, reader.quiet_from) == ("Europe/Zurich", None)


def test_everything_is_stopped_and_begun_again(browser: Client, reader: Recipient):
    page = browser.post(page_of(reader), {"act": "stop"}, follow=True)
    assert "You stopped everything" in text(page)
    reader.refresh_from_db()
    assert reader.stopped_at is not None
    page = browser.post(page_of(reader), {"act": "resume"}, follow=True)
    assert "You stopped everything" not in text(page)
    reader.refresh_from_db()
    assert reader.weekly_due_at is not None
    assert Recipient.objects.reachable().filter(pk=reader.pk).exists()


@pytest.mark.parametrize("frequency", ["now", "daily", "weekly", "never"])
def test_a_sample_is_sent_at_once_and_one_a_minute(
    browser: Client, reader: Recipient, frequency: str
):
    make_provision(at=timezone.now())
    for subject in ("skills", "osh"):
        set_frequency(
            recipient_id=reader.pk,
            topic="theme",
            subject=subject,
            frequency=frequency,
            at=timezone.now(),
        )
    page = browser.post(page_of(reader), {"act": "sample"}, follow=True)
    assert "A sample is on its way" in text(page)
    (sample,) = mail.outbox
    assert sample.to == ["reader@example.org"]
    assert sample.body
    again = browser.post(page_of(reader), {"act": "sample"})
    assert again.status_code == 409
    assert "in a minute" in text(again)
    assert len(mail.outbox) == 1


def test_a_forgotten_address_has_no_page_any_more(browser: Client, reader: Recipient):
    path = page_of(reader)
    assert "Your address is forgotten" in text(browser.post(path, {"act": "forget"}))
    reader.refresh_from_db()
    assert reader.email == ""
    assert browser.get(path).status_code == 404
    assert browser.post(path, {"act": "resume"}).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"act": "everything"},
        {"act": "choices", "stop": "not-a-key"},
        {"act": "choices", "often-not-a-key": "daily"},
    ],
)
def test_what_makes_no_sense_changes_nothing(browser: Client, reader: Recipient, sent):
    assert browser.post(page_of(reader), sent).status_code == 303
    assert often(reader) == {"skills": "weekly", "osh": "weekly"}


def test_a_frequency_that_was_made_up_is_refused(browser: Client, reader: Recipient):
    key = keys(reader)
    sent = {"act": "choices", f"often-{key['skills']}": "hourly", f"often-{key['osh']}": "daily"}
    page = browser.post(page_of(reader), sent)
    assert page.status_code == 400
    assert "At once, Every day, Every week, Never" in text(page)
    assert often(reader) == {"skills": "weekly", "osh": "weekly"}


def test_a_link_of_a_member_leads_to_the_desk_and_shows_nothing(browser: Client, mandate: Mandate):
    path = page_of(reader_of(mandate, at=timezone.now()))
    for answer in (browser.get(path), browser.post(path, {"act": "stop"})):
        assert (answer.status_code, answer["Location"]) == (302, "/desk/settings/notifications/")
    assert not Recipient.objects.exclude(stopped_at=None).exists()


def test_nobody_gets_to_the_choices_of_another(browser: Client, reader: Recipient):
    other = make_subscriber("other@example.org", at=timezone.now())
    subscribe(recipient_id=other.pk, topic="theme", subject="skills", at=timezone.now())
    key = keys(other)["skills"]
    browser.post(page_of(reader), {"act": "choices", f"often-{key}": "never", "stop": key})
    assert often(other) == {"skills": "weekly"}


def test_the_page_asks_as_much_for_many_choices_as_for_few(
    browser: Client, reader: Recipient, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4) as few:
        browser.get(page_of(reader))
    for subject in ("social-dialogue", "cross-cutting", "lifelong-learning"):
        subscribe(recipient_id=reader.pk, topic="theme", subject=subject, at=timezone.now())
    with django_assert_num_queries(len(few)):
        browser.get(page_of(reader))
