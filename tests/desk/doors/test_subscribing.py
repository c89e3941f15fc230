"""Following something from its page: the form of everybody, and the button of a member."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.limits import Limiter
from desk.doors import subscribing
from notifications.enums import Kind, Topic
from notifications.models import Delivery, Recipient, Subscription
from notifications.services.subscriptions import subscribe
from stakeholders.models import Mandate
from tests.desk.conftest import SignIn
from tests.desk.doors.conftest import mandate_of
from tests.factories.notifications import make_subscriber
from tests.factories.people import make_secretary
from tests.factories.provisions import make_provision

pytestmark = pytest.mark.django_db
THEME = {"topic": "theme", "subject": "skills"}
ADDRESS = "reader@example.org"


@pytest.fixture(autouse=True)
def nobody_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribing, "LIMITER", Limiter())


def text(answer: Any) -> str:
    return str(answer.content.decode())


def ask(client: Client, email: str = ADDRESS, path: str = "/subscribe/", **more: str) -> Any:
    return client.post(path, {"email": email, **THEME, **more})


def test_the_form_names_what_is_followed(client: Client):
    provision = make_provision()
    page = client.get("/subscribe/", {"topic": "provision", "subject": provision.key})
    assert page.status_code == 200
    assert "Skills for new tools" in text(page)
    assert "/frameworks/trial/provisions/1/" in text(page)
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies


def test_without_a_thing_the_page_says_how_to_follow_one(client: Client):
    page = client.get("/subscribe/")
    assert page.status_code == 200
    assert "Get news of this" in text(page)


def test_an_address_is_asked_by_mail_and_nothing_begins(client: Client):
    answer = ask(client, frequency="daily")
    assert answer.status_code == 302
    assert answer["Location"] == "/subscribe/asked/?topic=theme&subject=skills&lang=en"
    asked = Subscription.objects.get()
    assert (asked.recipient.email, asked.confirmed_at, asked.frequency) == (ADDRESS, None, "daily")
    assert Delivery.objects.get().kind == Kind.CONFIRMATION
    page = client.get(answer["Location"])
    assert "Look into your mailbox" in text(page)
    assert ADDRESS not in text(page)


def test_the_form_of_a_public_page_needs_neither_cookie_nor_token():
    client = Client(enforce_csrf_checks=True, headers={"origin": "https://elsewhere.example"})
    assert ask(client).status_code == 302
    assert not client.cookies


def test_the_language_of_the_page_becomes_that_of_its_mails(client: Client):
    answer = ask(client, path="/subscribe/?lang=fr")
    assert answer["Location"].endswith("&lang=fr")
    assert Recipient.objects.get().own_language == "fr"
    assert '<html lang="fr"' in text(client.get(answer["Location"]))


def test_the_answer_is_the_same_whoever_the_address_belongs_to(client: Client, mandate: Mandate):
    known = make_subscriber("known@example.org", at=timezone.now())
    subscribe(recipient_id=known.pk, **THEME, at=timezone.now())
    stopped = make_subscriber("stopped@example.org", at=timezone.now(), stopped_at=timezone.now())
    addresses = ["new@example.org", known.email, stopped.email, mandate.user.email]
    answers = [ask(client, address) for address in addresses]
    assert len({(each.status_code, each["Location"], each.content) for each in answers}) == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_who_never_was_a_reader_follows_at_once(sign_in: SignIn):
    mandate = mandate_of(make_secretary("anna"))
    client = sign_in(mandate.user, mandate)
    assert client.post("/subscribe/mine/", THEME).status_code == 302
    assert Subscription.objects.get().recipient.user == mandate.user


@pytest.mark.parametrize(
    "email", ["", "reader", "a@b", "reader@example.org\r\nBcc: x@example.org", "x" * 300]
)
def test_what_is_no_address_is_shown_again_with_a_sentence(client: Client, email: str):
    page = ask(client, email)
    assert page.status_code == 400
    assert 'href="#id_email"' in text(page)
    assert 'value="skills"' in text(page)
    assert not Recipient.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"topic": "theme", "subject": "alchemy"}, 404),
        ({"topic": "provision", "subject": "none.1"}, 404),
        ({"topic": "provision", "subject": "a\x00b"}, 404),
        ({"topic": "work", "subject": ""}, 400),
        ({"topic": "", "subject": "skills"}, 400),
        ({"topic": "search", "subject": "sort=title"}, 400),
        ({"topic": "search", "subject": "theme=alchemy"}, 400),
        ({"frequency": "hourly"}, 400),
    ],
)
def test_what_can_not_be_followed_is_refused_in_words(client: Client, sent, status: int):
    page = ask(client, **sent)
    assert page.status_code == status
    assert 'id="main"' in text(page)
    assert not Recipient.objects.exists()
    if sent.get("topic"):
        assert client.get("/subscribe/", sent).status_code in (400, status)


def test_nobody_asks_for_many_addresses_in_a_minute(client: Client):
    for number in range(subscribing.ASKS_PER_MINUTE):
        assert ask(client, f"reader{number}@example.org").status_code == 302
    refused = ask(client, "one-more@example.org")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    assert Recipient.objects.count() == subscribing.ASKS_PER_MINUTE
    other = client.post("/subscribe/", {"email": ADDRESS, **THEME}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_a_member_follows_with_one_button(sign_in: SignIn, mandate: Mandate):
    client = sign_in(mandate.user, mandate, csrf=True)
    page = client.get("/subscribe/", THEME)
    assert 'type="email"' not in text(page)
    assert mandate.user.email in text(page)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(page))
    assert token
    sent = {**THEME, "frequency": "now", "csrfmiddlewaretoken": token[1]}
    answer = client.post("/subscribe/mine/", sent)
    assert answer.status_code == 302
    made = Subscription.objects.get(topic=Topic.THEME)
    assert made.recipient.user == mandate.user
    assert made.frequency == "now"
    assert made.confirmed_at is not None
    after = text(client.get(answer["Location"]))
    assert "You follow this." in after
    assert "At once" in after


def test_a_members_button_needs_the_token_of_its_form(sign_in: SignIn, mandate: Mandate):
    client = sign_in(mandate.user, mandate, csrf=True)
    assert client.post("/subscribe/mine/", THEME).status_code == 403
    assert not Subscription.objects.exists()


def test_a_password_alone_follows_nothing_with_the_account(sign_in: SignIn, mandate: Mandate):
    client = sign_in(mandate.user, mandate, factor=None)
    assert 'type="email"' in text(client.get("/subscribe/", THEME))
    assert client.post("/subscribe/mine/", THEME)["Location"].startswith("/accounts/login/")
    assert not Subscription.objects.exists()


def test_who_is_not_signed_in_is_led_to_the_sign_in(client: Client):
    assert client.post("/subscribe/mine/", THEME)["Location"].startswith("/accounts/login/")
    assert client.get("/subscribe/mine/").status_code == 405


def test_a_member_who_asks_for_what_is_not_there_is_told(sign_in: SignIn, mandate: Mandate):
    client = sign_in(mandate.user, mandate)
    assert client.get("/subscribe/", {"topic": "theme", "subject": "alchemy"}).status_code == 404
    sent = {"topic": "theme", "subject": "alchemy"}
    assert client.post("/subscribe/mine/", sent).status_code == 404
    assert client.post("/subscribe/mine/", {**THEME, "frequency": "x"}).status_code == 400
