"""Asking the worker to look now, so that whoever waits for a mail need not wait for the minute."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

# By its name: whoever asks need not know the job. What nobody fetched within a minute is not
# needed any more, since the sweep has come by.
_JOB, _WORTH = "notifications.deliver", 60


def wake() -> None:
    """Ask for mails to be sent once the transaction in hand is committed. A broker that is away
    loses nothing: the next sweep finds the same rows.
    """
    transaction.on_commit(_ask, robust=True)


def _ask() -> None:
    try:
        current_app.send_task(_JOB, ignore_result=True, expires=_WORTH)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("The worker could not be woken: %s", type(error).__name__)
