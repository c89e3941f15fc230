"""What of the database's errors means that it is away."""

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from core.jobs import is_database_lost


@pytest.mark.django_db
def test_a_statement_that_was_given_up_is_no_lost_database():
    with (
        pytest.raises(OperationalError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(60)")
    assert not is_database_lost(caught.value)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_database_ended_is_one():
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close()
    assert is_database_lost(caught.value)


def test_an_error_of_ours_is_none():
    assert not is_database_lost(KeyError("a mistake"))


@pytest.mark.django_db
def test_every_connection_ends_statements_that_take_too_long():
    assert settings.DATABASES["default"]["OPTIONS"]["options"] == "-c statement_timeout=300s"
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("5min",)
