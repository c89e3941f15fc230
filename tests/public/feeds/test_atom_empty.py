"""changes.atom before anything was recorded."""

from xml.etree import ElementTree

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_without_entries_is_valid(client: Client):
    root = ElementTree.fromstring(client.get("/changes.atom").content)  # noqa: S314 - our own
    assert root.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert root.findall(f"{ATOM}entry") == []
    assert client.get("/calendar.ics").content.startswith(b"BEGIN:VCALENDAR")
