"""The data page names every list, column, code and kind of problem that there is."""

import re
from pathlib import Path

import pytest
from django.db.models import TextChoices
from django.test import Client

from core.actor import ActorKind
from core.languages import LANGUAGES
from frameworks.keys import KeyKind
from public.api.urls import urlpatterns
from public.pages.data import lists
from public.presenters.parts.dictionary import CODE_LISTS, problems

from .conftest import Read

ROOT = Path(__file__).resolve().parents[3]
# Where refusals of the public zone come from, and how their codes are written there.
REFUSING = [ROOT / "core", ROOT / "public" / "api", ROOT / "public" / "pages"]
_CODE = re.compile(r'(?:\bcode = |[^_(]\bcode=|problem\(\d+, )"([a-z_]+)"')
# What files are refused for, never a query.
OF_FILES = {
    *("yaml_malformed", "yaml_refused", "yaml_unprintable", "file_missing", "file_is_folder"),
    *("file_unreadable", "file_too_large", "file_empty", "file_invalid"),
}


def test_every_list_of_the_api_is_there():
    addresses = {str(pattern.pattern) for pattern in urlpatterns}
    things = {each for each in addresses if each.endswith((">", ">/"))}
    others = {"", "openapi.json"}
    lists_there = {
        each.rstrip("/").replace("<str:name>", "{key}") for each in addresses - things - others
    }
    assert {each["address"].removeprefix("/api/v1/") for each in lists()} == lists_there


def test_every_column_says_what_it_means():
    silent = [
        (each["noun"], column.path)
        for each in lists()
        for column in each["columns"]
        if not column.meaning
    ]
    assert not silent


@pytest.mark.parametrize("listed", lists(), ids=lambda each: each["noun"])
def test_every_column_of_the_csv_is_in_the_dictionary(house, db, client: Client, listed):
    path = listed["address"].replace("{key}", "practice-framework.7")
    header = client.get(f"{path}?format=csv&page_size=1").content.decode("utf-8-sig")
    if not header.startswith("key") and "page_size" in header:
        header = client.get(f"{path}?format=csv").content.decode("utf-8-sig")
    columns = header.splitlines()[0].split(",")
    assert columns
    assert set(columns) <= {column.heading for column in listed["columns"]}


def test_every_closed_list_of_the_answers_is_there():
    known = {code for choices in CODE_LISTS for code in choices.values}
    plain = {*LANGUAGES, *ActorKind, *KeyKind}  # said by themselves
    used = {code for each in lists() for column in each["columns"] for code in column.codes}
    assert used <= known | plain
    assert {"adopted_by_meeting", "editorial_summary", "in_review"} <= used


def test_every_code_and_its_word_is_shown(read_house: Read):
    page = read_house("/fr/data/")
    for choices in CODE_LISTS:
        assert issubclass(choices, TextChoices)
        for code in choices.values:
            assert code in page.text


def test_every_kind_of_problem_has_its_entry(read_house: Read):
    sources = [path for folder in REFUSING for path in folder.rglob("*.py")]
    found = {code for path in sources for code in _CODE.findall(path.read_text())}
    assert {"bad_query", "bad_cursor", "not_found", "too_many_requests"} <= found
    assert found - OF_FILES <= set(problems())
    ids = read_house("/data/").ids
    assert {f"problem-{code}" for code in problems()} <= set(ids)
