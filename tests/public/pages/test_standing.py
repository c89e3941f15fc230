"""What a page says of the official status follows from records, never from the clock."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from core.dates import parse_honest_date
from frameworks.selectors import DecisionFacts, FrameworkFacts, MilestoneFacts, StatusFacts
from public.presenters.parts.standing import Road, standing
from public.presenters.parts.steps import steps

AT = datetime(2026, 9, 1, 7, 0, tzinfo=UTC)
STATUS = StatusFacts(
    number=1,
    status="adopted_by_meeting",
    note={},
    basis="press",
    source="",
    checked_by={"en": "editors"},
    checked_on=date(2026, 10, 5),
    recorded_at=AT,
)
FRAMEWORK = FrameworkFacts(
    slug="trial",
    title={"en": "Trial"},
    summary={},
    is_invented=False,
    adopted_elsewhere=True,
    authentic_languages=(),
    time_zone="Europe/Zurich",
    edition=1,
    created_at=AT,
    content_changed_at=AT,
    statuses=(STATUS,),
    meeting=None,
    sections=(),
)
ADOPTED = MilestoneFacts(
    framework="trial",
    slug="adopted",
    kind="adoption",
    title={"en": "Adopted"},
    note={},
    date=parse_honest_date("2026-04"),
    time_zone="Europe/Zurich",
    basis="press",
    source="",
    session="",
    passed_at=AT,
    is_invented=False,
)
SITTING = replace(
    ADOPTED,
    slug="sitting",
    kind="governing_body",
    date=parse_honest_date("2026-11"),
    session="gb-358",
    passed_at=None,
)
DECISION = DecisionFacts(
    key="d1",
    session="gb-358",
    framework="trial",
    source="trial.document.paper",
    decided_on=None,
    recorded_by={"en": "secretariat"},
    recorded_at=AT,
    corrects="",
    correction_reason="",
    corrected_by="",
    is_invented=False,
    clauses=(),
)


def road(*, checked: str = "2026-10-05", passed: bool = False, decided: bool = False) -> Road:
    status = replace(STATUS, checked_on=date.fromisoformat(checked))
    sitting = replace(SITTING, passed_at=AT if passed else None)
    framework = replace(FRAMEWORK, statuses=(status,))
    return Road.of(framework, [ADOPTED, sitting], [DECISION] if decided else [], [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (road(), "Announced for the Governing Body: November 2026."),
        (road(checked="2026-10-31"), "Announced for the Governing Body: November 2026."),
        (road(checked="2026-11-01"), "(November 2026) has come; no outcome is recorded here."),
        (road(passed=True), "(November 2026) has passed; no outcome is recorded here."),
    ],
)
def test_a_month_that_has_come_brings_no_outcome(given: Road, said: str):
    sentence = standing(given, "en")
    assert sentence.startswith("Adopted by the meeting (April 2026). ")
    assert sentence.endswith(said)


def test_nothing_is_awaited_once_an_outcome_is_recorded():
    assert standing(road(passed=True, decided=True), "en") == "Adopted by the meeting (April 2026)."


def test_a_decision_that_was_corrected_counts_no_more():
    given = Road.of(FRAMEWORK, [SITTING], [replace(DECISION, corrected_by="d2")], [])
    assert given.awaited() == SITTING


def test_no_status_is_said_as_no_status():
    given = Road.of(replace(FRAMEWORK, statuses=()), [], [], [])
    assert standing(given, "en") == "No official status is recorded here."


def test_the_road_says_who_looked_when_and_only_for_a_sitting_that_has_come():
    adopted, sitting = steps(road(checked="2026-11-22"), "en")
    assert (adopted["state"], adopted["note"]) == ("passed", "")
    assert sitting["state"] == "next"
    assert sitting["note"] == "No outcome recorded here, last checked 22 November 2026."
    assert steps(road(), "en")[1]["note"] == ""


@pytest.mark.parametrize("language", ["fr", "es"])
def test_dates_in_the_sentence_are_in_its_language(language):
    assert {"fr": "avril 2026", "es": "abril de 2026"}[language] in standing(road(), language)
