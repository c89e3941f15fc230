"""Where the links of mails lead: a look changes nothing, a button does, altered links nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notifications.models import Recipient, Subscription
from notifications.selectors.choices import effective
from notifications.sending.links import confirm_link, stop_link
from notifications.services.recipients import forget_address, stop_everything
from notifications.services.subscriptions import subscribe
from stakeholders.models import Mandate
from tests.factories.notifications import make_subscriber, make_subscription, reader_of

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reader() -> Recipient:
    return make_subscriber(language="fr", at=timezone.now())


@pytest.fixture
def asked(reader: Recipient) -> Subscription:
    return make_subscription(reader, frequency="daily", confirmed=False, at=timezone.now())


@pytest.fixture
def program() -> Client:
    """A mail program: no cookies, no page seen before, a check of tokens that would bite."""
    return Client(enforce_csrf_checks=True)


def path(link: str) -> str:
    return link.removeprefix("http://testserver")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def often(reader: Recipient) -> dict[str, str]:
    now = timezone.now()
    return {
        each.subject or each.topic: each.frequency
        for each in effective([reader.pk], now)[reader.pk]
    }


def test_looking_at_the_question_confirms_nothing(client: Client, asked: Subscription):
    for method in (client.get, client.head):
        page = method(path(confirm_link(asked)))
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        assert not page.cookies
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_the_button_confirms_and_says_when_it_comes(program: Client, asked: Subscription):
    link = path(confirm_link(asked)) + "?lang=en"
    before = text(program.get(link))
    assert "Yes, I want this" in before
    assert "Skills" in before
    assert "r…@example.org" in before
    assert "reader@example.org" not in before
    answer = program.post(link)
    assert (answer.status_code, answer["Location"]) == (303, link)
    asked.refresh_from_db()
    assert asked.confirmed_at is not None
    after = text(program.get(link))
    assert "You follow this" in after
    assert "at the earliest:" in after
    assert program.post(link).status_code == 303


def test_a_link_speaks_its_readers_language_unless_another_is_asked_for(
    client: Client, asked: Subscription
):
    link = path(confirm_link(asked))
    assert '<html lang="fr"' in text(client.get(link))
    assert '<html lang="es"' in text(client.get(link, {"lang": "es"}))


def test_a_late_answer_is_told_what_to_do(client: Client, asked: Subscription):
    asked.begun_at -= timedelta(days=8)
    asked.save()
    page = client.post(path(confirm_link(asked)) + "?lang=en")
    assert page.status_code == 409
    assert "seven days" in text(page)
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_a_program_stops_one_thing_with_one_click(program: Client, reader: Recipient):
    for subject in ("skills", "osh"):
        subscribe(recipient_id=reader.pk, topic="theme", subject=subject, at=timezone.now())
    link = path(stop_link(reader, "theme", "skills"))
    for _twice in range(2):
        answer = program.post(link, ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
        assert often(reader) == {"osh": "weekly"}


def test_a_look_at_the_stopping_page_stops_nothing(client: Client, reader: Recipient):
    subscribe(recipient_id=reader.pk, topic="theme", subject="skills", at=timezone.now())
    page = client.get(path(stop_link(reader, "theme", "skills")) + "?lang=en")
    assert "A theme: Skills" in text(page)
    assert 'name="List-Unsubscribe" value="One-Click"' in text(page)
    assert often(reader) == {"skills": "weekly"}


@pytest.mark.parametrize(
    ("named", "said", "left"),
    [
        ({"frequency": "weekly"}, "News that come every week", {"skills": "never", "osh": "daily"}),
        ({"frequency": "daily"}, "News that come every day", {"skills": "weekly", "osh": "never"}),
        ({"frequency": "now"}, "News that come at once", {"skills": "weekly", "osh": "daily"}),
        ({"topic": "theme"}, "A theme", {"skills": "never", "osh": "never"}),
    ],
)
def test_a_link_says_what_it_stops_and_stops_that(
    client: Client, reader: Recipient, named, said: str, left
):
    subscribe(recipient_id=reader.pk, topic="theme", subject="skills", at=timezone.now())
    subscribe(
        recipient_id=reader.pk, topic="theme", subject="osh", frequency="daily", at=timezone.now()
    )
    link = path(stop_link(reader, **named)) + "?lang=en"
    assert said in text(client.get(link))
    assert "It is stopped" in text(client.post(link))
    assert often(reader) == left


def test_everything_is_stopped_by_a_link_that_names_nothing(client: Client, reader: Recipient):
    link = path(stop_link(reader)) + "?lang=en"
    assert "Stop everything" in text(client.get(link))
    assert client.post(link).status_code == 200
    reader.refresh_from_db()
    assert reader.stopped_at is not None


def test_a_members_mandate_mails_stop_without_signing_in(program: Client, mandate: Mandate):
    member = reader_of(mandate, at=timezone.now())
    assert program.post(path(stop_link(member, "process")), ONE_CLICK).status_code == 200
    assert often(member)["process"] == "never"
    assert often(member)["deadlines"] == "now"


@pytest.mark.parametrize("topic", ["", "deadlines"])
def test_a_member_is_told_that_deadlines_pass_unheard(
    client: Client, mandate: Mandate, reader: Recipient, topic: str
):
    member = reader_of(mandate, at=timezone.now())
    warned = "You will not be reminded of any deadline"
    assert warned in text(client.get(path(stop_link(member, topic))))
    assert warned not in text(client.get(path(stop_link(member, "status"))))
    assert warned not in text(client.get(path(stop_link(reader)) + "?lang=en"))


@pytest.mark.parametrize("purpose", ["stop", "confirm", "manage"])
@pytest.mark.parametrize(
    "token", ["x", "a~b", "%00", "~", "é", "eyJyIjoiMCJ9~abc", "x" * 3_000, "..%2f..%2fdesk"]
)
def test_a_token_that_was_made_up_changes_nothing(program: Client, purpose: str, token: str):
    for method in (program.get, program.post):
        answer = method(f"/subscribe/{purpose}/{token}/")
        assert answer.status_code in (400, 404)
        assert 'id="main"' in text(answer)


def test_a_token_that_was_altered_in_one_place_changes_nothing(
    program: Client, reader: Recipient, asked: Subscription
):
    subscribe(recipient_id=reader.pk, topic="theme", subject="osh", at=timezone.now())
    for link in (stop_link(reader), confirm_link(asked)):
        whole = path(link)
        start = whole.rstrip("/").rindex("/") + 1
        for place in range(start, len(whole) - 1, 7):
            other = "A" if whole[place] != "A" else "B"
            altered = whole[:place] + other + whole[place + 1 :]
            assert program.post(altered, ONE_CLICK).status_code in (400, 404)
    reader.refresh_from_db()
    asked.refresh_from_db()
    assert reader.stopped_at is asked.confirmed_at is None


def test_a_token_serves_for_nothing_but_what_it_was_made_for(program: Client, reader: Recipient):
    token = path(stop_link(reader)).split("/")[3]
    for purpose in ("confirm", "manage"):
        assert program.post(f"/subscribe/{purpose}/{token}/").status_code == 400


def test_the_links_of_a_forgotten_address_have_ended(
    client: Client, reader: Recipient, asked: Subscription
):
    links = [path(confirm_link(asked)), path(stop_link(reader))]
    forget_address(recipient_id=reader.pk, at=timezone.now())
    for link in links:
        answer = client.post(f"{link}?lang=en")
        assert answer.status_code == 404
        assert "This link has ended" in text(answer)


def test_confirming_after_everything_was_stopped_says_so_to_a_member(
    client: Client, mandate: Mandate
):
    member = reader_of(mandate, at=timezone.now())
    asked = make_subscription(member, confirmed=False, at=timezone.now())
    stop_everything(recipient_id=member.pk, at=timezone.now())
    link = path(confirm_link(asked))
    client.post(link)
    assert "You stopped everything" in text(client.get(link))
