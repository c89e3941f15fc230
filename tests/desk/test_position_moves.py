"""A position that is recorded: released on its actor's word, corrected, joined by governments."""

from uuid import uuid4

import pytest
from django.utils import timezone

from reviews.models import Alignment, Position
from tests.factories.positions import REASONS, new_version, release, take
from tests.factories.reviews import Review
from tests.public.pages.markup import read_markup

from .rounds import browser, running, text_of
from .saying import form_of, over, own_path, path_of, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(db: None) -> Review:
    return running()


def test_a_position_is_released_after_a_look_that_names_everybody(review):
    position = taken(review)
    client = browser(review, "AAA")
    look = text_of(client, own_path(review, "release/"))
    assert "everybody. This is public, and so is its history." in look
    assert "It can’t be taken back." in look
    assert read_markup(look).faults == []
    assert client.post(own_path(review, "release/"), {"expected_number": "1"}).status_code == 302
    position.refresh_from_db()
    assert position.release == "own_word"
    for name in ("BBB", "AAA"):
        at = path_of(review, review.house.delegation(name))
        assert "On the actor’s own word" in text_of(browser(review, name), at)


def test_what_a_colleague_replaced_meanwhile_is_not_released(review):
    taken(review)
    client = browser(review, "AAA")
    taken(review, "objection")
    answer = client.post(own_path(review, "release/"), {"expected_number": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another position of yours replaced this one" in page
    assert 'name="expected_number" value="2"' in page
    assert REASONS in page
    assert not Position.objects.exclude(released_at=None).exists()


def test_an_error_is_corrected_with_its_reason_after_a_look(review):
    release(taken(review, "objection"), review.house["AAA"], at=timezone.now())
    client = browser(review, "AAA")
    page = text_of(client, own_path(review, "correct/"))
    assert 'value="objection" checked' in page
    assert "What is in error is public, so the correction is too" in page
    assert read_markup(page).faults == []
    sent = form_of(stance="support", reasons="", expected_number="1")
    missing = client.post(own_path(review, "correct/"), sent)
    assert missing.status_code == 400
    assert 'href="#id_correction_reason"' in missing.content.decode()
    sent["correction_reason"] = "The wrong <i>box</i>."
    look = client.post(own_path(review, "correct/"), sent).content.decode()
    assert "The wrong &lt;i&gt;box&lt;/i&gt;." in look
    assert "everybody. This is public" in look
    assert Position.objects.count() == 1
    assert client.post(own_path(review, "correct/"), sent | {"act": "record"}).status_code == 302
    assert Position.objects.get(number=2).key is not None
    shown = text_of(client, own_path(review))
    assert 'Corrects an error: <span dir="auto">The wrong &lt;i&gt;box&lt;/i&gt;.</span>' in shown


def test_nothing_is_corrected_on_a_version_that_was_replaced():
    review = over()
    taken(review, "objection")
    new_version(review, at=timezone.now())
    client = browser(review, "AAA")
    page = text_of(client, own_path(review, "correct/"), status=409)
    assert "Version 1 was replaced by version 2." in page
    sent = form_of(act="record", expected_number="1", correction_reason="The wrong box.")
    answer = client.post(own_path(review, "correct/"), sent)
    assert answer.status_code == 409
    assert "The wrong box." in answer.content.decode()
    assert Position.objects.count() == 1


def test_a_correction_of_what_a_colleague_replaced_keeps_what_was_typed(review):
    taken(review)
    taken(review, "can_join_consensus")
    sent = form_of(act="record", expected_number="1", correction_reason="The wrong box.")
    answer = browser(review, "AAA").post(own_path(review, "correct/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A colleague took another position meanwhile." in page
    assert "It &lt;b&gt;costs&lt;/b&gt; too much." in page
    assert 'name="expected_number" value="2"' in page
    assert Position.objects.count() == 2


def test_governments_join_what_their_group_is_about_to_say(review):
    house = review.house
    north = house.region("north-group")
    position = take(review, house["north-group"], north, "reservation", at=timezone.now())
    client, path = browser(review, "AAA"), path_of(review, north)
    page = text_of(client, path)
    assert [kind for kind in ("joins", "does_not_join") if f'value="{kind}"' in page] == [
        "joins",
        "does_not_join",
    ]
    assert "This room reads it; everybody does once the position is released." in page
    assert 'name="stance"' not in page
    sent = {"position": str(position.pk), "kind": "joins"}
    assert client.post(f"{path}join/", sent)["Location"] == path
    assert "Joined by <span>AAA</span>" in text_of(browser(review, "BBB"), path)
    client.post(f"{path}join/", sent | {"kind": "does_not_join"})
    assert "Not joined by <span>AAA</span>" in text_of(client, path)
    client.post(f"{path}join/", sent | {"kind": "taken_back"})
    assert Alignment.objects.count() == 3
    assert "oined by" not in text_of(client, path)


def test_a_released_position_is_joined_from_one_s_own_page_and_only_by_governments(review):
    house = review.house
    outside = release(taken(review, name="CCC"), house["CCC"], at=timezone.now())
    page = text_of(browser(review, "AAA"), own_path(review))
    assert 'value="joins"' in page
    assert 'value="does_not_join"' not in page
    assert "Everybody reads it at once." in page
    sent = {"position": str(outside.pk), "kind": "joins"}
    assert browser(review, "AAA").post(own_path(review, "join/"), sent).status_code == 302
    workers = path_of(review, house.group("workers"))
    seen = text_of(browser(review, "workers-spokesperson"), workers)
    assert "Joined by <span>AAA</span>" in seen
    assert 'value="joins"' not in seen
    refused = browser(review, "workers-spokesperson").post(f"{workers}join/", sent)
    assert refused.status_code == 409
    assert Alignment.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"position": "x"}, {"position": str(uuid4())}])
def test_the_word_on_a_position_that_is_not_there_is_answered_alike(review, sent):
    answer = browser(review, "AAA").post(own_path(review, "join/"), {"kind": "joins", **sent})
    assert answer.status_code == 404
