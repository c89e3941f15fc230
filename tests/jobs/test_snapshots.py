"""Snapshots: one a day for each framework, equal to what would have been taken at the time."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.actor import Actor
from core.languages import LANGUAGES
from frameworks.enums import Basis, OfficialStatus
from frameworks.models import StatusRecord
from provisions.drafts import TextDraft
from provisions.history import Course
from provisions.lifecycle import MoveCode
from provisions.models import StatusSnapshot
from provisions.services.snapshots import take_snapshots
from record.models import PUBLIC, SYSTEM, Entry
from record.revision import public_revision
from tests.factories.frameworks import BEGINNING, make_framework
from tests.factories.many import make_many
from tests.factories.provisions import add_version, make_move, make_provision

JOB = Actor.system("celery.snapshots")
DAY = timedelta(days=1)


def taken(slug="trial"):
    rows = StatusSnapshot.objects.filter(framework__slug=slug).order_by("day")
    return {row.day.isoformat(): row for row in rows}


def status(framework, number, value, at):
    StatusRecord.objects.create(
        framework=framework,
        number=number,
        status=value,
        basis=Basis.INVENTED,
        checked_by={"en": "the trial secretariat"},
        checked_on=at.date(),
        recorded_at=at,
    )


@pytest.mark.django_db
def test_the_running_day_is_taken_as_of_now():
    record_at = BEGINNING + timedelta(hours=3)
    framework = make_framework()
    provision = make_provision(framework)
    assert take_snapshots(actor=JOB, at=record_at) == 1
    (snapshot,) = taken().values()
    assert (snapshot.day, snapshot.as_of, snapshot.taken_at) == (
        date(2026, 9, 1),
        record_at,
        record_at,
    )
    assert snapshot.provisions == {provision.key: ["draft", 1]}
    assert snapshot.stages == {"draft": 1}
    assert snapshot.official_status == ""


@pytest.mark.django_db
def test_missed_days_are_caught_up_as_they_were_at_their_end():
    framework = make_framework()
    first = make_provision(framework, "1")
    status(framework, 1, OfficialStatus.IN_PREPARATION, BEGINNING)
    make_move(first, MoveCode.OPEN_REVIEW, at=datetime(2026, 9, 2, 23, 59, 59, 999999, UTC))
    second = make_provision(framework, "2", at=datetime(2026, 9, 3, 0, 0, tzinfo=UTC))
    changed = {language: TextDraft("Other words", "Other words.") for language in LANGUAGES}
    add_version(second, changed, at=datetime(2026, 9, 4, 12, 0, tzinfo=UTC))
    status(framework, 2, OfficialStatus.ADOPTED_BY_MEETING, datetime(2026, 9, 4, 8, 0, tzinfo=UTC))
    make_move(first, MoveCode.AGREE, at=datetime(2026, 9, 5, 6, 0, tzinfo=UTC))

    at = datetime(2026, 9, 5, 5, 0, tzinfo=UTC)
    assert take_snapshots(actor=JOB, at=at) == 5
    days = taken()
    assert {day: row.provisions for day, row in days.items()} == {
        "2026-09-01": {"trial.1": ["draft", 1]},
        "2026-09-02": {"trial.1": ["in_review", 1]},
        "2026-09-03": {"trial.1": ["in_review", 1], "trial.2": ["draft", 1]},
        "2026-09-04": {"trial.1": ["in_review", 1], "trial.2": ["draft", 2]},
        "2026-09-05": {"trial.1": ["in_review", 1], "trial.2": ["draft", 2]},
    }
    assert [row.official_status for row in days.values()] == [
        *["in_preparation"] * 3,
        *["adopted_by_meeting"] * 2,
    ]
    assert days["2026-09-02"].as_of == datetime(2026, 9, 3, tzinfo=UTC)
    assert days["2026-09-05"].as_of == at
    assert days["2026-09-04"].stages == {"draft": 1, "in_review": 1}


@pytest.mark.django_db
def test_a_day_taken_late_equals_the_day_taken_on_time():
    framework = make_framework()
    provision = make_provision(framework)
    for day in range(3):
        take_snapshots(actor=JOB, at=BEGINNING + day * DAY + timedelta(hours=1))
    make_move(provision, MoveCode.OPEN_REVIEW, at=BEGINNING + 3 * DAY)
    assert take_snapshots(actor=JOB, at=BEGINNING + 10 * DAY) == 8
    assert [row.stages for row in taken().values()] == [{"draft": 1}] * 3 + [{"in_review": 1}] * 8


@pytest.mark.django_db
def test_a_doubled_tick_changes_nothing():
    make_provision(make_framework())
    assert take_snapshots(actor=JOB, at=BEGINNING) == 1
    entries = Entry.objects.count()
    assert take_snapshots(actor=JOB, at=BEGINNING + timedelta(hours=5)) == 0
    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_the_act_is_the_systems_and_not_public():
    make_provision(make_framework())
    revision = public_revision()
    take_snapshots(actor=JOB, at=BEGINNING + 2 * DAY)
    entry = Entry.objects.get(circle=SYSTEM)
    assert (entry.code, entry.subject) == ("snapshot.taken", "trial")
    payload = json.loads(bytes(entry.payload))
    assert payload["first_day"] == "2026-09-01"
    assert payload["last_day"] == "2026-09-03"
    assert public_revision() == revision
    assert not Entry.objects.filter(circle=PUBLIC, code="snapshot.taken").exists()


@pytest.mark.django_db
def test_a_framework_of_tomorrow_has_no_day_yet():
    make_framework(at=BEGINNING + DAY)
    assert take_snapshots(actor=JOB, at=BEGINNING) == 0


@pytest.mark.django_db
def test_a_framework_without_provisions_and_status_has_its_days_too():
    make_framework()
    assert take_snapshots(actor=JOB, at=BEGINNING) == 1
    assert taken()["2026-09-01"].provisions == {}


@pytest.mark.django_db
def test_the_number_of_queries_is_the_same_for_ten_and_a_hundred_provisions():
    counts = []
    for slug, count in (("small", 10), ("large", 100)):
        make_many(count, slug)
        with CaptureQueriesContext(connection) as queries:
            assert take_snapshots(actor=JOB, at=BEGINNING + 30 * DAY) == 31
        counts.append(len(queries))
        assert len(taken(slug)["2026-09-01"].provisions) == count
    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_beats_take_each_day_once(at_once):
    for slug in ("one", "two"):
        make_provision(make_framework(slug))
    at = BEGINNING + 20 * DAY
    counts = at_once(*[lambda: take_snapshots(actor=JOB, at=at)] * 3)
    assert sum(counts) == 42
    assert StatusSnapshot.objects.count() == 42
    assert Entry.objects.filter(code="snapshot.taken").count() == 2


def test_a_course_takes_the_highest_number_recorded_by_then():
    """Even if somebody's clock was behind when the later one was recorded."""
    early, late = BEGINNING, BEGINNING + DAY
    course = Course([(late, 1, "first"), (early, 2, "second")])
    assert course.at(early - DAY) is None
    assert course.at(early) == "second"
    assert course.at(late) == "second"
