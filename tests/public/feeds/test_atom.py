"""changes.atom: valid, stable, marked."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from provisions.lifecycle import MoveCode
from provisions.models import Provision
from tests.factories.provisions import make_move

pytestmark = pytest.mark.usefixtures("house", "db")
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, language: str = "en") -> ElementTree.Element:
    path = "/changes.atom" if language == "en" else f"/{language}/changes.atom"
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Vary"] == "Accept-Encoding"
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own bytes


def text(parent: ElementTree.Element, name: str) -> str:
    found = parent.find(f"{ATOM}{name}")
    assert found is not None, name
    assert found.text
    return found.text


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_has_what_the_standard_demands(client: Client, language: str):
    root = feed(client, language)
    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) == language
    assert text(root, "id").startswith("tag:sample.testserver,2026:")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    prefix = "" if language == "en" else f"/{language}"
    assert links["self"] == f"http://testserver{prefix}/changes.atom"
    assert links["alternate"] == f"http://testserver{prefix}/changes/"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == 50
    assert len({text(entry, "id") for entry in entries}) == 50
    for entry in entries:
        assert text(entry, "title")
        updated = datetime.fromisoformat(text(entry, "updated"))
        assert updated.utcoffset() == timedelta(0)
        assert updated <= datetime.fromisoformat(text(root, "updated"))
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
        assert text(entry, "content")


def test_every_title_carries_the_mark(client: Client):
    root = feed(client)
    assert text(root, "title").startswith("[Sample] ")
    assert all(
        text(entry, "title").startswith("[Sample] ") for entry in root.findall(f"{ATOM}entry")
    )


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
