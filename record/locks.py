"""Locks that keep two runs of one job apart, held until the transaction ends."""

from enum import IntEnum

from django.db import connection

_FAMILY = 0x74726970  # tells our locks from another program's in the same database


class Job(IntEnum):
    CHECKPOINT = 1
    VERIFICATION = 2


def hold(job: Job) -> None:
    """Wait until no other transaction holds `job`, then hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_FAMILY, job.value])
