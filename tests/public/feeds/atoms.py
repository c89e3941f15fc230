"""Atom as a reader takes it, and what RFC 4287 demands of every feed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.test import Client

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read(client: Client, path: str) -> ElementTree.Element:
    """Return the feed at `path` after checking that it is one."""
    response = client.get(path)
    assert response.status_code == 200, response.content[:300]
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Vary"] == "Accept-Encoding"
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own bytes
    check(root)
    return root


def check(root: ElementTree.Element) -> None:
    """Fail for a feed that lacks what section 4.1 demands, or names two entries alike."""
    assert root.tag == f"{ATOM}feed"
    assert root.get(XML_LANG) in {"en", "fr", "es"}
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    assert {"self", "alternate"} <= links(root).keys()
    updated = [instant(entry) for entry in entries(root)]
    assert instant(root) == max(updated, default=instant(root))
    for entry in entries(root):
        assert text(entry, "title")
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
        assert text(entry, "content")
    ids = [text(root, "id"), *(text(entry, "id") for entry in entries(root))]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("tag:") for each in ids)


def walk(client: Client, path: str) -> Iterator[ElementTree.Element]:
    """Yield the pages of a feed, as far as `next` leads."""
    while path:
        root = read(client, path)
        yield root
        following = urlsplit(links(root).get("next", ""))
        path = following.path and f"{following.path}?{following.query}"


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def numbers(root: ElementTree.Element) -> list[int]:
    """Return the numbers in the chain of the acts that a feed tells."""
    return [int(text(entry, "id").rpartition("/")[2]) for entry in entries(root)]


def links(root: ElementTree.Element) -> dict[str, str]:
    return {each.get("rel", ""): each.get("href", "") for each in root.findall(f"{ATOM}link")}


def instant(parent: ElementTree.Element) -> datetime:
    found = datetime.fromisoformat(text(parent, "updated"))
    assert found.utcoffset() == timedelta(0)
    return found


def text(parent: ElementTree.Element, name: str) -> str:
    found = parent.find(f"{ATOM}{name}")
    assert found is not None, name
    assert found.text
    return found.text
