"""Browse: what is found, told and offered, and the same list as a file."""

import csv
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.factories.many import make_many

from .conftest import Read
from .markup import Markup

_PROVISION = re.compile(r"/frameworks/[^/]+/provisions/[^/]+/")


def text_of(page: Markup) -> str:
    return " ".join(page.text.split())


def found(page: Markup) -> list[str]:
    """Return the paths of the provisions that a list shows, in its order."""
    return [link for link in page.links if _PROVISION.fullmatch(link)]


@pytest.mark.parametrize(
    ("typed", "suffix"), [("S6", "s6"), ("s6", "s6"), ("7(b)", "7b"), ("C142", "s6")]
)
def test_a_search_finds_numbers_and_instruments_as_people_type_them(read_house, typed, suffix):
    page = read_house(f"/provisions/?q={typed}")
    assert suffix in [path.split("/")[-2] for path in found(page)]


def test_what_was_searched_for_is_marked_where_it_was_found(read_house: Read):
    page = read_house("/provisions/?q=skills")
    assert [tag for tag, _ in page.tags if tag == "mark"]
    assert "15 provisions" not in page.text


def test_a_corrected_spelling_is_told(read_house: Read):
    text = text_of(read_house("/provisions/?q=skils"))
    assert "“skils” stands nowhere; “skills” was searched for instead." in text


def test_the_count_is_announced(read_house: Read):
    page = read_house("/provisions/?theme=skills")
    assert ("span", {"role": "status"}) in page.tags
    assert "10 provisions" in text_of(page)


def test_every_filter_in_use_has_a_chip_that_takes_it_away(read_house: Read):
    page = read_house("/provisions/?q=skills&stage=draft&theme=skills&theme=osh&sort=title")
    chips = [values["href"] or "" for tag, values in page.tags if values.get("class") == "chip"]
    left = [parse_qs(urlsplit(chip).query) for chip in chips]
    assert {"stage": ["draft"], "theme": ["osh", "skills"], "sort": ["title"]} in left
    assert {"q": ["skills"], "theme": ["osh", "skills"], "sort": ["title"]} in left
    assert {"q": ["skills"], "stage": ["draft"], "theme": ["osh"], "sort": ["title"]} in left
    assert len(left) == 4


def test_facets_count_what_each_choice_would_leave(read_house: Read):
    text = text_of(read_house("/provisions/?framework=ai-manufacturing-2026"))
    assert "16 provisions" in text
    assert "Draft 16 found" in text


def test_what_is_chosen_is_checked(read_house: Read):
    page = read_house("/provisions/?theme=osh&stage=draft&addressee=not_stated")
    checked = {
        values["value"] for tag, values in page.tags if tag == "input" and "checked" in values
    }
    assert checked == {"osh", "draft", "not_stated"}


def test_nothing_found_says_what_to_loosen(read_house: Read):
    page = read_house("/provisions/?q=skills&stage=withdrawn")
    text = text_of(page)
    assert "0 provisions" in text and "Nothing found" in text
    assert "Without “Withdrawn”" in text and "Without “skills”" in text
    assert "/provisions/?q=skills" in page.links


def test_an_unknown_word_is_said_to_stand_nowhere(read_house: Read):
    assert "One of the words stands in no provision" in read_house("/provisions/?q=qqqqqqqq").text


@pytest.mark.parametrize("query", ["", "theme=skills&sort=title", "q=skills", "sort=-changed"])
def test_the_csv_is_exactly_this_list(read_house: Read, client: Client, query: str):
    page = read_house(f"/provisions/?{query}")
    link = next(link for link in page.links if "format=csv" in link)
    answer = client.get(link)
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert [urlsplit(row["links_html"]).path for row in rows] == found(page)
    assert rows


def test_a_walk_by_cursor_shows_every_provision_once(read: Read):
    many = make_many(120)
    shown: list[str] = []
    path = "/provisions/?framework=large-trial"
    for _page in range(5):
        page = read(path)
        shown += found(page)
        onward = [str(each["href"]) for _, each in page.tags if each.get("rel") == "next"]
        if not onward:
            break
        path = onward[0]
    assert "End of the list" in page.text
    assert len(shown) == 120 == len(set(shown))
    assert shown == [f"/frameworks/large-trial/provisions/{each.suffix}/" for each in many]


def test_what_the_page_does_not_know_is_ignored(read_house: Read):
    plain, tagged = read_house("/provisions/"), read_house("/provisions/?utm_source=x&page_size=1")
    assert found(tagged) == found(plain)
    assert not [link for link in tagged.links if "utm_source" in link or "page_size" in link]
