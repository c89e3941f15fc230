"""The Celery application: tasks are found in every app, the beat table stands in `beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
app = Celery("tripartite")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
