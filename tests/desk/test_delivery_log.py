"""The delivery log: the secretariat proves who was told of which window, and sees nothing else."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.enums import DeliveryState, DropReason, Kind
from notifications.models import Delivery
from stakeholders.services.mandates import end_mandate
from tests.factories.reviews import Review
from tests.stakeholders.cast import EVERYBODY, actor

from .mails import told
from .rounds import browser, running, text_of

pytestmark = pytest.mark.django_db
LOG = "/desk/secretariat/notices/"
FILE = "/desk/secretariat/notices.csv"


@pytest.fixture
def review() -> Review:
    return running()


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(FILE + query)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def an_hour_ago() -> datetime:
    return (timezone.now() - timedelta(hours=1)).replace(microsecond=0)


def test_it_names_the_person_for_whom_they_act_what_they_were_told_and_when(review: Review):
    row = told(review, "AAA", due_at=an_hour_ago())
    text = text_of(browser(review, "secretariat"), LOG)
    assert "Delegate-aaa" in text
    assert "AAA</span> · Governments" in text
    assert "A review round has opened" in text
    assert f'/desk/secretariat/rounds/{review.round.pk}/">Review round 1' in text
    assert "Geneva time" in text
    assert "UTC)</time>" in text
    assert "<strong>Sent</strong>" in text
    assert row.message_id.replace("<", "&lt;").replace(">", "&gt;") in text


def test_the_deadline_is_the_one_that_the_notice_told_of(review: Review):
    closes = datetime.fromisoformat("2026-03-04T17:00:00+00:00")
    told(
        review,
        "AAA",
        Kind.DUE_IN_7_DAYS,
        window=closes.isoformat(),
        due_at=an_hour_ago(),
    )
    told(review, "BBB-focal", due_at=an_hour_ago() + timedelta(hours=1))
    moved = told(review, "workers", Kind.DEADLINE_MOVED, window="1", due_at=an_hour_ago())
    by_id = {row["message_id"]: row for row in rows_of(browser(review, "secretariat"))}
    assert by_id[moved.message_id]["deadline"].startswith(f"{review.round.closes_at:%Y-%m-%dT%H}")
    deadlines = {row["person"]: row["deadline"] for row in by_id.values()}
    assert deadlines["Delegate-aaa"] == "2026-03-04T17:00:00Z"
    assert deadlines["Focal-bbb"] == deadlines["Workers-secretariat"]


def test_what_was_missed_or_failed_stands_above_and_on_the_secretariats_own_page(review: Review):
    secretary = browser(review, "secretariat")
    assert "missed" not in text_of(secretary, "/desk/secretariat/")
    told(review, "AAA", state=DeliveryState.MISSED, due_at=an_hour_ago())
    told(review, "BBB-focal", state=DeliveryState.MISSED, due_at=an_hour_ago())
    told(
        review,
        "workers",
        state=DeliveryState.FAILED,
        due_at=an_hour_ago(),
        last_failure="5.7.1",
    )
    for path in (LOG, "/desk/secretariat/"):
        text = text_of(secretary, path)
        assert "2 notices were missed" in text
        assert "1 notice failed" in text
        assert f'href="{LOG}?state=missed"' in text
    assert "5.7.1" in text_of(secretary, f"{LOG}?state=failed")


def test_after_a_week_the_secretariats_own_page_is_quiet_and_the_log_is_not(review: Review):
    long_ago = timezone.now() - timedelta(days=8)
    told(review, "AAA", state=DeliveryState.MISSED, due_at=long_ago)
    secretary = browser(review, "secretariat")
    assert "missed" not in text_of(secretary, "/desk/secretariat/")
    assert "1 notice was missed" in text_of(secretary, LOG)


def test_a_notice_that_was_not_needed_says_why(review: Review):
    told(
        review,
        "AAA",
        Kind.DUE_TODAY,
        window=review.round.closes_at.isoformat(),
        due_at=an_hour_ago(),
        state=DeliveryState.DROPPED,
        reason=DropReason.DONE,
    )
    text = text_of(browser(review, "secretariat"), LOG)
    assert "Not needed any more" in text
    assert "The thing was done" in text


def test_nobody_else_finds_it(review: Review, client: Client):
    told(review, "AAA", due_at=an_hour_ago())
    for path in (LOG, FILE):
        assert client.get(path)["Location"] == "/accounts/login/?next=/desk/"
        for name in EVERYBODY:
            status = 200 if name == "secretariat" else 404
            assert browser(review, name).get(path).status_code == status, (path, name)


def test_it_shows_notices_of_windows_alone(review: Review):
    """That a circle has work, or news in its rooms, would tell that there is some."""
    for kind in Kind:
        told(review, "AAA", kind, window=review.round.closes_at.isoformat(), due_at=an_hour_ago())
    shown = {row["kind"] for row in rows_of(browser(review, "secretariat"))}
    assert shown == {
        "round_opened",
        "due_in_14_days",
        "due_in_7_days",
        "due_in_2_days",
        "due_today",
        "round_closed",
        "deadline_moved",
    }
    assert rows_of(browser(review, "secretariat"), "?state=sent&kind=round_closed")
    text = text_of(browser(review, "secretariat"), f"{LOG}?kind=to_clear", status=400)
    assert "not known here" in text


def test_it_is_filtered_by_round_kind_and_state(review: Review):
    told(review, "AAA", due_at=an_hour_ago())
    told(review, "BBB-focal", state=DeliveryState.MISSED, due_at=an_hour_ago())
    told(review, "workers", Kind.ROUND_CLOSED, window="closed", due_at=an_hour_ago())
    told(review, "employers", subject="other.round.1", due_at=an_hour_ago())
    secretary = browser(review, "secretariat")
    kept = {
        "?kind=round_closed": {"Workers-secretariat"},
        "?state=missed": {"Focal-bbb"},
        f"?round={review.round.key}&state=sent": {"Delegate-aaa", "Workers-secretariat"},
        "?round=nowhere": set(),
    }
    for query, people in kept.items():
        assert {row["person"] for row in rows_of(secretary, query)} == people, query
        text = text_of(secretary, LOG + query)
        assert all(person in text for person in people), query
    assert "Nothing fits the filters" in text_of(secretary, f"{LOG}?round=nowhere")


@pytest.mark.parametrize("query", ["?state=lost", "?kind=nothing", "?round=a&round=b"])
def test_a_filter_that_can_not_be_is_refused_with_what_is_wrong(review: Review, query: str):
    for path in (LOG, FILE):
        assert browser(review, "secretariat").get(path + query).status_code == 400


def test_a_cursor_that_was_made_up_is_refused(review: Review):
    assert browser(review, "secretariat").get(f"{LOG}?cursor=made-up").status_code == 400


def test_the_list_goes_on_by_cursor_and_loses_nothing(review: Review):
    for place in range(60):
        told(review, "AAA", window=str(place), due_at=an_hour_ago() - timedelta(minutes=place // 7))
    secretary = browser(review, "secretariat")
    first = text_of(secretary, f"{LOG}?state=sent")
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text_of(secretary, following)
    assert "End of the list" in second
    shown = [f"&lt;{each.pk}@" for each in Delivery.objects.all()]
    assert all((mark in first) != (mark in second) for mark in shown)
    assert len(rows_of(secretary)) == 60


def test_a_name_that_a_spreadsheet_would_run_arrives_disarmed(review: Review):
    user = review.house["AAA"].user
    user.name = "=HYPERLINK(1)"
    user.save()
    told(review, "AAA", due_at=an_hour_ago())
    [row] = rows_of(browser(review, "secretariat"))
    assert row["person"] == "'=HYPERLINK(1)"


def test_for_whom_somebody_acted_stays_proven_when_the_mandate_has_ended(review: Review):
    told(review, "AAA", due_at=timezone.now() - timedelta(minutes=10))
    house = review.house
    end_mandate(mandate_id=house["AAA"].pk, actor=actor(house["AAA-focal"]), at=timezone.now())
    [row] = rows_of(browser(review, "secretariat"))
    assert (row["person"], row["organizations"], row["groups"]) == (
        "Delegate-aaa",
        "AAA",
        "Governments",
    )


def test_it_asks_as_many_queries_for_many_notices_as_for_one(review: Review):
    secretary, counts = browser(review, "secretariat"), []
    text_of(secretary, LOG)
    for names in (["AAA"], ["BBB-focal", "workers", "employers", "observer"]):
        for name in names:
            told(review, name, due_at=an_hour_ago())
        with CaptureQueriesContext(connection) as asked:
            text_of(secretary, LOG)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12
