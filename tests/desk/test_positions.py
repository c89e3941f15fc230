"""Where we stand: each provision, what our rooms say of it, and what others have released."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.frameworks import make_framework
from tests.factories.positions import new_version, next_round, release, take_for
from tests.factories.reviews import Review, make_review
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import EVERYBODY, found_house

from .conftest import signed_in
from .rounds import browser, running, text_of
from .saying import over, own_path, taken

pytestmark = pytest.mark.django_db
PATH = "/desk/positions/"


@pytest.fixture
def review(db: None) -> Review:
    return running()


def test_each_of_our_rooms_has_a_column_and_each_provision_a_row(review):
    page = text_of(browser(review, "AAA"), PATH)
    assert read_markup(page).faults == []
    for name in ("AAA", "north-group", "Governments", "Released by others"):
        assert f'<th scope="col">{name}</th>' in page
    assert "trial.1/?round=trial.round.1" in page
    assert "Version 1 is under review" in page or "Needs an Employers’ position" in page
    assert own_path(review) in page
    assert page.count("Take a position") == 2


def test_what_is_not_released_is_marked_and_read_in_its_room_alone(review):
    taken(review, "objection", reasons="canary of a position")
    for name in EVERYBODY:
        page = text_of(browser(review, name), PATH)
        assert ("Only your circle sees this" in page) == (name in ("AAA", "AAA-focal")), name
        assert ("<strong>Objection</strong>" in page) == (name in ("AAA", "AAA-focal")), name


def test_what_is_released_is_told_to_everybody_with_the_glyph(review):
    voice = review.house["workers-spokesperson"]
    release(take_for(review, "workers", "reservation", at=timezone.now()), voice, at=timezone.now())
    for name in EVERYBODY:
        page = text_of(browser(review, name), PATH)
        assert "Workers: Reservation." in page, name
        assert "<strong>Reservation</strong>" in page, name
        assert ('<span class="badge">Public</span>' in page) == name.startswith("workers"), name


def test_who_is_in_no_room_reads_what_is_released_and_is_offered_nothing(review):
    for name in ("secretariat", "chairperson", "observer"):
        page = text_of(browser(review, name), PATH)
        assert "What the groups have released" in page
        assert "Take a position" not in page
        assert ("/agree/" in page) == (name == "secretariat")


def test_a_position_to_confirm_anew_says_why():
    review = over()
    taken(review)
    at = timezone.now()
    new_version(review, at=at)
    assert "To re-confirm: the text changed" in text_of(browser(review, "AAA"), PATH)
    second = next_round(review, opens_at=at, closes_at=at + timedelta(days=5), at=at)
    page = text_of(browser(review, "AAA"), PATH)
    assert "To re-confirm: the text changed" in page
    assert own_path(second) in page
    assert "To re-confirm" not in text_of(browser(review, "BBB"), PATH)


def test_the_table_is_narrowed_to_a_round_and_a_room(review):
    house = review.house
    begun = timezone.now()
    window: dict[str, Any] = {
        "opens_at": begun,
        "closes_at": begun + timedelta(days=3),
        "at": begun,
    }
    more = make_review(house, framework=make_framework("second"), **window)
    client = browser(review, "AAA")
    both = text_of(client, PATH)
    assert both.count("<table") == 2
    one = text_of(client, f"{PATH}?round={review.round.key}")
    assert one.count("<table") == 1
    assert f'value="{review.round.key}" selected' in one
    room = house.region("north-group")
    narrow = text_of(client, f"{PATH}?round={more.round.key}&circle={room.pk}")
    assert '<th scope="col">north-group</th>' in narrow
    assert '<th scope="col">AAA</th>' not in narrow
    assert f"/{room.pk}/" in narrow


def test_a_round_or_room_that_is_not_theirs_is_nothing_and_says_what_to_do(review):
    workers = review.house.group("workers")
    client = browser(review, "AAA")
    for query in (f"?circle={workers.pk}", "?round=trial.round.9", "?circle=nonsense"):
        page = text_of(client, PATH + query)
        assert "Nothing fits the filters" in page
        assert "Show all positions" in page
    assert client.get(f"{PATH}?round=%00").status_code == 400


def test_without_a_round_it_is_said_what_will_appear():
    house = found_house()
    page = text_of(signed_in(house["AAA"].user), PATH)
    assert "When the review secretariat opens one, its provisions stand here." in page


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    assert client.get(PATH)["Location"] == "/accounts/login/?next=/desk/"


def test_the_table_asks_as_many_queries_for_many_positions_as_for_one(review):
    client, counts = browser(review, "AAA"), []
    for place in (0, 1):
        taken(review, "objection", place=place)
        theirs = take_for(review, "workers", place=place, at=timezone.now())
        release(theirs, review.house["workers-spokesperson"], at=timezone.now())
        text_of(client, PATH)
        with CaptureQueriesContext(connection) as asked:
            text_of(client, PATH)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 25


def test_the_home_page_leads_to_what_waits_for_our_word(review):
    home = text_of(browser(review, "AAA"), "/desk/")
    assert "Positions to take" in home
    assert own_path(review) in home
    assert read_markup(home).faults == []
    for name in ("observer", "secretariat", "workers"):
        assert "Positions to take" not in text_of(browser(review, name), "/desk/"), name


def test_the_home_page_names_what_only_our_word_makes_public_and_what_to_confirm():
    review = over()
    taken(review, "objection")
    home = text_of(browser(review, "AAA"), "/desk/")
    assert "Positions to release" in home
    assert "<strong>Objection</strong>" in home
    at = timezone.now()
    new_version(review, at=at)
    next_round(review, opens_at=at, closes_at=at + timedelta(days=5), at=at)
    home = text_of(browser(review, "AAA"), "/desk/")
    assert "Positions to re-confirm" in home
    assert "Positions to release" not in home
