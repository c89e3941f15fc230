"""The Celery application: tasks are found in every app, the beat table stands in `beat`."""

import os
import signal
import time
from threading import Thread
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

from config.beat import BEAT, JOBS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
app = Celery("tripartite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = BEAT
app.autodiscover_tasks()


@worker_init.connect
def begin(**_: Any) -> None:
    """Don't begin to work on invented data where it isn't allowed."""
    from config.founding import refuse_sample_data  # after Django's own set-up

    refuse_sample_data()


def _end_with_parent(parent: int) -> None:
    """End the worker's whole process group when `./portal up` is gone and couldn't end it.

    The signal that comes with the parent's death may find the worker waiting for a broker that
    died with it, for ever. What it was doing is run again.
    """
    while os.getppid() == parent:
        time.sleep(1)
    time.sleep(5)
    os.killpg(os.getpgrp(), signal.SIGKILL)


# From the first import on, and by the number that `up` gave: a parent that died while the worker
# was still starting would never be missed otherwise.
if _parent := os.environ.get("TRIPARTITE_ENDS_WITH_PARENT"):
    Thread(target=_end_with_parent, args=(int(_parent),), daemon=True).start()


@worker_ready.connect
def catch_up(sender: Any, **_: Any) -> None:
    """Send every job once, so that a machine that was off does what it missed."""
    for name in JOBS:
        sender.app.send_task(name)
