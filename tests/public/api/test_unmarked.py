"""A database that is no sample: its answers carry no mark, and nothing else differs."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from public.presenters.provisions import _marked
from record.installation import is_sample_database

from .addresses import DETAILS, JSON_ADDRESSES

REAL = [address for address in JSON_ADDRESSES if "practice" not in address]


@pytest.fixture
def real_database(house: None, db: None) -> Iterator[None]:
    """Make the database a real one until the test's transaction is taken back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE record_installation SET is_sample = false")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    is_sample_database.cache_clear()
    _marked.cache_clear()
    yield
    is_sample_database.cache_clear()
    _marked.cache_clear()


@pytest.mark.parametrize("address", REAL)
def test_no_answer_claims_to_be_a_sample(client: Client, real_database: None, address: str):
    body = client.get(f"/api/v1/{address}").json()
    assert body["is_sample"] is False
    assert body["notice"] is None
    assert all(row["is_sample"] is False for row in body.get("results", []))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_no_file_is_named_a_sample(client: Client, real_database: None, form: str):
    named = client.get(f"/api/v1/provisions?format={form}")["Content-Disposition"]
    assert named == f'attachment; filename="tripartite-provisions.{form}"'


@pytest.mark.parametrize("path", ["/changes.atom", "/calendar.ics", "/fr/changes.atom"])
def test_no_feed_does(client: Client, real_database: None, path: str):
    response = client.get(path)
    assert b"[Sample]" not in response.content
    assert b"sample." not in response.content.replace(b"sample-", b"")
    assert "SAMPLE" not in response.get("Content-Disposition", "")


def test_the_mark_is_back_afterwards(client: Client, house: None, db: None):
    assert client.get(f"/api/v1/{DETAILS[0]}").json()["is_sample"] is True
