"""What a page costs: queries that do not grow with what it shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provisions.lifecycle import Stage
from tests.factories.frameworks import make_framework
from tests.factories.provisions import add_version, make_provision, walk_to
from tests.public.api.house import forget_answers

# The most queries of each page, the revision's included.
MOST = {
    "/": 17,
    "/frameworks/": 10,
    "/frameworks/trial/": 12,
    "/frameworks/trial/text/": 12,
    "/provisions/": 10,
    "/provisions/?q=skills": 11,
    "/provisions/?framework=trial&theme=skills&sort=stage": 10,
    "/frameworks/trial/provisions/1/": 10,
    "/frameworks/trial/provisions/1/versions/1/": 6,
    "/frameworks/trial/provisions/1/redline/": 8,
    "/convergence/": 10,
    "/themes/": 2,
    "/themes/skills/": 9,
    "/governing-body/": 9,
    "/instruments/": 4,
    "/changes/": 12,
    "/data/": 1,
    "/about/": 2,
    "/accessibility/": 1,
}


def queries(client: Client, path: str) -> int:
    forget_answers()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.fixture
def grow(db: None):
    """Make a framework with two provisions; the returned call makes it forty, with items."""
    framework = make_framework()
    first = make_provision(framework, "1")
    make_provision(framework, "2", ranks=[2])
    add_version(first)

    def more() -> None:
        for number in range(3, 32):
            make_provision(framework, str(number), ranks=[number])
        for rank, letter in enumerate("abcdefghi", start=1):
            make_provision(framework, f"1({letter})", parent=first, ranks=[1, rank])
        for _ in range(3):
            first.refresh_from_db()
            add_version(first)

    return more


def test_queries_do_not_grow_with_what_there_is(grow, client: Client):
    client.get("/")  # what a process asks once: whether this is a sample
    before = {path: queries(client, path) for path in MOST}
    grow()
    after = {path: queries(client, path) for path in MOST}
    assert after == before
    assert not {path: count for path, count in after.items() if count > MOST[path]}


def test_a_provision_with_a_long_life_costs_no_more(db: None, client: Client):
    walk_to(Stage.DEFERRED)
    client.get("/")
    assert queries(client, "/frameworks/trial/provisions/1/") <= 10


def test_an_answer_from_memory_asks_for_the_revision_only(db: None, client: Client):
    make_provision()
    client.get("/frameworks/trial/provisions/1/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/frameworks/trial/provisions/1/")
    assert len(captured) == 1
