"""The WSGI entry that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

import config.celery  # noqa: E402, F401 - so that what wakes a worker knows the broker
from config.founding import refuse_sample_data  # noqa: E402 - after Django's own set-up

refuse_sample_data()
