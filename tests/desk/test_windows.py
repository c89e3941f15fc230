"""The review secretariat extends a round or closes it early: with a reason, after a look."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reviews.models import Round
from tests.factories.reviews import Review, closed
from tests.stakeholders.cast import EVERYBODY

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
FORM = "%Y-%m-%dT%H:%M"


@pytest.fixture
def review() -> Review:
    return running()


@pytest.fixture
def secretary(review: Review) -> Client:
    return browser(review, "secretariat")


def path(review: Review, page: str) -> str:
    return f"/desk/secretariat/rounds/{review.round.pk}/{page}/"


def filled(review: Review, **changes: Any) -> dict[str, Any]:
    later = (timezone.now() + timedelta(days=20)).strftime(FORM)
    words = {"closes": later, "reason": "Two capitals <b>asked</b>."}
    return {**words, "edition": review.round.edition, **changes}


def test_an_extension_is_looked_at_first_then_read_by_everybody(review: Review, secretary: Client):
    before = review.round.closes_at
    look = secretary.post(path(review, "extend"), filled(review, act="check")).content.decode()
    assert "From now on it would close:" in look
    assert "Two capitals &lt;b&gt;asked&lt;/b&gt;." in look
    assert Round.objects.get().closes_at == before
    answer = secretary.post(path(review, "extend"), filled(review, act="extend"))
    assert answer.status_code == 302
    assert Round.objects.get().closes_at > before
    text = text_of(browser(review, "workers"), f"/desk/rounds/{review.round.pk}/")
    assert "Two capitals &lt;b&gt;asked&lt;/b&gt;." in text


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"reason": ""}, 400, "Reason: Say why."),
        ({"closes": "later"}, 400, "New close: “later” is not a day and time"),
        ({"closes": "2000-01-01T10:00"}, 400, "An extension closes later than the round does now."),
        ({"edition": 99}, 409, "This round was changed meanwhile."),
    ],
)
def test_a_bad_extension_is_refused_and_the_reason_stays(
    review: Review, secretary: Client, changes: dict[str, Any], status: int, sentence: str
):
    sent = filled(review, act="extend", **changes)
    answer = secretary.post(path(review, "extend"), sent)
    text = answer.content.decode()
    assert answer.status_code == status
    assert sentence in text
    assert "Two capitals &lt;b&gt;asked" in text or not sent["reason"]


def test_closing_early_is_looked_at_first_and_said_to_publish(review: Review, secretary: Client):
    look = secretary.post(path(review, "close"), filled(review, act="check")).content.decode()
    assert "Every submitted comment becomes public with it." in look
    assert Round.objects.get().state == "open"
    answer = secretary.post(path(review, "close"), filled(review, act="close"))
    assert answer.status_code == 302
    assert Round.objects.get().state == "closed"
    for page in ("extend", "close"):
        assert secretary.get(path(review, page)).status_code == 404


def test_a_round_that_is_over_can_not_be_extended(review: Review, secretary: Client):
    closed(review.round, at=review.round.closes_at + timedelta(minutes=1))
    assert secretary.get(path(review, "extend")).status_code == 404


def test_only_the_review_secretariat_finds_these_pages(review: Review, client: Client):
    for page in ("extend", "close"):
        assert client.get(path(review, page)).status_code == 302
        for name in EVERYBODY[1:]:
            answer = browser(review, name).post(path(review, page), filled(review, act=page))
            assert answer.status_code == 404, name
    assert Round.objects.get().edition == review.round.edition


def test_a_window_is_not_changed_without_the_token_of_its_form(review: Review):
    mandate = review.house["secretariat"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    for page in ("extend", "close"):
        assert strict.post(path(review, page), filled(review, act=page)).status_code == 403
