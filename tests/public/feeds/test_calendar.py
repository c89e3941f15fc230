"""calendar.ics: a month stays a month, and the same bytes come to everyone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from core.dates import parse_honest_date
from frameworks.drafts import MilestoneDraft
from frameworks.models import Framework, Milestone
from frameworks.services.road import change_milestone
from tests.factories.reviews import CLOSES, make_review
from tests.provisions.queries import count_queries
from tests.public.api.house import ACTOR, LOADED_AT, forget_answers
from tests.reviews.windows import DAY, close_early, extend
from tests.stakeholders.cast import actor

pytestmark = pytest.mark.usefixtures("house", "db")
MOVED = "practice-framework.milestone.practice-review"


def events(client: Client, path: str = "/calendar.ics") -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def uid(key: str) -> str:
    return f"{key}@sample.testserver"


def move(date: str, *, days: int) -> datetime:
    """Move the practice review so many days after the load; return when that was done."""
    framework = Framework.objects.get(slug="practice-framework")
    row = framework.milestones.get(slug="practice-review")
    draft = replace(MilestoneDraft.of(row), date=parse_honest_date(date) if date else None)
    at = LOADED_AT + timedelta(days=days)
    change_milestone(milestone=row, draft=draft, actor=ACTOR, at=at)
    return at


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
    before = events(client)[uid(MOVED)]
    assert before["SEQUENCE"] == 0
    assert before["DTSTAMP"].dt == LOADED_AT
    at = move("2026-09-08/2026-10-20", days=1)
    after = events(client)[uid(MOVED)]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == 1
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == at
    assert after["DTSTART"].dt == date(2026, 9, 8)


@pytest.mark.parametrize("vague", ["2027", ""])
def test_a_date_that_is_not_known_any_more_stays_and_is_cancelled(client: Client, vague: str):
    move("2026-09-08", days=1)
    at = move(vague, days=2)
    gone = events(client)[uid(MOVED)]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 2)
    assert (gone["DTSTART"].dt, gone["DTEND"].dt) == (date(2026, 9, 8), date(2026, 9, 9))
    assert gone["DTSTAMP"].dt == at
    assert (vague or "date not known here") in str(gone["DESCRIPTION"])
    assert "8 September" not in str(gone["DESCRIPTION"])
    move("2026-12", days=3)
    back = events(client)[uid(MOVED)]
    assert (back["STATUS"], back["SEQUENCE"]) == ("TENTATIVE", 3)
    assert back["DTSTART"].dt == date(2026, 12, 1)


def test_from_one_vague_date_to_another_the_last_day_that_was_shown_is_cancelled(client: Client):
    for days, each in enumerate(["2026-09-08", "2026-09-10", "2027", ""], start=1):
        move(each, days=days)
    gone = events(client)[uid(MOVED)]
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 4)
    assert gone["DTSTART"].dt == date(2026, 9, 10)


def test_what_was_never_in_the_calendar_is_not_cancelled_in_it(client: Client):
    known = events(client).values()
    assert known
    assert not [event for event in known if event["STATUS"] == "CANCELLED"]


def test_a_deadline_that_moves_keeps_its_name_and_counts_on(client: Client):
    review = make_review()
    path = f"/frameworks/{review.framework.slug}/calendar.ics"
    before = events(client, path)[uid(review.round.key)]
    assert before["DTSTART"].dt == CLOSES
    assert "DTEND" not in before
    extend(review.round, actor(review.house["secretariat"]))
    after = events(client, path)[uid(review.round.key)]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (after["DTSTART"].dt, after["STATUS"]) == (CLOSES + DAY, "CONFIRMED")
    review.round.refresh_from_db()
    closed = close_early(review.round, actor(review.house["secretariat"]))
    ended = events(client, path)[uid(review.round.key)]
    assert ended["SEQUENCE"] > after["SEQUENCE"]
    assert ended["DTSTART"].dt == closed.closes_at < CLOSES


@pytest.mark.parametrize("slug", ["practice-framework", "ai-manufacturing-2026"])
def test_a_framework_has_a_calendar_of_its_own_with_the_same_events(client: Client, slug: str):
    whole = events(client)
    own = events(client, f"/frameworks/{slug}/calendar.ics")
    names = {name for name in whole if name.startswith(f"{slug}.")}
    assert set(own) == names < set(whole)
    assert all(own[name].to_ical() == whole[name].to_ical() for name in names)
    answer = client.get(f"/fr/frameworks/{slug}/calendar.ics")
    assert f'filename="SAMPLE-tripartite-{slug}.ics"' in answer["Content-Disposition"]


@pytest.mark.parametrize("path", ["/calendar.ics", "/frameworks/practice-framework/calendar.ics"])
def test_it_has_what_the_standard_demands(client: Client, path: str):
    calendar: Any = Calendar.from_ical(client.get(path).content)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert calendar["PRODID"]
    assert str(calendar["SOURCE"]) == f"http://testserver{path}"
    found = calendar.walk("VEVENT")
    assert len({str(event["UID"]) for event in found}) == len(found) > 0
    for event in found:
        assert {"DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"} <= event.keys()
        assert "DTEND" not in event or event["DTEND"].dt > event["DTSTART"].dt


def test_more_milestones_need_no_more_queries(client: Client):
    def queries() -> int:
        forget_answers()
        with count_queries() as asked:
            events(client)
        return len(asked)

    few = queries()
    for row in Milestone.objects.filter(framework__slug="practice-framework"):
        draft = replace(MilestoneDraft.of(row), date=None)
        change_milestone(milestone=row, draft=draft, actor=ACTOR, at=LOADED_AT + DAY)
    assert queries() == few
    assert len([e for e in events(client).values() if e["STATUS"] == "CANCELLED"]) > 1


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
