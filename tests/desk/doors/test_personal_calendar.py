"""A personal calendar over HTTP: the key in the address opens it, and nothing else does."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from core.limits import Limiter
from desk.doors.personal_calendar import MOST_A_MINUTE
from notifications.services.calendar_keys import make_key, revoke_key
from reviews.services.cutoffs import set_cutoff
from stakeholders.models import Mandate
from stakeholders.services.mandates import end_mandate
from tests.factories.reviews import CLOSES, DURING, Review, make_review
from tests.stakeholders.cast import actor

pytestmark = pytest.mark.django_db
UNKNOWN = "x" * 43


@pytest.fixture
def review() -> Review:
    return make_review()


@pytest.fixture(autouse=True)
def during_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask at an instant of the story, by whom nobody has counted yet."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: DURING)
    monkeypatch.setattr("desk.doors.personal_calendar.LIMITER", Limiter())


def address_for(mandate: Mandate, at: datetime = DURING) -> str:
    secret = make_key(mandate_id=mandate.pk, user_id=mandate.user_id, at=at)[1]
    return f"/subscribe/calendar/{secret}.ics"


def titles(body: bytes) -> set[str]:
    return {str(event["SUMMARY"]) for event in Calendar.from_ical(body).walk("VEVENT")}


def test_the_key_opens_it_without_a_session(client: Client, review: Review):
    answer = client.get(address_for(review.house["AAA"]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer
    assert not answer.cookies
    assert titles(answer.content) == {"[Sample] Review round 1 closes"}


def test_nothing_around_it_tells_what_it_is_about(client: Client, review: Review):
    answer = client.get(address_for(review.house["AAA"]))
    assert answer["Content-Disposition"] == 'inline; filename="SAMPLE-tripartite.ics"'
    calendar = Calendar.from_ical(answer.content)
    assert str(calendar["X-WR-CALNAME"]) == "[Sample] Deadlines – Tripartite"
    assert calendar["METHOD"] == "PUBLISH"


def test_only_the_circle_itself_reads_its_own_cut_off(client: Client, review: Review):
    house = review.house
    set_cutoff(
        round_id=review.round.pk,
        circle_id=house.delegation("AAA").pk,
        cutoff_at=CLOSES - timedelta(days=1),
        actor=actor(house["AAA-focal"]),
        at=DURING,
    )
    own = "[Sample] Own cut-off, Review round 1"
    for name in ("AAA", "AAA-focal"):
        assert own in titles(client.get(address_for(house[name])).content)
    for name in ("BBB-focal", "north-group", "governments", "workers", "secretariat", "observer"):
        assert own not in titles(client.get(address_for(house[name])).content)
    assert client.get(f"/subscribe/calendar/{UNKNOWN}.ics").status_code == 404


def test_it_speaks_the_holder_s_language_and_not_the_program_s(client: Client, review: Review):
    holder = review.house["AAA"].user
    address = address_for(review.house["AAA"])
    english = client.get(address, headers={"Accept-Language": "fr"})
    holder.language = "fr"
    holder.save()
    french = client.get(address, headers={"Accept-Language": "en"})
    assert "Geneva time" in english.content.decode().replace("\r\n ", "")
    assert "Geneva time" not in french.content.decode().replace("\r\n ", "")


def test_what_opens_nothing_is_refused_alike(client: Client, review: Review):
    house = review.house
    revoked, ended = address_for(house["AAA"]), address_for(house["BBB"])
    replaced = address_for(house["workers"])
    address_for(house["workers"])
    revoke_key(mandate_id=house["AAA"].pk, user_id=house["AAA"].user_id, at=DURING)
    end_mandate(mandate_id=house["BBB"].pk, actor=actor(house["BBB-focal"]), at=DURING)
    known = f"/subscribe/calendar/{UNKNOWN}.ics"
    answers = [client.get(each) for each in (revoked, ended, replaced, known)]
    assert {each.status_code for each in answers} == {404}
    assert {each["Cache-Control"] for each in answers} == {"private, no-store"}
    assert len({each.content for each in answers}) == 1
    assert not any(each.cookies for each in answers)


@pytest.mark.parametrize("token", ["", "%20", "a/b", "é" * 200, "x" * 4000, "%0d%0aX: y"])
def test_what_is_no_key_is_not_found(client: Client, review: Review, token: str):
    assert client.get(f"/subscribe/calendar/{token}.ics").status_code == 404


def test_it_can_only_be_read(review: Review):
    client = Client(enforce_csrf_checks=True)
    address = address_for(review.house["AAA"])
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address).status_code == 405


def test_a_session_changes_nothing(client: Client, review: Review):
    address = address_for(review.house["AAA"])
    stranger = client.get(address).content
    client.force_login(review.house["secretariat"].user)
    assert client.get(address).content == stranger


def test_whoever_asks_too_often_waits(
    client: Client, review: Review, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("core.limits.time.monotonic", lambda: 70.0)
    address = address_for(review.house["AAA"])
    for _each in range(MOST_A_MINUTE):
        assert client.get(f"/subscribe/calendar/{UNKNOWN}.ics").status_code == 404
    refused = client.get(address)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "50"
    assert client.get(address, REMOTE_ADDR="203.0.113.9").status_code == 200
