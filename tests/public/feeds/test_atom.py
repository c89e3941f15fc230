"""changes.atom: valid, stable, marked."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.test import Client

from provisions.lifecycle import MoveCode
from provisions.models import Provision
from record.models import PUBLIC, Entry
from tests.factories.provisions import make_move

from .atoms import ATOM, XML_LANG, entries, links, numbers, read, text, walk

pytestmark = pytest.mark.usefixtures("house", "db")


def feed(client: Client, language: str = "en") -> ElementTree.Element:
    return read(client, "/changes.atom" if language == "en" else f"/{language}/changes.atom")


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_has_what_the_standard_demands(client: Client, language: str):
    root = feed(client, language)
    assert root.get(XML_LANG) == language
    assert text(root, "id") == f"tag:sample.testserver,2026:changes/{language}"
    prefix = "" if language == "en" else f"/{language}"
    assert links(root)["self"] == f"http://testserver{prefix}/changes.atom"
    assert links(root)["alternate"] == f"http://testserver{prefix}/changes/"
    assert len(entries(root)) == 50


def test_its_pages_tell_every_act_once(client: Client):
    pages = list(walk(client, "/fr/changes.atom"))
    told = [number for page in pages for number in numbers(page)]
    newest = Entry.objects.filter(circle=PUBLIC).count()
    assert len(pages) == 2
    assert told == list(range(newest, 0, -1))
    assert len({text(page, "id") for page in pages}) == 1
    assert links(pages[1])["first"] == "http://testserver/fr/changes.atom"
    assert links(pages[1])["self"] == links(pages[0])["next"]


@pytest.mark.parametrize("before", ["0", "-1", "x", "1.5", "100000000000", "5&before=6"])
def test_a_place_that_no_act_has_is_refused(client: Client, before: str):
    assert client.get(f"/changes.atom?before={before}").status_code == 400


def test_nothing_came_before_the_first_act(client: Client):
    root = read(client, "/changes.atom?before=1")
    assert entries(root) == []
    assert "next" not in links(root)


def test_every_title_carries_the_mark(client: Client):
    root = feed(client)
    assert text(root, "title").startswith("[Sample] ")
    assert all(text(entry, "title").startswith("[Sample] ") for entry in entries(root))


def test_the_newest_act_comes_first_and_the_others_keep_their_names(client: Client):
    before = [text(entry, "id") for entry in feed(client).findall(f"{ATOM}entry")]
    at = datetime(2026, 11, 23, tzinfo=UTC)
    make_move(Provision.objects.get(key="practice-framework.7b-i"), MoveCode.OPEN_REVIEW, at=at)
    entries = feed(client).findall(f"{ATOM}entry")
    assert text(entries[0], "title") == (
        "[Sample] Review opened: 7(b)(i) " + text(entries[0], "title").rpartition("7(b)(i) ")[2]
    )
    link = entries[0].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == ("http://testserver/frameworks/practice-framework/provisions/7b-i/")
    assert text(entries[0], "updated") == "2026-11-23T00:00:00Z"
    assert [text(entry, "id") for entry in entries[1:]] == before[:49]


def test_an_act_on_many_things_names_some_and_counts_the_rest(client: Client):
    created = [
        text(entry, "content")
        for entry in feed(client).findall(f"{ATOM}entry")
        if "Provision created" in text(entry, "title")
    ]
    assert "and 5 more" in created[0]
    assert len(created[0].splitlines()) == 22


def test_it_is_the_same_for_everyone_and_a_304_afterwards(client: Client):
    first = client.get("/changes.atom")
    other = client.get("/changes.atom?utm_source=x", headers={"Cookie": "a=b"})
    assert first.content == other.content
    again = client.get("/changes.atom", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_it_can_only_be_read(client: Client):
    assert client.post("/changes.atom").status_code == 405
