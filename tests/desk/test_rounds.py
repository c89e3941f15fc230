"""Rounds at the desk: the window is everybody's, what the rooms have in it is their own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from record.models import Entry
from reviews.models import Cutoff
from reviews.services.cutoffs import set_cutoff
from tests.factories.reviews import Review, closed, make_submitted, share
from tests.stakeholders.cast import EVERYBODY, actor, admitted

from .conftest import signed_in
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    return running()


def page(review: Review) -> str:
    return f"/desk/rounds/{review.round.pk}/"


def cutoff_page(review: Review, code: str = "AAA") -> str:
    return f"{page(review)}cut-offs/{review.house.delegation(code).pk}/"


def test_a_round_is_listed_with_its_deadline_in_its_zone_and_in_utc(review: Review):
    text = text_of(browser(review, "AAA"), "/desk/rounds/")
    assert "Review round 1" in text
    assert "Geneva time" in text
    assert "UTC)</time>" in text
    assert "data-relative" in text


def test_everybody_with_a_mandate_reads_the_round_and_what_leads_to_reading(review: Review):
    for name in EVERYBODY:
        text = text_of(browser(review, name), page(review))
        assert "/desk/provisions/trial.1/?round=trial.round.1" in text, name
        assert "The words of the first draft." in text, name


def test_the_rooms_say_how_far_they_are_to_their_members_alone(review: Review):
    house = review.house
    share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())
    ours = text_of(browser(review, "AAA-focal"), page(review))
    assert "1 comment in your rooms" in ours
    assert "<b>1</b> Shared in its room" in ours
    for name in ("BBB-focal", "north-group", "employers-spokesperson", "secretariat", "observer"):
        assert "Shared in its room" not in text_of(browser(review, name), page(review)), name


def test_the_secretariat_reads_how_much_each_actor_handed_over(review: Review):
    house = review.house
    voice = house["workers-spokesperson"]
    make_submitted(review, voice, house.group("workers"), at=timezone.now())
    secretary = text_of(browser(review, "secretariat"), page(review))
    assert "Handed over so far" in secretary
    assert "<b>1</b> Submitted" in secretary
    assert "Workers" in secretary
    assert "Handed over so far" not in text_of(browser(review, "employers"), page(review))
    assert "Receipts" in text_of(browser(review, "workers"), page(review))
    assert "Receipts" not in text_of(browser(review, "AAA"), page(review))


def test_after_the_close_each_circle_reads_its_own_part_of_the_manifest(review: Review):
    closed(review.round, at=review.round.closes_at + timedelta(minutes=1))
    ours = text_of(browser(review, "AAA"), page(review))
    assert "What stood at the close" in ours
    assert "Closed" in ours
    assert "What stood at the close" not in text_of(browser(review, "observer"), page(review))


def test_whoever_may_endorse_sets_and_lifts_the_cut_off_and_only_the_room_sees_it(review: Review):
    focal = browser(review, "AAA-focal")
    assert cutoff_page(review) in text_of(focal, page(review))
    soon = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert focal.post(cutoff_page(review), {"cutoff": soon, "act": "set"}).status_code == 302
    text = text_of(focal, page(review))
    assert "Your own cut-off is set." in text
    assert "Own cut-off:" in text
    assert "Own cut-off:" in text_of(browser(review, "AAA"), page(review))
    for name in ("BBB-focal", "governments", "secretariat", "workers"):
        assert "Own cut-off:" not in text_of(browser(review, name), page(review)), name
    assert focal.post(cutoff_page(review), {"act": "lift"}).status_code == 302
    assert Cutoff.objects.order_by("-number").first().cutoff_at is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Own cut-off: Give a day and a time."),
        ("tomorrow <b>", "“tomorrow &lt;b&gt;” is not a day and time"),
        ("2000-01-01T10:00", "An own cut-off lies between now and the close of the round."),
    ],
)
def test_a_cut_off_that_can_not_be_is_refused_and_what_was_typed_stays(
    review: Review, typed: str, sentence: str
):
    answer = browser(review, "AAA-focal").post(cutoff_page(review), {"cutoff": typed, "act": "set"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in text
    assert f'value="{typed}"'.replace("<b>", "&lt;b&gt;") in text or not typed
    assert not Cutoff.objects.exists()


def test_nobody_else_finds_the_page_of_a_cut_off(review: Review, client: Client):
    assert client.get(cutoff_page(review)).status_code == 302
    for name in EVERYBODY:
        if name != "AAA-focal":
            answer = browser(review, name).get(cutoff_page(review))
            assert answer.status_code == 404, name
    assert browser(review, "AAA-focal").get(cutoff_page(review, "BBB")).status_code == 404


def test_a_cut_off_is_not_taken_without_the_token_of_its_form(review: Review):
    mandate = review.house["AAA-focal"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    assert strict.post(cutoff_page(review), {"act": "lift"}).status_code == 403


def test_a_substitute_sets_it_for_the_focal_point_and_both_are_recorded(review: Review):
    house = review.house
    substitute = admitted(
        house["AAA-focal"],
        "substitute-aaa",
        "substitute",
        group="governments",
        organization=house.states["AAA"],
    )
    client = signed_in(substitute.user, substitute)
    assert "You act for" in text_of(client, cutoff_page(review))
    soon = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    sent = {"cutoff": soon, "act": "set", "for_mandate": str(house["AAA-focal"].pk)}
    for wrong in (house["AAA"], house["BBB-focal"]):
        answer = client.post(cutoff_page(review), {**sent, "for_mandate": str(wrong.pk)})
        assert answer.status_code == 400
    assert client.post(cutoff_page(review), sent).status_code == 302
    entry = Entry.objects.get(code="round.cutoff_set")
    assert entry.actor_mandate == substitute.pk
    assert entry.actor_for_mandate == house["AAA-focal"].pk


def test_a_conflict_says_what_to_do(review: Review):
    answer = browser(review, "AAA-focal").post(cutoff_page(review), {"act": "lift"})
    assert answer.status_code == 409
    assert "There is no own cut-off to lift." in answer.content.decode()


def test_rounds_that_are_not_there_are_not_found(review: Review):
    client = browser(review, "AAA")
    for path in ("/desk/rounds/0199aaaa-0000-7000-8000-000000000000/", "/desk/rounds/1/"):
        assert client.get(path).status_code == 404


def test_a_page_asks_as_many_queries_for_many_comments_as_for_one(review: Review):
    house, client = review.house, browser(review, "AAA")
    counts = []
    for more in (1, 5):
        for _each in range(more):
            share(review, house["AAA"], house.delegation("AAA"), at=timezone.now())
        set_cutoff(
            round_id=review.round.pk,
            circle_id=house.delegation("AAA").pk,
            cutoff_at=timezone.now() + timedelta(days=more),
            actor=actor(house["AAA-focal"]),
            at=timezone.now(),
        )
        with CaptureQueriesContext(connection) as asked:
            text_of(client, page(review))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 32
