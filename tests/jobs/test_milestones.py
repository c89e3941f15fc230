"""A milestone passes when its last supported day ends in the framework's zone; nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from core.actor import Actor
from core.dates import parse_honest_date
from frameworks.enums import Basis, MilestoneKind
from frameworks.models import Decision, Milestone, StatusRecord
from frameworks.services.milestones import pass_milestones
from frameworks.services.road import change_milestone
from record.models import PUBLIC, Entry
from tests.factories.frameworks import make_framework

JOB = Actor.system("celery.milestones")
SECOND = timedelta(seconds=1)


def milestone(framework, date, slug="governing-body", zone=None):
    row = Milestone(
        framework=framework,
        slug=slug,
        kind=MilestoneKind.GOVERNING_BODY,
        title={"en": "Governing Body"},
        basis=Basis.DERIVED,
        order_key=slug,
    )
    row.set_date(parse_honest_date(date) if date else None)
    row.save()
    return row


def instant(text):
    return datetime.fromisoformat(text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "date", "passes_at"),
    [
        ("Europe/Zurich", "2026-11", "2026-11-30T23:00:00+00:00"),
        ("Europe/Zurich", "2026-10", "2026-10-31T23:00:00+00:00"),
        ("Europe/Zurich", "2026-04-13/2026-04-17", "2026-04-17T22:00:00+00:00"),
        ("Europe/Zurich", "2026", "2026-12-31T23:00:00+00:00"),
        ("Europe/Zurich", "2026-10-25", "2026-10-25T23:00:00+00:00"),  # a day of 25 hours
        ("Pacific/Kiritimati", "2026-11-30", "2026-11-30T10:00:00+00:00"),  # UTC+14
        ("Etc/GMT+12", "2026-11-30", "2026-12-01T12:00:00+00:00"),  # UTC-12
        ("UTC", "2026-11-30", "2026-12-01T00:00:00+00:00"),
    ],
)
def test_it_passes_exactly_when_its_last_day_ends_there(zone, date, passes_at):
    framework = make_framework()
    framework.time_zone = zone
    framework.save()
    row = milestone(framework, date)
    end = instant(passes_at)
    assert pass_milestones(actor=JOB, at=end - SECOND) == []
    assert pass_milestones(actor=JOB, at=end) == ["trial.milestone.governing-body"]
    row.refresh_from_db()
    assert row.passed_at == end


@pytest.mark.django_db
def test_it_is_entered_in_public_with_what_it_touches_and_no_outcome():
    row = milestone(make_framework(), "2026-11")
    at = instant("2026-12-05T09:00:00+00:00")
    pass_milestones(actor=JOB, at=at)
    entry = Entry.objects.get(circle=PUBLIC)
    assert (entry.code, entry.subject, entry.at) == ("milestone.passed", row.key, at)
    assert entry.touches == ["trial", "trial.milestone.governing-body"]
    assert json.loads(bytes(entry.payload)) == {
        "date": "2026-11",
        "passed_at": "2026-11-30T23:00:00Z",
    }
    assert not Decision.objects.exists()
    assert not StatusRecord.objects.exists()


@pytest.mark.django_db
def test_what_was_missed_for_months_passes_in_the_order_of_time(django_assert_max_num_queries):
    framework = make_framework()
    milestone(framework, "2026-04-13/2026-04-17", "meeting")
    milestone(framework, "2025-11", "convened")
    milestone(framework, "2026-11", "governing-body")
    milestone(framework, None, "some-day")
    milestone(framework, "2027-03", "follow-up")
    keys = pass_milestones(actor=JOB, at=instant("2026-12-05T00:00:00+00:00"))
    assert keys == [f"trial.milestone.{slug}" for slug in ("convened", "meeting", "governing-body")]
    assert list(Entry.objects.filter(circle=PUBLIC).values_list("subject", flat=True)) == keys
    with django_assert_max_num_queries(1):
        assert pass_milestones(actor=JOB, at=instant("2026-12-05T00:10:00+00:00")) == []


@pytest.mark.django_db
def test_one_that_is_moved_to_a_later_day_passes_again_then():
    from frameworks.drafts import MilestoneDraft

    row = milestone(make_framework(), "2026-11")
    pass_milestones(actor=JOB, at=instant("2026-12-05T00:00:00+00:00"))
    row.refresh_from_db()
    from dataclasses import replace

    later = replace(MilestoneDraft.of(row), date=parse_honest_date("2027-03"))
    change_milestone(
        milestone=row,
        draft=later,
        actor=Actor.importer("tests"),
        at=instant("2026-12-06T00:00:00+00:00"),
    )
    assert pass_milestones(actor=JOB, at=instant("2027-03-31T21:59:59+00:00")) == []
    assert pass_milestones(actor=JOB, at=instant("2027-03-31T22:00:00+00:00")) == [row.key]


@pytest.mark.django_db(transaction=True)
def test_two_beats_pass_it_once(at_once):
    framework = make_framework()
    for number in range(5):
        milestone(framework, "2026-11", f"step-{number}")
    other = make_framework("another")
    milestone(other, "2026-10", "step")
    at = datetime(2026, 12, 5, tzinfo=UTC)
    done = at_once(*[lambda: pass_milestones(actor=JOB, at=at)] * 3)
    assert sorted(map(len, done)) == [0, 0, 6]
    assert Entry.objects.filter(code="milestone.passed").count() == 6
