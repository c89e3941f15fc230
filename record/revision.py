"""The public revision: the number of the public chain's head."""

from django.db import connection

from .models import PUBLIC


def public_revision() -> int:
    """Return the number of the newest public entry, 0 before the first. One query.

    Read it before the data and on the same connection: an answer may then be newer than its
    revision says, never older.
    """
    # Asked before every answer that is not remembered: the ORM would double what it costs.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM record_chain WHERE circle = %s", [PUBLIC])
        row = cursor.fetchone()
    return row[0] if row else 0
