"""The page of one provision says what is recorded of it, and no more."""

from datetime import date

import pytest

from .conftest import Read
from .markup import Markup

S6 = "/frameworks/ai-manufacturing-2026/provisions/s6/"
PRACTICE = "/frameworks/practice-framework/provisions"


def text_of(page: Markup) -> str:
    return " ".join(page.text.split())


def languages_of(page: Markup, tag: str) -> set[str | None]:
    return {values["lang"] for name, values in page.tags if name == tag and "lang" in values}


@pytest.mark.parametrize(
    "said",
    [
        "Skills development",
        "Our own summary, not the official text. It rests on paragraph 8 of the source.",
        "Nobody can take a position on words that this portal wrote",
        "Review on this portal has not begun.",
        "may be submitted to the Governing Body without a review on this portal",
        "No position recorded by Governments, Employers or Workers.",
        "Kind Not stated",
        "Addressees Not stated",
        "paragraph 8",
        "How the source speaks of it Called a provision",
        "C142 Human Resources Development Convention",
        "Related, linked by this portal · as of 22 November 2026",
        "number and title from general knowledge, not confirmed",
        "Version 1 published",
        "S6, “Skills development”, version 1 (Summary by this portal)",
    ],
)
def test_the_page_of_a_summary_says_whose_words_it_shows(read_house: Read, said: str):
    assert said in text_of(read_house(S6))


def test_the_official_status_stands_above_the_stage_and_apart_from_it(read_house: Read):
    text = text_of(read_house(S6))
    official, stage = text.index("Adopted by the meeting"), text.index("Current: Draft")
    assert text.index("Official status") < official < text.index("Last checked:") < stage
    assert "Adopted by the meeting" not in text[stage:]


def test_the_stages_are_told_to_whoever_hears_them(read_house: Read):
    text = text_of(read_house(f"{PRACTICE}/9/"))
    for step in ("Done: Draft", "Done: Submitted", "Current: Deferred", "To come: Approved"):
        assert step in text


def test_items_stand_under_their_paragraph_with_their_labels(read_house: Read):
    text = text_of(read_house(f"{PRACTICE}/7/"))
    places = [
        text.index(label) for label in ("(a) give", "(b) offer", "(i) builds", "(ii) remains")
    ]
    assert places == sorted(places)


def test_an_item_inherits_its_addressees(read_house: Read):
    assert "Addressees Employers’ organizations" in text_of(read_house(f"{PRACTICE}/7b-i/"))


def test_a_text_without_translation_is_shown_in_its_original_and_marked(read_house: Read):
    page = read_house(f"/es{PRACTICE}/9/")
    assert "en" in languages_of(page, "p") & languages_of(page, "h1")
    assert languages_of(read_house(f"/fr{PRACTICE}/9/"), "h1") == set()


def test_a_split_is_told_on_both_sides(read_house: Read):
    assert "Split into 13 Follow-up" in text_of(read_house(f"{PRACTICE}/12/"))
    assert "Split from 12 Follow-up and review" in text_of(read_house(f"{PRACTICE}/13/"))


def test_withdrawn_words_are_kept_and_said_to_stand_for_nothing(read_house: Read):
    text = text_of(read_house(f"{PRACTICE}/12/"))
    assert "These words stand for nothing any more; they are kept for the record." in text
    assert "(b) Withdrawn" in text_of(read_house(f"{PRACTICE}/8/"))


def test_the_timeline_is_dated_and_its_newest_event_stands_first(read_house: Read):
    page = read_house(f"{PRACTICE}/9/")
    text = text_of(page)
    told = ["Deferred by clause (h) (version 2)", "Submitted (version 2)", "Version 1 published"]
    places = [text.rindex(event) for event in told]
    assert places == sorted(places)
    stamps = [str(values["datetime"]) for tag, values in page.tags if tag == "time"]
    assert all(date.fromisoformat(stamp[:10]) for stamp in stamps)


def test_a_reason_is_told_in_the_language_it_was_given_in(read_house: Read):
    page = read_house(f"/fr{PRACTICE}/6/")
    assert "New wording is being prepared" in page.text
    assert "en" in languages_of(page, "p")


def test_versions_lead_to_their_words_and_to_what_changed(read_house: Read):
    links = read_house(f"{PRACTICE}/6/").links
    for number in (1, 2, 3):
        assert f"{PRACTICE}/6/versions/{number}/" in links
    assert f"{PRACTICE}/6/redline/?from=2&to=3" in links


def test_an_older_version_leads_to_the_latest(read_house: Read):
    page = read_house(f"{PRACTICE}/6/versions/1/")
    assert "A later version exists; these words were replaced." in page.text
    assert f"{PRACTICE}/6/versions/3/" in page.links
    assert "A later version exists" not in read_house(f"{PRACTICE}/6/versions/3/").text


@pytest.mark.parametrize(
    ("path", "helps"),
    [
        (f"{PRACTICE}/nothing/", "There is no provision “nothing” in “practice-framework”."),
        ("/frameworks/nowhere/provisions/1/", "There is no provision “1” in “nowhere”."),
        (f"{PRACTICE}/6/versions/9/", "6 has no version 9."),
        (f"{PRACTICE}/6/versions/99999999999999999999/", "6 has no version 999"),
    ],
)
def test_what_is_not_there_is_said_by_name(read_house: Read, path: str, helps: str):
    assert helps in text_of(read_house(path, status=404))
