"""The Celery application: tasks are found in every app, the beat table stands in `beat`."""

import os
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


@worker_ready.connect
def catch_up(sender: Any, **_: Any) -> None:
    """Send every job once, so that a machine that was off does what it missed."""
    for name in JOBS:
        sender.app.send_task(name)
