"""What changed between two versions, for eyes and ears, in both directions."""

import pytest

from .conftest import Read
from .markup import Markup

REDLINE = "/frameworks/practice-framework/provisions/6/redline/"


def text_of(page: Markup) -> str:
    return " ".join(page.text.split())


def count(page: Markup, tag: str) -> int:
    key = 1  # the key of the redline shows one of each
    return sum(name == tag for name, _ in page.tags) - key


def test_by_default_the_latest_is_compared_with_the_one_before_it(read_house: Read):
    page = read_house(REDLINE)
    assert "What changed from version 2 to version 3" in text_of(page)
    assert "4 insertions, 2 deletions" in text_of(page)
    assert (count(page, "ins"), count(page, "del")) == (4, 2)


def test_changes_are_said_as_well_as_coloured(read_house: Read):
    text = text_of(read_house(REDLINE))
    assert "[added: in consultation with" in text
    assert "[deleted: regularly" in text


def test_the_other_way_round_insertions_are_deletions(read_house: Read):
    text = text_of(read_house(f"{REDLINE}?from=3&to=2"))
    assert "2 insertions, 4 deletions" in text
    assert "[added: regularly" in text


def test_side_by_side_each_version_has_its_own_marks(read_house: Read):
    page = read_house(f"{REDLINE}?from=2&to=3&view=sides")
    assert (count(page, "ins"), count(page, "del")) == (4, 2)
    assert page.text.count("Version 2") >= 2


def test_clean_shows_the_later_words_without_any_mark(read_house: Read):
    page = read_house(f"{REDLINE}?from=2&to=3&view=clean")
    assert not [tag for tag, _ in page.tags if tag in {"ins", "del"}]
    assert "in consultation with employers’ organizations" in text_of(page)
    assert "regularly" not in page.text


def test_the_form_holds_what_was_compared(read_house: Read):
    page = read_house(f"{REDLINE}?from=1&to=3&view=sides")
    selected = [values["value"] for tag, values in page.tags if "selected" in values]
    assert selected == ["1", "3"]
    assert ("input", {"type": "hidden", "name": "view", "value": "sides"}) in page.tags


def test_it_speaks_the_language_that_both_versions_have(read_house: Read):
    page = read_house("/es/frameworks/practice-framework/provisions/9/redline/")
    assert [values["lang"] for tag, values in page.tags if values.get("class") == "redline sheet"]
    assert "Governments should" in text_of(page)


def test_a_single_version_has_nothing_to_be_compared_with(read_house: Read):
    page = read_house("/frameworks/practice-framework/provisions/1/redline/")
    assert "There is one version only" in page.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2&to=2", "A version can’t be compared with itself"),
        ("from=3", "A version can’t be compared with itself"),
        ("from=999", "from: There is no version 999. Choose from: 1, 2, 3."),
        ("from=9&to=8", "to: There is no version 8."),
        ("from=abc", "from: Give a whole number from 1 to 99999."),
        ("from=0&to=-1", "to: Give a whole number"),
        ("from=1&from=2", "from: Give this once."),
        ("view=upside-down", "view: “upside-down” is not known here."),
    ],
)
def test_what_cannot_be_compared_is_said_by_name(read_house: Read, query: str, said: str):
    page = read_house(f"{REDLINE}?{query}", status=400)
    assert said in text_of(page)
    assert REDLINE in {link.partition("?")[0] for link in page.links}
