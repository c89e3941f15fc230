"""The public revision: the number of the public chain's head."""

from .models import PUBLIC, Chain


def public_revision() -> int:
    """Return the number of the newest public entry, 0 before the first. One query.

    Read it before the data and on the same connection: an answer may then be newer than its
    revision says, never older.
    """
    number = Chain.objects.filter(circle=PUBLIC).values_list("number", flat=True).first()
    return number or 0
