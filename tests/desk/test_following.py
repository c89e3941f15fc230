"""Following at the desk: one button on the page of a provision and of a round."""

import pytest
from django.test import Client

from notifications.models import Subscription
from notifications.services import subscriptions
from tests.factories.reviews import Review
from tests.stakeholders.cast import EVERYBODY

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
NOBODYS = "0199aaaa-0000-7000-8000-000000000000"


@pytest.fixture
def review() -> Review:
    return running()


def pages(review: Review) -> dict[str, str]:
    """The pages with a button, each with the subject that it is about."""
    return {
        f"/desk/rounds/{review.round.pk}/": review.round.key,
        "/desk/provisions/trial.1/": "trial.1",
    }


def followed(review: Review, name: str) -> list[tuple[str, str]]:
    rows = Subscription.objects.filter(recipient__user=review.house[name].user)
    return list(rows.values_list("topic", "subject"))


def test_one_button_follows_and_the_page_says_how_often(review: Review):
    client = browser(review, "AAA")
    for page, subject in pages(review).items():
        assert "Follow this" in text_of(client, page)
        answer = client.post(f"{page}follow/", {"act": "follow"}, follow=True)
        text = answer.content.decode()
        assert answer.redirect_chain == [(page, 302)]
        assert "You follow this." in text
        assert 'Following: <a href="/desk/settings/notifications/">Every week</a>' in text
        assert subject in [each for _topic, each in followed(review, "AAA")]


def test_the_same_button_stops(review: Review):
    client = browser(review, "AAA")
    for page in pages(review):
        client.post(f"{page}follow/", {"act": "follow"})
        text = client.post(f"{page}follow/", {"act": "stop"}, follow=True).content.decode()
        assert "You do not follow this any more." in text
        assert "Follow this" in text
    assert not followed(review, "AAA")


def test_twice_is_as_good_as_once(review: Review):
    client = browser(review, "AAA")
    for act in ("follow", "follow", "stop", "stop"):
        for page in pages(review):
            assert client.post(f"{page}follow/", {"act": act}).status_code == 302
    assert not followed(review, "AAA")


def test_it_leads_back_into_the_same_round(review: Review):
    page = "/desk/provisions/trial.1/"
    client = browser(review, "AAA")
    shown = text_of(client, f"{page}?round={review.round.key}")
    assert f'<input type="hidden" name="round" value="{review.round.key}">' in shown
    answer = client.post(f"{page}follow/", {"act": "follow", "round": review.round.key})
    assert answer["Location"] == f"{page}?round={review.round.key}"
    elsewhere = client.post(f"{page}follow/", {"act": "follow", "round": "//evil.example/&x=1"})
    assert elsewhere["Location"] == f"{page}?round=%2F%2Fevil.example%2F%26x%3D1"


def test_each_follows_for_themselves(review: Review):
    for name in EVERYBODY:
        client = browser(review, name)
        for page in pages(review):
            assert "Follow this" in text_of(client, page), name
            assert client.post(f"{page}follow/", {"act": "follow"}).status_code == 302, name
        assert len(followed(review, name)) == 2, name


def test_a_stranger_is_sent_to_sign_in_and_follows_nothing(review: Review, client: Client):
    for page in pages(review):
        answer = client.post(f"{page}follow/", {"act": "follow"})
        assert answer["Location"] == "/accounts/login/?next=/desk/"
    assert not Subscription.objects.exists()


def test_what_is_not_there_can_not_be_followed(review: Review):
    client = browser(review, "AAA")
    for path in ("/desk/provisions/trial.99/follow/", f"/desk/rounds/{NOBODYS}/follow/"):
        assert client.post(path, {"act": "follow"}).status_code == 404, path
        assert client.get(path).status_code == 405, path
    assert not followed(review, "AAA")


def test_a_button_needs_the_token_of_its_form(review: Review):
    mandate = review.house["AAA"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    for page in pages(review):
        assert strict.post(f"{page}follow/", {"act": "follow"}).status_code == 403
    assert not followed(review, "AAA")


def test_who_follows_too_much_is_told_what_to_do(review: Review, monkeypatch):
    monkeypatch.setattr(subscriptions, "MOST_SUBSCRIPTIONS", 1)
    client = browser(review, "AAA")
    first, second = pages(review)
    client.post(f"{first}follow/", {"act": "follow"})
    answer = client.post(f"{second}follow/", {"act": "follow"})
    assert answer.status_code == 409
    assert "Stop one first." in answer.content.decode()
    assert len(followed(review, "AAA")) == 1
