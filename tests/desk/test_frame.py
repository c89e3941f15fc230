"""The frame of the desk: who acts is in sight, and refusals are pages that say what to do."""

import pytest
from django.test import Client

from stakeholders.models import User
from tests.factories.people import make_secretary
from tests.stakeholders.cast import START, delegate, found_house, proposed

from .conftest import SignIn, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary() -> Client:
    return signed_in(User.objects.get(pk=make_secretary().user_id or ""))


def test_the_head_says_under_which_mandate_one_acts(secretary: Client):
    text = secretary.get("/desk/").content.decode()
    assert "Acting as" in text
    assert "Review secretariat" in text


def test_nobody_without_an_active_mandate_reads_more_than_whom_to_ask(sign_in: SignIn):
    stranger = sign_in(User.objects.create_user("stranger@example.org"))
    home = stranger.get("/desk/")
    assert home.status_code == 200
    assert "You have no active mandate" in home.content.decode()
    for path in ("/desk/rounds/", "/desk/secretariat/", "/desk/nowhere/"):
        answer = stranger.get(path)
        assert answer.status_code == 404
        assert "You have no active mandate" in answer.content.decode()


def test_whoever_waits_for_admission_reads_for_which_mandate(sign_in: SignIn):
    house = found_house()
    waiting = proposed(delegate(house), at=START)
    page = sign_in(waiting.user).get("/desk/").content.decode()
    assert "Waiting for the word of its circle:" in page
    assert "<strong>Delegate</strong> · <span>AAA</span>" in page


def test_what_leads_nowhere_answers_like_what_is_not_for_the_asker(secretary: Client):
    answer = secretary.get("/desk/nowhere/at/all/")
    assert answer.status_code == 404
    assert "nothing at this address for you" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"


def test_a_page_that_only_reads_refuses_a_post(secretary: Client):
    answer = secretary.post("/desk/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


def test_a_stranger_is_sent_to_sign_in_wherever_they_ask(client: Client):
    for path in ("/desk/", "/desk/rounds/", "/desk/nowhere/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/")
