"""Counting queries, without those that only draw a savepoint around something."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """Yield the list that holds the statements of the block once it has ended."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [
        query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]
    ]
