"""How every job runs: at least once, again after a lost database, never twice with effect; and how
a worker is asked to look now.

A job finds what is due from rows, and unique keys keep a second run from doing it again; so
it may be sent as often as one likes.
"""

import logging
from collections.abc import Callable
from functools import partial

from celery import current_app, shared_task
from celery.app.task import Task
from django.db import InterfaceError, OperationalError, transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# The database may be restarting: try again after 1, 2, 4 … seconds, then every minute for
# half an hour. The beat asks again every hour anyway.
LOST_DATABASE = (OperationalError, InterfaceError)
# PostgreSQL's codes for a statement that it gave up while all others go on: cancelled or too long,
# a deadlock, a serialization failure, a lock that was not to be had.
_GAVE_UP = frozenset({"57014", "40P01", "40001", "55P03"})
MOST_RETRIES = 35


def job(name: str) -> Callable[[Callable[[], None]], Task[[], None]]:
    """Make a function without arguments the task `name`.

    The message is acknowledged when the task has ended, so that a killed worker's is run
    again.
    """
    return shared_task(
        name=name,
        acks_late=True,
        reject_on_worker_lost=True,
        ignore_result=True,
        autoretry_for=LOST_DATABASE,
        retry_backoff=True,
        retry_backoff_max=60,
        max_retries=MOST_RETRIES,
    )


def is_database_lost(error: BaseException) -> bool:
    """Return whether `error` means that the database is away, and not one statement too much."""
    code = getattr(error.__cause__, "pgcode", None)
    return isinstance(error, LOST_DATABASE) and code not in _GAVE_UP


def wake(name: str) -> None:
    """Ask for the job `name` once the transaction in hand is committed. A broker that is away loses
    nothing: the beat asks for the job again, and it finds the same rows.
    """
    transaction.on_commit(partial(_ask, name), robust=True)


def _ask(name: str) -> None:
    try:
        # What nobody fetched within a minute is not needed any more: the beat has asked again.
        current_app.send_task(name, ignore_result=True, expires=60)
    except (BrokerError, RedisError, OSError) as error:
        log.warning("The worker could not be woken: %s", type(error).__name__)
