"""calendar.ics: a month stays a month, and the same bytes come to everyone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from core.dates import parse_honest_date
from frameworks.drafts import MilestoneDraft
from frameworks.models import Framework, Milestone
from frameworks.services.road import change_milestone
from tests.public.api.house import ACTOR, LOADED_AT

pytestmark = pytest.mark.usefixtures("house", "db")


def events(client: Client, path: str = "/calendar.ics") -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid(key: str) -> str:
    return f"{key}@sample.testserver"


def test_a_range_of_days_is_an_event_of_whole_days(client: Client):
    event = events(client)[uid("ai-manufacturing-2026.milestone.technical-meeting")]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 13), date(2026, 4, 18))
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert str(event["SUMMARY"]).startswith("[Sample] ")


def test_a_month_is_no_day(client: Client):
    event = events(client)[uid("ai-manufacturing-2026.milestone.governing-body-november-2026")]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 11, 1), date(2026, 12, 1))
    assert event["STATUS"] == "TENTATIVE"
    assert "(November 2026, day not known)" in str(event["SUMMARY"])


def test_a_year_or_an_unknown_date_is_left_out(client: Client):
    known = events(client)
    milestones = Milestone.objects.filter(framework__slug="practice-framework")
    vague = milestones.get(slug="stocktaking")
    assert vague.date_precision in {"year", ""}
    assert uid(vague.key) not in known
    assert len(known) == Milestone.objects.exclude(date_precision__in=["year", ""]).count()


def test_an_edit_counts_on_and_stamps_its_own_instant(client: Client):
    key = "practice-framework.milestone.practice-review"
    before = events(client)[uid(key)]
    assert before["SEQUENCE"] == 0
    assert before["DTSTAMP"].dt == LOADED_AT
    framework = Framework.objects.get(slug="practice-framework")
    row = framework.milestones.get(slug="practice-review")
    draft = replace(MilestoneDraft.of(row), date=parse_honest_date("2026-09-08/2026-10-20"))
    at = LOADED_AT + timedelta(days=1)
    change_milestone(milestone=row, draft=draft, actor=ACTOR, at=at)
    after = events(client)[uid(key)]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == at
    assert after["DTSTART"].dt == date(2026, 9, 8)


def test_the_same_bytes_come_to_everyone_in_the_language_of_the_path(client: Client):
    first, second = client.get("/calendar.ics"), client.get("/calendar.ics")
    assert first.content == second.content
    assert "SAMPLE-" in first["Content-Disposition"]
    french = client.get("/fr/calendar.ics").content.decode()
    assert "novembre 2026" in french.replace("\r\n ", "")
    assert set(events(client, "/fr/calendar.ics")) == set(events(client))


def test_a_line_is_at_most_75_bytes_long(client: Client):
    lines = client.get("/es/calendar.ics").content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
