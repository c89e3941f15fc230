"""What the database itself keeps of rounds, whatever writes into it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.reviews import (
    closed,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def forged(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("column", ["opens_at", "closes_at"])
def test_the_database_moves_a_window_only_by_setting_one(review, column):
    sql = f"UPDATE reviews_round SET {column} = {column} + interval '1 hour'"  # noqa: S608
    with pytest.raises(DatabaseError, match="changes only by setting one"):
        forged(sql)


@pytest.mark.parametrize("table", ["window", "rounditem", "frozentext", "manifest"])
@pytest.mark.parametrize("order", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_keeps_what_was_appended(review, table, order):
    closed(review.round)
    with pytest.raises(DatabaseError, match="is refused"):
        forged(order.format(f"reviews_{table}"))


def test_the_database_deletes_no_round(review):
    with pytest.raises(DatabaseError, match="is refused"):
        forged("DELETE FROM reviews_round")


@pytest.mark.parametrize(
    ("assignment", "constraint"),
    [
        ("state = 'paused'", "round_codes_known"),
        ("publication = 'soon'", "round_codes_known"),
        ("languages = '{de}'", "round_languages_known"),
        ("languages = '{}'", "round_languages_known"),
        ("closes_at = opens_at", "round_window_forwards"),
        ("state = 'closed'", "round_closed_has_instant"),
        ("closed_at = closes_at", "round_closed_has_instant"),
    ],
)
def test_the_database_refuses_what_no_round_can_be(review, assignment, constraint):
    with pytest.raises(DatabaseError, match=constraint):
        forged(f"UPDATE reviews_round SET {assignment}")  # noqa: S608
