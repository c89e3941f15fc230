"""An agreement at the desk: what is missing, what the chairperson pronounced, what stands of it."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Agreement
from stakeholders.services.mandates import end_mandate
from tests.factories.positions import release, take_for
from tests.factories.provisions import make_provision
from tests.factories.reviews import Review, closed
from tests.public.pages.markup import read_markup
from tests.stakeholders.cast import EVERYBODY, actor

from .conftest import signed_in
from .rounds import browser, running, text_of
from .saying import over, taken

pytestmark = pytest.mark.django_db
GENEVA = ZoneInfo("Europe/Zurich")
FORM = "%Y-%m-%dT%H:%M"


def path(review: Review) -> str:
    return f"/desk/secretariat/provisions/{review.provisions[0].key}/agree/"


def ready(employers: str = "support", workers: str = "can_join_consensus") -> Review:
    """Return a round that closed with a position of the Employers and one of the Workers."""
    begun = timezone.now() - timedelta(days=8)
    review = running(opens_at=begun, closes_at=begun + timedelta(days=7), at=begun)
    take_for(review, "employers", employers, at=begun)
    take_for(review, "workers", workers, at=begun)
    closed(review.round)
    return review


def filled(review: Review, **changes: Any) -> dict[str, Any]:
    pronounced = timezone.now().astimezone(GENEVA) - timedelta(minutes=10)
    return {
        "chairperson": str(review.house["chairperson"].pk),
        "pronounced": pronounced.strftime(FORM),
        "expected_version": "1",
        "act": "check",
    } | changes


def test_what_is_missing_is_said_in_words_and_no_form_is_offered():
    review = over()
    page = text_of(browser(review, "secretariat"), path(review))
    assert "Needs an Employers’ position on version 1." in page
    assert "Needs a Workers’ position on version 1." in page
    assert "No position on this version has been released." in page
    assert 'name="chairperson"' not in page
    assert read_markup(page).faults == []


def test_an_objection_stands_in_the_way_with_its_reasons_before_us():
    review = ready("objection")
    page = text_of(browser(review, "secretariat"), path(review))
    assert "One objection recorded (Employers)." in page
    assert "It asks for more than the smallest workshops can give." in page
    assert "trial.position.1-1" in page


def test_what_is_not_released_is_not_told_to_the_secretariat():
    review = ready()
    taken(review, "objection", reasons="canary of a position")
    page = text_of(browser(review, "secretariat"), path(review))
    assert "canary" not in page
    assert "Objection" not in page
    assert 'name="chairperson"' in page


def test_an_agreement_is_looked_at_first_then_recorded_with_its_digest():
    review = ready()
    secretary = browser(review, "secretariat")
    look = secretary.post(path(review), filled(review)).content.decode()
    assert "Look before the agreement is recorded" in look
    assert review.house["chairperson"].user.name in look
    assert "Geneva time" in look
    assert read_markup(look).faults == []
    assert not Agreement.objects.exists()
    answer = secretary.post(path(review), filled(review, act="record"))
    assert answer["Location"] == path(review)
    made = Agreement.objects.get()
    page = text_of(secretary, path(review))
    assert made.digest in page
    assert "Agreement recorded" in page
    assert 'name="chairperson"' not in page


@pytest.mark.parametrize(
    ("changes", "status", "sentence", "target"),
    [
        ({"chairperson": ""}, 400, "Choose who pronounced it.", "id_chairperson"),
        ({"chairperson": "x"}, 400, "x is not one of the available choices", "id_chairperson"),
        ({"pronounced": "later"}, 400, "is not a day and time", "id_pronounced"),
        ({"pronounced": "2099-01-01T10:00"}, 400, "has not been pronounced yet", "id_pronounced"),
        ({"expected_version": "2"}, 409, "", ""),
        ({"expected_version": "x"}, 400, "whole number", ""),
    ],
)
def test_what_cannot_be_recorded_is_named_beside_its_field(changes, status, sentence, target):
    review = ready()
    sent = filled(review, act="record", **changes)
    answer = browser(review, "secretariat").post(path(review), sent)
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert f'href="#{target}"' in page or not target
    assert filled(review)["pronounced"][:10] in page or "pronounced" in changes
    assert not Agreement.objects.exists()


def test_an_agreement_before_the_close_is_refused_at_its_field():
    review = ready()
    before = (review.round.closes_at - timedelta(hours=1)).astimezone(GENEVA).strftime(FORM)
    answer = browser(review, "secretariat").post(
        path(review), filled(review, act="record", pronounced=before)
    )
    assert answer.status_code == 400
    assert "pronounced after the close of the round" in answer.content.decode()


def test_a_position_that_is_missing_by_now_is_named_and_nothing_recorded():
    review = over()
    answer = browser(review, "secretariat").post(path(review), filled(review, act="record"))
    assert answer.status_code == 409
    assert "Needs a Workers’ position on version 1." in answer.content.decode()
    assert not Agreement.objects.exists()


def test_without_a_chairperson_it_is_said_what_to_do():
    review = ready()
    chair, secretary = review.house["chairperson"], review.house["secretariat"]
    end_mandate(mandate_id=chair.pk, actor=actor(secretary), at=timezone.now())
    page = text_of(browser(review, "secretariat"), path(review))
    assert "No chairperson has an active mandate here." in page


def test_only_the_review_secretariat_finds_the_page(client: Client):
    review = ready()
    assert client.get(path(review))["Location"] == "/accounts/login/?next=/desk/"
    for name in EVERYBODY[1:]:
        for answer in (
            browser(review, name).get(path(review)),
            browser(review, name).post(path(review), filled(review, act="record")),
        ):
            assert answer.status_code == 404, name
    mandate = review.house["secretariat"]
    strict = signed_in(mandate.user, mandate, csrf=True)
    assert strict.post(path(review), filled(review, act="record")).status_code == 403
    assert not Agreement.objects.exists()


def test_a_provision_that_no_round_has_is_not_there():
    review = ready()
    make_provision(review.framework, "8")
    secretary = browser(review, "secretariat")
    for key in ("trial.8", "trial.99", "%00"):
        answer = secretary.get(f"/desk/secretariat/provisions/{key}/agree/")
        assert answer.status_code in (400, 404), key


def test_the_page_asks_as_many_queries_for_many_positions_as_for_one():
    review = ready()
    secretary, counts = browser(review, "secretariat"), []
    for codes in (["AAA"], ["BBB", "CCC"]):
        for code in codes:
            made = taken(review, "reservation", name=code)
            release(made, review.house[code], at=timezone.now())
        text_of(secretary, path(review))
        with CaptureQueriesContext(connection) as asked:
            text_of(secretary, path(review))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 25
