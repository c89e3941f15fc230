"""Reading a provision at the desk: our comments in its text, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reviews.anchors import make_anchor
from reviews.services.comments import withdraw_comment
from tests.factories.provisions import WORDS
from tests.factories.reviews import Review, closed, make_round, share, submit
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import actor

from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
BODY = WORDS["en"].body


@pytest.fixture
def review(db: None) -> Review:
    return running()


def path_of(review: Review, query: str = "") -> str:
    return f"/desk/provisions/{review.provisions[0].key}/{query}"


def shared(review: Review, name: str = "AAA", room: str = "", **terms: object):
    house = review.house
    circle = house.group(room) if room else house.delegation("AAA")
    return share(review, house[name], circle, at=timezone.now(), **terms)


def test_the_frozen_text_stands_there_in_each_language_of_the_round(review):
    client = browser(review, "AAA")
    assert WORDS["en"].body in text_of(client, path_of(review))
    assert WORDS["fr"].body in text_of(client, path_of(review, "?text=fr"))
    assert WORDS["es"].body not in text_of(client, path_of(review, "?text=es"))


def test_the_page_is_sound_markup_and_names_the_close_in_its_zone(review):
    shared(review, anchor=make_anchor(BODY, 0, 8))
    page = text_of(browser(review, "AAA"), path_of(review))
    assert read_markup(page).faults == []
    assert "Geneva time" in page


def test_our_comments_are_marked_in_the_text_and_lead_to_their_cards(review):
    comment = shared(review, anchor=make_anchor(BODY, 0, 8))
    page = text_of(browser(review, "AAA"), path_of(review))
    assert f'href="#comment-{comment.pk}"' in page
    assert f'id="words-comment-{comment.pk}"' in page
    assert f'href="/desk/comments/{comment.pk}/"' in page


def test_a_comment_on_another_language_is_listed_and_not_marked(review):
    comment = shared(review, anchor=make_anchor(BODY, 0, 8))
    page = text_of(browser(review, "AAA"), path_of(review, "?text=fr"))
    assert f'id="comment-{comment.pk}"' in page
    assert f'id="words-comment-{comment.pk}"' not in page


def test_a_comment_is_read_in_its_room_alone_until_it_is_submitted(review):
    shared(review, body="canary of a room")
    for name in review.house.mandates:
        page = text_of(browser(review, name), path_of(review))
        assert ("canary of a room" in page) == (name in ("AAA", "AAA-focal")), name


def test_what_was_submitted_is_read_by_the_room_and_the_secretariat(review):
    comment = shared(review, body="canary of a submission")
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    for name in review.house.mandates:
        page = text_of(browser(review, name), path_of(review))
        readers = ("AAA", "AAA-focal", "secretariat")
        assert ("canary of a submission" in page) == (name in readers), name
        if name == "secretariat":
            assert review.house["AAA"].user.name not in page


def test_what_was_published_is_read_by_everybody_in_the_actors_name(review):
    comment = shared(review, body="canary of a publication")
    submit([comment], review.house["AAA-focal"], at=timezone.now())
    closed(review.round)
    for name in review.house.mandates:
        page = text_of(browser(review, name), path_of(review))
        assert page.count("canary of a publication") == 1, name
        if name not in ("AAA", "AAA-focal"):
            assert review.house["AAA"].user.name not in page


def test_a_withdrawn_comment_is_told_from_the_others(review):
    comment = shared(review)
    withdraw_comment(
        comment_id=comment.pk,
        expected_edition=comment.edition,
        actor=actor(review.house["AAA"]),
        at=timezone.now(),
    )
    page = text_of(browser(review, "AAA"), path_of(review))
    assert 'data-comment-stage="withdrawn"' in page


def test_who_is_in_no_room_is_offered_no_form(review):
    assert "/desk/drafts/new/" in text_of(browser(review, "AAA"), path_of(review))
    for name in ("secretariat", "chairperson", "observer"):
        assert "/desk/drafts/new/" not in text_of(browser(review, name), path_of(review))


def test_an_unknown_provision_or_round_is_not_there(review):
    client = browser(review, "AAA")
    for path in (
        "/desk/provisions/trial.99/",
        path_of(review, "?round=trial.round.9"),
        "/desk/provisions/%00/",
    ):
        assert client.get(path).status_code in (400, 404), path


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    assert client.get(path_of(review))["Location"] == "/accounts/login/?next=/desk/"


def test_of_several_rounds_the_open_one_is_read_unless_another_is_named(review):
    closed(review.round)
    now = timezone.now()
    closes = now + timedelta(days=2)
    second = make_round(review.house, review.provisions, opens_at=now, closes_at=closes, at=now)
    client = browser(review, "AAA")
    assert "Round 2</a></h2>" in text_of(client, path_of(review))
    assert "Round 1</a></h2>" in text_of(client, path_of(review, f"?round={review.round.key}"))
    assert "Round 2</a></h2>" in text_of(client, path_of(review, f"?round={second.pk}"))


def test_a_closed_round_says_when_it_closed():
    begun = timezone.now() - timedelta(days=8)
    review = running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)
    page = text_of(browser(review, "AAA"), path_of(review))
    assert re.search(r"Review round 1 closed on .* Geneva time \(.* UTC\)\.", page)


def test_scripts_in_comments_are_shown_as_text(review):
    shared(review, body="<script>alert(1)</script>", reason="<b>x</b>", proposed="<i>y</i>")
    page = text_of(browser(review, "AAA"), path_of(review))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_the_number_of_queries_does_not_grow_with_the_comments(review, django_assert_num_queries):
    client = browser(review, "AAA")
    for count in (3, 27):
        for number in range(count):
            shared(review, body=f"Comment {count}.{number}", anchor=make_anchor(BODY, 0, 8))
        client.get(path_of(review))
        with django_assert_num_queries(29):
            text_of(client, path_of(review))
