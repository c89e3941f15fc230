"""One position at the desk: read in its room, taken after a look, released, corrected, joined."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provisions.enums import TextStatus
from reviews.models import Position
from stakeholders.enums import Capacity, Group
from tests.factories.positions import new_version, next_round, release, take, take_for
from tests.factories.provisions import WORDS, make_provision
from tests.factories.reviews import Review, make_round
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import EVERYBODY, admitted

from .conftest import signed_in
from .rounds import browser, running, text_of
from .saying import form_of, over, own_path, taken

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def review(db: None) -> Review:
    return running()


def test_the_page_shows_the_text_in_front_and_is_sound_markup(review):
    page = text_of(browser(review, "AAA"), own_path(review))
    assert WORDS["en"].body in page
    assert "No position is taken on this version yet." in page
    assert read_markup(page).faults == []
    assert WORDS["fr"].body in text_of(browser(review, "AAA"), own_path(review, "?text=fr"))


def test_every_stance_says_in_one_sentence_what_it_means(review):
    page = text_of(browser(review, "AAA"), own_path(review))
    for words in (
        "The text can stand as it is.",
        "Support if the text is changed as you word it.",
        "Not the first choice, but you do not stand in the way.",
        "Your reasons are minuted.",
        "The version can’t be agreed while this stands.",
        "It shows that you will speak and counts as no position yet.",
    ):
        assert words in page


def test_a_position_is_looked_at_before_it_is_recorded(review):
    client = browser(review, "AAA")
    look = client.post(own_path(review), form_of()).content.decode()
    assert read_markup(look).faults == []
    assert "It &lt;b&gt;costs&lt;/b&gt; too much." in look
    assert "the members of this delegation." in look
    assert "When the round closes, together with everybody’s" in look
    assert not Position.objects.exists()
    assert client.post(own_path(review), form_of(act="record"))["Location"] == own_path(review)
    made = Position.objects.get()
    assert (made.stance, made.mandate, made.released_at) == ("objection", review.house["AAA"], None)
    page = text_of(client, own_path(review))
    assert "Only your circle sees this" in page
    assert review.house["AAA"].user.name in page


def test_back_to_change_it_keeps_what_was_typed(review):
    page = browser(review, "AAA").post(own_path(review), form_of(act="change")).content.decode()
    assert "It &lt;b&gt;costs&lt;/b&gt; too much." in page
    assert 'value="objection" checked' in page


def test_an_amendment_is_shown_as_what_it_changes(review):
    amended = WORDS["en"].body.replace("Training", "Paid training")
    sent = form_of(stance="support_subject_to_amendment", reasons="", wording=amended)
    look = browser(review, "AAA").post(own_path(review), sent).content.decode()
    assert "<ins>" in look
    assert "1 insertion" in look


def test_an_amendment_begins_with_the_text_where_asked(review):
    sent = form_of(stance="", language="fr", act="prefill")
    page = browser(review, "AAA").post(own_path(review), sent).content.decode()
    assert page.count(WORDS["fr"].body.replace("’", "’")) == 1
    kept = form_of(act="prefill", wording="My own words.")
    again = browser(review, "AAA").post(own_path(review), kept).content.decode()
    assert "My own words." in again
    assert again.count(WORDS["en"].body) == 1


@pytest.mark.parametrize(
    ("sent", "says", "target"),
    [
        ({"stance": ""}, "Choose one.", "id_stance_0"),
        ({"stance": "against"}, "Choose one.", "id_stance_0"),
        ({"reasons": ""}, "Say why", "id_reasons"),
        ({"stance": "reservation", "reasons": "  "}, "Say why", "id_reasons"),
        ({"stance": "support_subject_to_amendment"}, "Write the words", "id_wording"),
        ({"stance": "support", "wording": "Other"}, "Only a support subject", "id_wording"),
        ({"reasons": "x" * 5001}, "5000", "id_reasons"),
        ({"reasons": "a\0b"}, "ull", "id_reasons"),
        ({"language": "tlh"}, "tlh", "id_language"),
        ({"expected_number": "many"}, "whole number", ""),
    ],
)
def test_what_cannot_be_taken_is_named_beside_its_field(review, sent, says, target):
    for act in ("check", "record"):
        answer = browser(review, "AAA").post(own_path(review), form_of(act=act, **sent))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert says in page
        assert read_markup(page).faults == []
        assert f'href="#{target}"' in page or not target
        assert "costs&lt;/b&gt; too much." in page or "reasons" in sent
    assert not Position.objects.exists()


def test_two_who_speak_at_once_see_both_and_lose_nothing(review):
    house, client = review.house, browser(review, "AAA")
    home = house.delegation("AAA")
    take(review, house["AAA-focal"], home, "support", at=timezone.now())
    answer = client.post(own_path(review), form_of(act="record"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody recorded a position meanwhile" in page
    assert page.index("<strong>Support</strong>") < page.index("<strong>Objection</strong>")
    assert house["AAA-focal"].user.name in page
    assert "It &lt;b&gt;costs&lt;/b&gt; too much." in page
    assert Position.objects.count() == 1
    assert 'name="expected_number" value="1"' in page
    assert (
        client.post(own_path(review), form_of(act="check", expected_number="1")).status_code == 200
    )
    client.post(own_path(review), form_of(act="record", expected_number="1"))
    assert list(Position.objects.values_list("number", "stance").order_by("number")) == [
        (1, "support"),
        (2, "objection"),
    ]


def test_a_position_on_a_version_that_was_replaced_meanwhile_keeps_what_was_typed():
    review = over()
    new_version(review, at=timezone.now() - timedelta(hours=1))
    for act in ("check", "record"):
        answer = browser(review, "AAA").post(own_path(review), form_of(act=act))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Version 1 was replaced by version 2." in page
        assert "It &lt;b&gt;costs&lt;/b&gt; too much." in page
        assert 'name="stance"' not in page
    assert not Position.objects.exists()


def test_after_the_close_it_is_said_that_only_our_own_word_makes_it_public():
    review = over()
    look = browser(review, "AAA").post(own_path(review), form_of()).content.decode()
    assert "Only on our own word: the round has closed." in look
    assert browser(review, "AAA").post(own_path(review), form_of(act="record")).status_code == 302


def test_an_earlier_version_asks_to_be_confirmed_anew():
    review = over()
    taken(review, "reservation")
    at = timezone.now()
    new_version(review, at=at)
    second = next_round(review, opens_at=at, closes_at=at + timedelta(days=5), at=at)
    page = text_of(browser(review, "AAA"), own_path(second))
    assert "To re-confirm: the text changed since this actor last spoke." in page
    assert "Number 1, version 1 – Reservation" in page
    assert "provisions/1/redline/?from=1&amp;to=2" in page


def test_on_a_summary_the_page_says_why_nobody_takes_a_position(review):
    framework = review.framework
    summary = make_provision(framework, "S9", text_status=TextStatus.EDITORIAL_SUMMARY)
    now = timezone.now()
    round_ = make_round(review.house, [summary], at=now, opens_at=now, closes_at=now + WEEK)
    on = Review(review.house, framework, [summary], round_)
    page = text_of(browser(review, "AAA"), own_path(on))
    assert "These are the portal’s own words: comment on them; nobody takes a position." in page
    assert "Nobody can take a position on words that this portal wrote." in page
    assert 'name="stance"' not in page
    assert browser(review, "AAA").post(own_path(on), form_of(act="record")).status_code == 409


def test_the_page_is_the_room_s_own_and_nobody_else_s(review):
    taken(review, "objection", reasons="canary of a position")
    for name in EVERYBODY:
        answer = browser(review, name).get(own_path(review))
        ours = name in ("AAA", "AAA-focal")
        assert answer.status_code == (200 if ours else 404), name
        assert ("canary of a position" in answer.content.decode()) == ours
        if not ours:
            for page in ("", "release/", "correct/"):
                sent = form_of(act="record", correction_reason="x", expected_number="1")
                answer = browser(review, name).post(own_path(review, page), sent)
                assert answer.status_code == 404, (name, page)
    assert Position.objects.count() == 1
    assert Position.objects.get().released_at is None


def test_a_stranger_is_sent_to_sign_in(client: Client, review):
    for page in ("", "release/", "correct/", "join/"):
        for ask in (client.get, client.post):
            there = ask(own_path(review, page))["Location"]
            assert there == "/accounts/login/?next=/desk/"
            assert (
                ask(f"/desk/positions/{review.round.pk}/{review.round.pk}/{page}")["Location"]
                == there
            )


def test_an_adviser_reads_and_is_shown_no_form(review):
    house = review.house
    terms = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    adviser = admitted(house["AAA-focal"], "adviser", Capacity.ADVISER, **terms)
    taken(review, "reservation", reasons="canary of a position")
    client = signed_in(adviser.user, adviser)
    page = text_of(client, own_path(review))
    assert "canary of a position" in page
    assert (
        "Only the delegation’s delegate, focal point or spokesperson takes its positions." in page
    )
    for sign in ('name="stance"', "release/", "correct/"):
        assert sign not in page
    answer = client.post(own_path(review), form_of(act="record", expected_number="1"))
    assert answer.status_code == 403
    assert "It &lt;b&gt;costs&lt;/b&gt; too much." in answer.content.decode()
    assert client.post(own_path(review, "release/")).status_code == 404
    assert Position.objects.count() == 1


def test_a_substitute_says_for_whom_and_both_are_recorded(review):
    house = review.house
    terms = {"group": Group.GOVERNMENTS, "organization": house.states["AAA"]}
    stand_in = admitted(house["AAA-focal"], "stand-in", Capacity.SUBSTITUTE, **terms)
    client, whom = signed_in(stand_in.user, stand_in), str(house["AAA"].pk)
    assert 'name="for_mandate"' in text_of(client, own_path(review))
    look = client.post(own_path(review), form_of(for_mandate=whom)).content.decode()
    assert f"Acting for {house['AAA'].user.name}" in look
    client.post(own_path(review), form_of(act="record", for_mandate=whom))
    made = Position.objects.get()
    assert (made.mandate, made.for_mandate) == (stand_in, house["AAA"])
    page = text_of(client, own_path(review))
    assert f"{stand_in.user.name} for {house['AAA'].user.name}" in page


def test_nothing_is_done_without_the_token_of_its_form(review):
    taken(review)
    mandate = review.house["AAA"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    for page in ("", "release/", "correct/", "join/"):
        assert strict.post(own_path(review, page), form_of(act="record")).status_code == 403
    assert Position.objects.count() == 1


def test_an_unknown_item_or_room_is_not_there(review):
    client, home = browser(review, "AAA"), review.house.delegation("AAA")
    workers = review.house.group("workers")
    for item, room in (
        (uuid4(), home.pk),
        (review.item().pk, uuid4()),
        (review.item().pk, workers.pk),
    ):
        assert client.get(f"/desk/positions/{item}/{room}/").status_code == 404


def test_the_page_asks_as_many_queries_for_many_positions_as_for_one(review):
    client, counts = browser(review, "AAA"), []
    for more in (1, 4):
        for _each in range(more):
            taken(review, "objection", reasons=f"Reason {more}.{_each}")
            release(
                take_for(review, "workers", at=timezone.now()),
                review.house["workers-spokesperson"],
                at=timezone.now(),
            )
            text_of(client, own_path(review))
        with CaptureQueriesContext(connection) as asked:
            text_of(client, own_path(review))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 45
