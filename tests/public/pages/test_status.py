"""Where things stand officially, on the first page, the framework's and the session's."""

from datetime import UTC, datetime

import pytest

from core.actor import Actor
from frameworks.services.milestones import pass_milestones
from tests.public.api.house import forget_answers

from .conftest import Read
from .markup import Markup

SESSION = "/governing-body/gb-358/"
FRAMEWORK = "/frameworks/ai-manufacturing-2026/"
COME = "The time announced for the Governing Body (November 2026) has come; no outcome is recorded"
PASSED = "The time announced for the Governing Body (November 2026) has passed; no outcome is"


def text_of(page: Markup) -> str:
    return " ".join(page.text.split())


@pytest.fixture
def november_is_over(house: None, db: None) -> None:
    """The job that passes milestones has run in December."""
    pass_milestones(actor=Actor.system("tests"), at=datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    forget_answers()


def test_the_first_page_opens_with_the_official_status_of_the_real_framework(read_house: Read):
    page = read_house("/")
    _level, heading = page.headings[0]
    assert heading.startswith("Adopted by the meeting (April 2026). ") and COME in heading
    text = text_of(page)
    assert text.index("Official status · Conclusions on artificial intelligence") < text.index(COME)
    assert "Last checked: 22 November 2026" in text
    assert "Source: ILO sets first global framework for AI use in manufacturing sector" in text


def test_the_invented_framework_comes_after_the_real_one_and_is_marked(read_house: Read):
    text = text_of(read_house("/"))
    assert text.index("16 provisions, all at the stage “Draft”") < text.index(
        "Invented for practice"
    )
    assert "Review on this portal has not begun." in text


def test_a_month_that_has_come_is_said_to_have_come_and_nothing_more(read_house: Read):
    assert "No outcome recorded here, last checked 22 November 2026." in text_of(
        read_house(FRAMEWORK)
    )
    text = text_of(read_house(SESSION))
    assert "The time of this session (November 2026) has come; no outcome is recorded here." in text
    assert "Last checked: 22 November 2026." in text
    assert "Newest source read for it: ILO sets first global framework" in text


def test_a_month_that_is_over_is_said_to_be_over_and_nothing_more(november_is_over, read: Read):
    assert PASSED in read("/").headings[0][1]
    text = text_of(read(SESSION))
    assert (
        "The time of this session (November 2026) has passed; no outcome is recorded here." in text
    )
    road = text_of(read(FRAMEWORK))
    assert road.count("Passed") == 4
    assert "Decided by the Governing Body" not in road


def test_a_session_that_nobody_looked_at_says_so(read_house: Read):
    assert "Nobody has looked for one yet." in read_house("/governing-body/gb-355/").text


def test_a_recorded_outcome_is_shown_clause_by_clause(read_house: Read):
    page = read_house("/governing-body/sample-1/")
    text = text_of(page)
    for clause in (
        "(a) Took note",
        "(e) Approved paragraph 7(a)",
        "Adopted as amended",
        "Not adopted",
    ):
        assert clause in text
    assert "Defers · Provisions: 9 , 10" in text or "Defers · Provisions: 9, 10" in text
    assert "/frameworks/practice-framework/provisions/9/" in page.links
    assert "no outcome" not in text.lower()


def test_a_framework_shows_its_meeting_its_documents_and_what_is_not_known(read_house: Read):
    text = text_of(read_house(FRAMEWORK))
    for said in (
        "Held 13–17 April 2026",
        "Place Geneva",
        "Authentic languages not known here",
        "Conclusions of the technical meeting (exact title not known here)",
        "The heading is ours; the source names none.",
        "an institution adopted the text, and it can be submitted as it stands",
    ):
        assert said in text


def test_earlier_recordings_of_the_status_stay_visible(read_house: Read):
    text = text_of(read_house("/frameworks/practice-framework/"))
    history = text[text.index("Official status as it was recorded") :]
    assert history.index("Before the Governing Body") < history.index("In preparation")
