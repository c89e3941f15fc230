"""How every job runs: at least once, again after a lost database, never twice with effect.

A job finds what is due from rows, and unique keys keep a second run from doing it again; so
it may be sent as often as one likes.
"""

from collections.abc import Callable

from celery import shared_task
from celery.app.task import Task
from django.db import InterfaceError, OperationalError

# The database may be restarting: try again after 1, 2, 4 … seconds, then every minute for
# half an hour. The beat asks again every hour anyway.
LOST_DATABASE = (OperationalError, InterfaceError)
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
